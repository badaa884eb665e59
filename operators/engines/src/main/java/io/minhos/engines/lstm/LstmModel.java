package io.minhos.engines.lstm;

import io.minhos.domain.inference.SequenceModel;
import io.minhos.engines.lstm.LstmException.Code;

/**
 * An LSTM in an engine. A sequence that holds a NaN or an infinity is answered by NaN, and the
 * others of its batch as if it were not there. Not for several threads.
 */
public interface LstmModel extends SequenceModel {

  LstmArchitecture architecture();

  @Override
  default int steps() {
    return architecture().steps();
  }

  @Override
  default int features() {
    return architecture().features();
  }

  /**
   * Answers made-up sequences in batches of 1, 2, 4, … and {@code maxRows}, so that memory is
   * claimed and code compiled before the first real row waits for it.
   *
   * @param maxRows the largest batch that will be asked, at least 1
   * @throws LstmException NOT_FINITE if an answer is none, ENGINE_FAILED if the engine fails
   */
  default void warmUp(int maxRows) {
    float[] sequences = new float[maxRows * steps() * features()];
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = (i * 31 % 101) / 100f;
    }
    float[] out = new float[maxRows];
    for (int rows = 1; ; rows = Math.min(2 * rows, maxRows)) {
      predict(sequences, rows, out);
      for (int row = 0; row < rows; row++) {
        if (!Float.isFinite(out[row])) {
          throw new LstmException(Code.NOT_FINITE, "answer=" + out[row] + " row=" + row);
        }
      }
      if (rows == maxRows) {
        return;
      }
    }
  }

  /**
   * NaN for every sequence that is not finite: ONNX Runtime's sigmoid and tanh clamp a NaN and
   * would go on to an answer like any other.
   */
  static void voidBroken(LstmArchitecture a, float[] sequences, int rows, float[] out) {
    int width = a.steps() * a.features();
    for (int row = 0; row < rows; row++) {
      // 0 · x is 0 where x is finite, else NaN.
      float sum = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        sum += 0 * sequences[i];
      }
      if (sum != 0) {
        out[row] = Float.NaN;
      }
    }
  }

  /** Refuses rows that the arrays do not hold. */
  static void checkRows(LstmArchitecture a, float[] sequences, int rows, float[] out) {
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be >= 1: " + rows);
    }
    long values = (long) rows * a.steps() * a.features();
    if (sequences.length < values) {
      throw new IllegalArgumentException(
          "sequences must hold " + values + " values for " + rows + " rows: " + sequences.length);
    }
    if (out.length < rows) {
      throw new IllegalArgumentException("out must hold " + rows + " values: " + out.length);
    }
  }
}
