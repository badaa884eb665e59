package io.minhos.engines.lstm;

import io.minhos.engines.lstm.LstmException.Code;
import java.io.Serializable;

/**
 * Dimensions of the network: steps × features → LSTM that returns its sequence → LSTM that returns
 * its last state → dense ReLU → dense tanh of one unit. LSTMs have sigmoid gates, a tanh cell and
 * no peepholes.
 *
 * @param steps vectors in a sequence, in [1, 1024]
 * @param features values in a vector, in [1, 1024]
 * @param lstm1Units units of the first LSTM, in [1, 1024]
 * @param lstm2Units units of the second LSTM, in [1, 1024]
 * @param denseUnits units of the hidden dense layer, in [1, 1024]
 */
public record LstmArchitecture(
    int steps, int features, int lstm1Units, int lstm2Units, int denseUnits)
    implements Serializable {

  private static final int MAX = 1024;

  public LstmArchitecture {
    check("steps", steps);
    check("features", features);
    check("lstm1Units", lstm1Units);
    check("lstm2Units", lstm2Units);
    check("denseUnits", denseUnits);
  }

  /** 20 × 8 → 200 → 100 → 50 → 1. */
  public static LstmArchitecture defaults() {
    return new LstmArchitecture(20, 8, 200, 100, 50);
  }

  /** 20 × 8 → 32 → 16 → 16 → 1, trained in minutes: for demonstrations and tests. */
  public static LstmArchitecture small() {
    return new LstmArchitecture(20, 8, 32, 16, 16);
  }

  /** Number of weights, biases included: per LSTM 4u(in + u + 1), per dense layer u(in + 1). */
  public long parameters() {
    return 4L * lstm1Units * (features + lstm1Units + 1)
        + 4L * lstm2Units * (lstm1Units + lstm2Units + 1)
        + (long) denseUnits * (lstm2Units + 1)
        + denseUnits
        + 1;
  }

  /** As models carry it: {@code 20x8-200-100-50}. */
  public String text() {
    return steps + "x" + features + "-" + lstm1Units + "-" + lstm2Units + "-" + denseUnits;
  }

  /**
   * Refuses any but the expected dimensions.
   *
   * @throws LstmException WRONG_SHAPE
   */
  public void require(LstmArchitecture expected) {
    if (!equals(expected)) {
      throw new LstmException(
          Code.WRONG_SHAPE, "architecture=" + text() + " expected=" + expected.text());
    }
  }

  private static void check(String key, int value) {
    if (value < 1 || value > MAX) {
      throw new IllegalArgumentException("lstm." + key + " must be in [1, " + MAX + "]: " + value);
    }
  }
}
