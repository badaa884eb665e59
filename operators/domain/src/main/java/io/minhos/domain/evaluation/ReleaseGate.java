package io.minhos.domain.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Judges a candidate on its purged out-of-sample answers. Released is what passes all of:
 *
 * <ul>
 *   <li>Skill: d_t = mean over symbols of (call − mean call)(outcome − mean outcome), the centring
 *       of Pesaran and Timmermann (1992), so that neither a drift nor a one-sided model counts. Its
 *       means over blocks ({@link GateConfig#blockBars}) are tested one-sided. The level holds for
 *       all retrainings together: a candidate has the part of it that {@link Trials} leaves. Holm's
 *       method would be a little stronger, but would make the verdict on one model hang on the
 *       others, one of which may have failed.
 *   <li>A higher accuracy than the more frequent direction of these rows, than the last direction
 *       and than its opposite.
 * </ul>
 *
 * <p>Beside that it tells what the calls would bring after costs ({@link Edge}).
 *
 * <p>The linear model is reported. If the candidate is significantly worse than it (the difference
 * in accuracy, tested in the same way at the same level), the linear model is judged in its place;
 * where it cannot be asked in its place, nothing is released.
 */
public final class ReleaseGate {

  private static final double BPS = 1e-4;

  private final GateConfig config;

  public ReleaseGate(GateConfig config) {
    this.config = config;
  }

  /**
   * The verdict on one candidate.
   *
   * @param model model id
   * @param rows out-of-sample answers in any order; one of each time and symbol
   * @param trials how much was tried
   * @param standsIn whether the linear model can be released in the candidate's place
   */
  public Verdict judge(String model, List<GateRow> rows, Trials trials, boolean standsIn) {
    GatePanel panel = GatePanel.ofMoved(rows, config.blockBars());
    double level = trials.level(config.level());
    double[] outcomes = panel.signs(GateRow::realised);
    double[] calls = panel.signs(GateRow::value);
    double[] correct = Accuracy.correct(calls, outcomes);
    Map<String, Double> baselines = baselines(panel, outcomes);
    List<String> reasons = new ArrayList<>();
    boolean worse = false;
    if (panel.all(GateRow::linear)) {
      double[] linearCalls = panel.signs(GateRow::linear);
      double[] linearCorrect = Accuracy.correct(linearCalls, outcomes);
      double linearAccuracy = Accuracy.mean(linearCorrect);
      baselines.put("linear", linearAccuracy);
      double[] candidate = correct;
      BlockTest test = BlockTest.of(panel.blockMeans(row -> linearCorrect[row] - candidate[row]));
      worse = enough(panel) && test.pValue() <= level;
      if (worse) {
        reasons.add(
            text(
                "%s: accuracy=%.4f linear=%.4f t=%.3f critical=%.3f blocks=%d",
                standsIn ? "LINEAR_STANDS_IN" : "LINEAR_CANNOT_STAND_IN",
                Accuracy.mean(correct),
                linearAccuracy,
                test.statistic(),
                test.critical(level),
                test.blocks()));
      }
      if (worse && standsIn) {
        calls = linearCalls;
        correct = linearCorrect;
      }
    }
    boolean linear = worse && standsIn;
    Accuracy accuracy = Accuracy.of(panel, correct, config.confidence());
    boolean skill = skilled(panel, calls, outcomes, level, trials, reasons);
    boolean above = aboveBaselines(accuracy.value(), baselines, reasons);
    Edge edge =
        enough(panel)
            ? edge(
                GatePanel.ofAll(rows, config.blockBars()),
                linear ? GateRow::linear : GateRow::value,
                trials.tried(),
                reasons)
            : Edge.none();
    return new Verdict(
        model,
        linear,
        skill && above && (linear || !worse),
        reasons,
        panel.rows(),
        accuracy.value(),
        accuracy.low(),
        accuracy.high(),
        baselines,
        edge);
  }

  /** Told, not asked for: fusion and the win-probability model decide what is worth its costs. */
  private Edge edge(
      GatePanel panel, ToDoubleFunction<GateRow> call, int tried, List<String> reasons) {
    double[] calls = panel.signs(call);
    Edge edge =
        Edge.of(
            panel.blockMeans(
                row ->
                    calls[row] * panel.row(row).realised() - Math.abs(calls[row]) * config.costs()),
            config.confidence());
    reasons.add(
        text(
            "%s: bps=%.3f low=%.3f high=%.3f costsBps=%.3f",
            edge.low() > 0 ? "EDGE_AFTER_COSTS" : "NO_EDGE_AFTER_COSTS",
            edge.mean() / BPS,
            edge.low() / BPS,
            edge.high() / BPS,
            config.costs() / BPS));
    SharpeEstimate sharpe = edge.sharpe();
    reasons.add(
        text(
            "TRACK_RECORD: sharpe=%.4f probability=%.4f deflated=%.4f tried=%d blocks=%d"
                + " minBlocks=%.0f",
            sharpe.ratio(),
            sharpe.probability(0),
            // Without skill the ratios of what was tried would scatter as one does around 0.
            sharpe.deflated(tried, 1 / (sharpe.periods() - 1.0)),
            tried,
            sharpe.periods(),
            sharpe.minTrackRecord(0, config.confidence())));
    return edge;
  }

  private boolean enough(GatePanel panel) {
    return panel.blocks() >= config.minBlocks();
  }

  private boolean skilled(
      GatePanel panel,
      double[] calls,
      double[] outcomes,
      double level,
      Trials trials,
      List<String> reasons) {
    if (!enough(panel)) {
      reasons.add(
          text(
              "TOO_FEW_BLOCKS: blocks=%d minimum=%d blockBars=%d samples=%d",
              panel.blocks(), config.minBlocks(), config.blockBars(), panel.rows()));
      return false;
    }
    double meanCall = Accuracy.mean(calls);
    double meanOutcome = Accuracy.mean(outcomes);
    BlockTest test =
        BlockTest.of(
            panel.blockMeans(row -> (calls[row] - meanCall) * (outcomes[row] - meanOutcome)));
    boolean skill = test.pValue() <= level;
    reasons.add(
        text(
            "%s: t=%.3f critical=%.3f pValue=%.3g blocks=%d blockBars=%d level=%s %s",
            skill ? "SKILL" : "NO_SKILL",
            test.statistic(),
            test.critical(level),
            test.pValue(),
            test.blocks(),
            config.blockBars(),
            config.level(),
            trials.figures()));
    return skill;
  }

  private static boolean aboveBaselines(
      double accuracy, Map<String, Double> baselines, List<String> reasons) {
    boolean above = true;
    for (Map.Entry<String, Double> baseline : baselines.entrySet()) {
      if (!baseline.getKey().equals("linear") && !(accuracy > baseline.getValue())) {
        above = false;
        reasons.add(
            text(
                "NOT_ABOVE_BASELINE: accuracy=%.4f %s=%.4f",
                accuracy, baseline.getKey(), baseline.getValue()));
      }
    }
    return above;
  }

  private static Map<String, Double> baselines(GatePanel panel, double[] outcomes) {
    double up = (1 + Accuracy.mean(outcomes)) / 2;
    double last = Accuracy.mean(Accuracy.correct(panel.signs(GateRow::last), outcomes));
    Map<String, Double> baselines = new TreeMap<>();
    baselines.put("majority", Math.max(up, 1 - up));
    baselines.put("lastDirection", last);
    baselines.put("oppositeOfLast", 1 - last);
    return baselines;
  }

  private static String text(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
