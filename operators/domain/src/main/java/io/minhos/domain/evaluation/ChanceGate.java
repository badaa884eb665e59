package io.minhos.domain.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges chances that were given out of sample. Released is what is nearer to the outcomes than the
 * constant base rate by Brier's score: d_t = mean over the rows of one time of (base − y)² −
 * (chance − y)² (Diebold and Mariano 1995, with the quadratic loss), whose means over blocks
 * ({@link GateConfig#blockBars}) are tested one-sided. Times are those that have a row.
 */
public final class ChanceGate {

  private static final String CONSTANT = "constant";

  private final GateConfig config;

  public ChanceGate(GateConfig config) {
    this.config = config;
  }

  /**
   * The verdict on one model. Its accuracy is the part of the rows that was called right by chance
   * &gt; ½, where ½ itself is half right, as the base rate's is.
   *
   * @param model model id
   * @param unordered rows in any order; one of each time and symbol
   * @param trials how much was tried
   */
  public Verdict judge(String model, List<ChanceRow> unordered, Trials trials) {
    double level = trials.level(config.level());
    List<ChanceRow> rows =
        unordered.stream()
            .sorted(Comparator.comparingLong(ChanceRow::time).thenComparing(ChanceRow::symbol))
            .toList();
    // In the same order, and none is left out: each happened or did not.
    GatePanel panel =
        GatePanel.ofAll(rows.stream().map(ChanceGate::row).toList(), config.blockBars());
    double[] outcomes = panel.signs(GateRow::realised);
    double[] correct = Accuracy.correct(panel.signs(GateRow::value), outcomes);
    double constant = Accuracy.mean(Accuracy.correct(panel.signs(GateRow::linear), outcomes));
    Accuracy accuracy = Accuracy.of(panel, correct, config.confidence());
    boolean enough = panel.blocks() >= config.minBlocks();
    BlockTest test = BlockTest.of(panel.blockMeans(row -> rows.get(row).gain()));
    boolean skill = enough && test.pValue() <= level;
    return new Verdict(
        model,
        false,
        skill,
        List.of(enough ? skill(skill, test, trials, rows) : tooFew(panel)),
        panel.rows(),
        accuracy.value(),
        accuracy.low(),
        accuracy.high(),
        Map.of(CONSTANT, constant),
        Edge.none());
  }

  private static GateRow row(ChanceRow row) {
    return new GateRow(
        row.time(), row.symbol(), row.chance() - 0.5, row.base() - 0.5, row.happened() ? 1 : -1, 0);
  }

  private String skill(boolean skill, BlockTest test, Trials trials, List<ChanceRow> rows) {
    double chances = 0;
    double bases = 0;
    for (ChanceRow row : rows) {
      double outcome = row.happened() ? 1 : 0;
      chances += (row.chance() - outcome) * (row.chance() - outcome) / rows.size();
      bases += (row.base() - outcome) * (row.base() - outcome) / rows.size();
    }
    return String.format(
        Locale.ROOT,
        "%s: t=%.3f critical=%.3f pValue=%.3g blocks=%d blockBars=%d level=%s %s brier=%.4f %s=%.4f",
        skill ? "SKILL" : "NO_SKILL",
        test.statistic(),
        test.critical(trials.level(config.level())),
        test.pValue(),
        test.blocks(),
        config.blockBars(),
        config.level(),
        trials.figures(),
        chances,
        CONSTANT,
        bases);
  }

  private String tooFew(GatePanel panel) {
    return String.format(
        Locale.ROOT,
        "TOO_FEW_BLOCKS: blocks=%d minimum=%d blockBars=%d samples=%d",
        panel.blocks(),
        config.minBlocks(),
        config.blockBars(),
        panel.rows());
  }
}
