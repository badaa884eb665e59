package io.minhos.retraining;

import io.minhos.domain.evaluation.Overfitting;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.TradingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What came of training one model with several settings.
 *
 * @param variants what was tried
 * @param verdicts of each, on the same history out of sample
 */
public record VariantSearch(List<Variant> variants, List<TrainingVerdict> verdicts) {

  private static final int PERIODS = 16;

  /** Only what makes a model may differ: variants are compared on the same bars. */
  private static final String MODELS_OWN = "training.";

  private static final Set<String> COMMON =
      Set.of(
          "training.labelVolatilities",
          "training.folds",
          "training.lstm.folds",
          "training.lstm.warmStart",
          "training.trainFraction",
          "training.embargoBars",
          "training.maxMissingBars",
          "training.gateLevel");

  /**
   * Reads variants: one a line, settings with blanks between; lines with # and empty ones are left
   * out.
   *
   * @throws ConfigException if there is none, or one sets what variants have in common
   */
  public static List<List<String>> read(Path file) throws IOException {
    List<List<String>> variants = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> settings = List.of(line.strip().split("\\s+", -1));
        settings.forEach(VariantSearch::requireOwn);
        variants.add(settings);
      }
    }
    if (variants.isEmpty()) {
      throw new ConfigException("--variants must have a line of settings: " + file);
    }
    return variants;
  }

  /**
   * Refuses variants that do not begin alike: a release of one size has no weights for another, so
   * that with a warm start whatever wins first would win for ever.
   *
   * @throws ConfigException if the networks are of several sizes and begin warm
   */
  public static void requireOneStart(List<Variant> variants) {
    List<RetrainingConfig> each =
        variants.stream().map(variant -> RetrainingConfig.of(variant.config())).toList();
    List<String> sizes =
        each.stream().map(config -> config.lstm().architecture().text()).distinct().toList();
    if (sizes.size() > 1 && each.stream().anyMatch(RetrainingConfig::warmStart)) {
      throw new ConfigException(
          "training.lstm.warmStart must be false for variants of several sizes: "
              + String.join(", ", sizes));
    }
  }

  private static void requireOwn(String setting) {
    String key = setting.substring(0, Math.max(0, setting.indexOf('=')));
    // A whole map may be set too: what is common is in it.
    boolean common = COMMON.stream().anyMatch(c -> c.equals(key) || c.startsWith(key + "."));
    if (!key.startsWith(MODELS_OWN) || common) {
      throw new ConfigException(
          "--variants must set what makes a model alone, training.*, and be tested on the same bars: "
              + setting);
    }
  }

  /**
   * What is told of the search.
   *
   * @param best the one that is right most often, which is judged
   * @param probabilityOfOverfitting of choosing by the Sharpe ratio after costs, as the paper does
   */
  public record Told(
      int variants, String best, List<Double> accuracies, Double probabilityOfOverfitting) {}

  public VariantSearch {
    variants = List.copyOf(variants);
    verdicts = List.copyOf(verdicts);
  }

  /** The configuration of the best, or {@code otherwise} if none could be trained. */
  public TradingConfig chosen(TradingConfig otherwise) {
    return best() < 0 ? otherwise : variants.get(best()).config();
  }

  /** Place of the one with the highest accuracy, the first of several; −1 if none was trained. */
  private int best() {
    int best = -1;
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i).metrics() != null
          && (best < 0
              || verdicts.get(i).metrics().accuracy() > verdicts.get(best).metrics().accuracy())) {
        best = i;
      }
    }
    return best;
  }

  public Told told() {
    return new Told(
        variants.size(),
        best() < 0 ? null : variants.get(best()).settings(),
        verdicts.stream().map(v -> v.metrics() == null ? null : v.metrics().accuracy()).toList(),
        probabilityOfOverfitting());
  }

  /** Null where they cannot be compared: one alone, or too few blocks. */
  private Double probabilityOfOverfitting() {
    double[][] returns = new double[verdicts.size()][];
    for (int i = 0; i < returns.length; i++) {
      TrainingVerdict.Metrics metrics = verdicts.get(i).metrics();
      if (metrics == null || metrics.edge() == null) {
        return null;
      }
      returns[i] = metrics.edge().blocks().stream().mapToDouble(Double::doubleValue).toArray();
      if (returns[i].length != returns[0].length) {
        return null;
      }
    }
    return returns.length < 2 || returns[0].length < PERIODS
        ? null
        : (Double) Overfitting.probability(returns);
  }

  /** As verdict and manifest of the best say it. */
  String reason() {
    Told told = told();
    return String.format(
        Locale.ROOT,
        "SEARCH: variants=%d best=%s overfitting=%s",
        told.variants(),
        told.best() == null ? "none" : "\"" + told.best() + "\"",
        told.probabilityOfOverfitting() == null
            ? "unknown"
            : String.format(Locale.ROOT, "%.2f", told.probabilityOfOverfitting()));
  }
}
