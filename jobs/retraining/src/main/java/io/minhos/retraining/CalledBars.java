package io.minhos.retraining;

import io.minhos.domain.evaluation.ConfidenceCalibration;
import java.util.BitSet;
import java.util.stream.DoubleStream;

/** How sure an answer was beside whether it was right, where there was a direction to be right. */
final class CalledBars {

  private final DoubleStream.Builder confidences = DoubleStream.builder();
  private final BitSet right = new BitSet();
  private int size;

  void add(double confidence, double value, double realised) {
    double product = Math.signum(value) * Math.signum(realised);
    if (product != 0 && !Double.isNaN(product)) {
      confidences.add(confidence);
      right.set(size++, product > 0);
    }
  }

  ConfidenceCalibration fit() {
    boolean[] outcomes = new boolean[size];
    for (int i = 0; i < size; i++) {
      outcomes[i] = right.get(i);
    }
    return ConfidenceCalibration.fit(confidences.build().toArray(), outcomes);
  }
}
