package io.minhos.retraining.lstm;

import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmEngine;
import io.minhos.engines.lstm.LstmException;
import io.minhos.engines.lstm.LstmException.Code;
import io.minhos.engines.lstm.LstmModel;
import java.util.Arrays;

/** Whether a release's two artifacts are one model. One that fails is not published. */
public final class LstmParity {

  /** Largest difference between the engines' answers. */
  public static final double TOLERANCE = 1e-5;

  private static final int BATCH = 512;

  private LstmParity() {}

  /**
   * Loads both artifacts, each in its engine, and compares their answers.
   *
   * @param sequences rows × steps × features, scaled, such as the validation part
   * @return the largest difference, at most {@link #TOLERANCE}
   * @throws LstmException ENGINES_DISAGREE with the first row that differs by more, or why an
   *     artifact cannot be loaded
   */
  public static double verify(LstmArtifacts artifacts, float[] sequences, int rows) {
    float[] onnx = answers(LstmEngine.ONNX, artifacts, sequences, rows);
    float[] dl4j = answers(LstmEngine.DL4J, artifacts, sequences, rows);
    double largest = 0;
    for (int row = 0; row < rows; row++) {
      double difference = Math.abs((double) onnx[row] - dl4j[row]);
      // Negated, so that a NaN fails.
      if (!(difference <= TOLERANCE)) {
        throw new LstmException(
            Code.ENGINES_DISAGREE,
            "row=%d onnx=%s dl4j=%s tolerance=%s".formatted(row, onnx[row], dl4j[row], TOLERANCE));
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  private static float[] answers(
      LstmEngine engine, LstmArtifacts artifacts, float[] sequences, int rows) {
    LstmModel model = engine.load(artifacts);
    try {
      int width = model.steps() * model.features();
      if (rows < 1 || sequences.length != rows * width) {
        throw new IllegalArgumentException(
            "sequences must be rows x " + width + ", rows >= 1: " + sequences.length);
      }
      float[] answers = new float[rows];
      for (int from = 0; from < rows; from += BATCH) {
        int to = Math.min(rows, from + BATCH);
        float[] out = new float[to - from];
        model.predict(Arrays.copyOfRange(sequences, from * width, to * width), to - from, out);
        System.arraycopy(out, 0, answers, from, to - from);
      }
      return answers;
    } finally {
      model.close();
    }
  }
}
