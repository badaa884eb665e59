package io.minhos.domain.signals;

import java.io.Serializable;

/**
 * How much each component's opinion counts.
 *
 * @param technicalWeight weight of technical analysis, in [0, 1]
 * @param lstmWeight weight of the LSTM, in [0, 1]
 * @param ensembleWeight weight of the tree ensemble, in [0, 1]
 * @param neutralBand a strength of at most this size points nowhere, in [0, 1)
 * @param adaptation how weights follow the regime and accuracy
 */
public record FusionConfig(
    double technicalWeight,
    double lstmWeight,
    double ensembleWeight,
    double neutralBand,
    FusionAdaptation adaptation)
    implements Serializable {

  public FusionConfig {
    checkWeight("technicalWeight", technicalWeight);
    checkWeight("lstmWeight", lstmWeight);
    checkWeight("ensembleWeight", ensembleWeight);
    if (!(technicalWeight + lstmWeight + ensembleWeight > 0)) {
      throw new IllegalArgumentException(
          "fusion.technicalWeight + lstmWeight + ensembleWeight must be > 0: 0");
    }
    if (!(neutralBand >= 0 && neutralBand < 1)) {
      throw new IllegalArgumentException("fusion.neutralBand must be in [0, 1): " + neutralBand);
    }
  }

  /** Weights that do not adapt. */
  public FusionConfig(
      double technicalWeight, double lstmWeight, double ensembleWeight, double neutralBand) {
    this(technicalWeight, lstmWeight, ensembleWeight, neutralBand, FusionAdaptation.none());
  }

  /** 40 % technical analysis, 35 % LSTM, 25 % ensemble. */
  public static FusionConfig defaults() {
    return new FusionConfig(0.40, 0.35, 0.25, 0.05);
  }

  private static void checkWeight(String key, double weight) {
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("fusion." + key + " must be in [0, 1]: " + weight);
    }
  }
}
