package io.minhos.retraining.lstm;

import io.minhos.engines.lstm.LstmArchitecture;
import java.io.Serializable;

/**
 * How the LSTM is trained.
 *
 * @param architecture dimensions of the network
 * @param dropout1 share of the features dropped before the first LSTM, in [0, 1)
 * @param dropout2 share of the first LSTM's states dropped before the second, in [0, 1)
 * @param dropout3 share of the dense layer's answers dropped before the output, in [0, 1)
 * @param learningRate of Adam at the start, in (0, 1]
 * @param batchSize sequences in a step, in [1, 65536]
 * @param epochs passes over the training part at most, in [1, 10000]
 * @param stoppingPatience epochs without a better validation loss after which it stops, in [1,
 *     10000]
 * @param plateauPatience epochs without a better validation loss after which the rate is reduced,
 *     in [1, 10000]
 * @param plateauFactor the reduced rate over the rate before, in (0, 1)
 * @param minLearningRate the rate is not reduced below, in (0, learningRate]
 * @param gradientClip largest L2 norm of a layer's gradient; a longer one is shortened, &gt; 0
 * @param validationShare share of event times at the end that the validation takes, in (0, 1)
 * @param purgeTimes event times left out between training and validation, at least the labels'
 *     horizon in bars, in [0, 100000]
 * @param seed of the first weights, the shuffling and the dropout
 */
public record LstmTrainingConfig(
    LstmArchitecture architecture,
    double dropout1,
    double dropout2,
    double dropout3,
    double learningRate,
    int batchSize,
    int epochs,
    int stoppingPatience,
    int plateauPatience,
    double plateauFactor,
    double minLearningRate,
    double gradientClip,
    double validationShare,
    int purgeTimes,
    long seed)
    implements Serializable {

  public LstmTrainingConfig {
    check(dropout1 >= 0 && dropout1 < 1, "dropout1", "in [0, 1)", dropout1);
    check(dropout2 >= 0 && dropout2 < 1, "dropout2", "in [0, 1)", dropout2);
    check(dropout3 >= 0 && dropout3 < 1, "dropout3", "in [0, 1)", dropout3);
    check(learningRate > 0 && learningRate <= 1, "learningRate", "in (0, 1]", learningRate);
    check(batchSize >= 1 && batchSize <= 65_536, "batchSize", "in [1, 65536]", batchSize);
    check(epochs >= 1 && epochs <= 10_000, "epochs", "in [1, 10000]", epochs);
    check(
        stoppingPatience >= 1 && stoppingPatience <= 10_000,
        "stoppingPatience",
        "in [1, 10000]",
        stoppingPatience);
    check(
        plateauPatience >= 1 && plateauPatience <= 10_000,
        "plateauPatience",
        "in [1, 10000]",
        plateauPatience);
    check(plateauFactor > 0 && plateauFactor < 1, "plateauFactor", "in (0, 1)", plateauFactor);
    check(
        minLearningRate > 0 && minLearningRate <= learningRate,
        "minLearningRate",
        "in (0, " + learningRate + "]",
        minLearningRate);
    check(gradientClip > 0 && Double.isFinite(gradientClip), "gradientClip", "> 0", gradientClip);
    check(
        validationShare > 0 && validationShare < 1,
        "validationShare",
        "in (0, 1)",
        validationShare);
    check(purgeTimes >= 0 && purgeTimes <= 100_000, "purgeTimes", "in [0, 100000]", purgeTimes);
  }

  /** The full network, 50 epochs of batches of 128. */
  public static LstmTrainingConfig defaults() {
    return of(LstmArchitecture.defaults());
  }

  /** The small network, trained likewise. */
  public static LstmTrainingConfig small() {
    return of(LstmArchitecture.small());
  }

  private static LstmTrainingConfig of(LstmArchitecture architecture) {
    return new LstmTrainingConfig(
        architecture, 0.2, 0.25, 0.3, 1e-3, 128, 50, 10, 5, 0.5, 1e-5, 1, 0.2, 1, 42);
  }

  private static void check(boolean holds, String key, String bound, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("lstm." + key + " must be " + bound + ": " + value);
    }
  }
}
