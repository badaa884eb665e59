package io.minhos.domain.signals;

import java.io.Serializable;

/**
 * How weights follow the regime and each component's accuracy of late:
 *
 * <pre>
 * factor = regime's part · (1 + accuracySensitivity · (2·hitRate − 1)), in [minFactor, maxFactor]
 * </pre>
 *
 * @param technicalInTrend part of technical analysis in a trend, in [0, 10]
 * @param technicalInRange in a range, likewise
 * @param technicalInHighVolatility in high volatility, likewise
 * @param modelsInTrend part of the models in a trend, in [0, 10]
 * @param modelsInRange in a range, likewise
 * @param modelsInHighVolatility in high volatility, likewise
 * @param accuracySensitivity in [0, 10]; 0: accuracy does not matter
 * @param minFactor least factor, in [0, 1]
 * @param maxFactor greatest factor, in [1, 10]
 */
public record FusionAdaptation(
    double technicalInTrend,
    double technicalInRange,
    double technicalInHighVolatility,
    double modelsInTrend,
    double modelsInRange,
    double modelsInHighVolatility,
    double accuracySensitivity,
    double minFactor,
    double maxFactor)
    implements Serializable {

  public FusionAdaptation {
    check("technicalInTrend", technicalInTrend, 0, 10);
    check("technicalInRange", technicalInRange, 0, 10);
    check("technicalInHighVolatility", technicalInHighVolatility, 0, 10);
    check("modelsInTrend", modelsInTrend, 0, 10);
    check("modelsInRange", modelsInRange, 0, 10);
    check("modelsInHighVolatility", modelsInHighVolatility, 0, 10);
    check("accuracySensitivity", accuracySensitivity, 0, 10);
    check("minFactor", minFactor, 0, 1);
    check("maxFactor", maxFactor, 1, 10);
  }

  /** Weights as they are configured, whatever happens. */
  public static FusionAdaptation none() {
    return new FusionAdaptation(1, 1, 1, 1, 1, 1, 0, 1, 1);
  }

  /** The factor of a component's weight. */
  double factor(boolean technical, Regime regime, double hitRate) {
    double part =
        switch (regime) {
          case UNKNOWN -> 1;
          case TREND -> technical ? technicalInTrend : modelsInTrend;
          case RANGE -> technical ? technicalInRange : modelsInRange;
          case HIGH_VOLATILITY -> technical ? technicalInHighVolatility : modelsInHighVolatility;
        };
    double factor = part * (1 + accuracySensitivity * (2 * hitRate - 1));
    return Math.max(minFactor, Math.min(maxFactor, factor));
  }

  private static void check(String key, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          "fusion.adaptation.%s must be in [%s, %s]: %s"
              .formatted(key, (int) low, (int) high, value));
    }
  }
}
