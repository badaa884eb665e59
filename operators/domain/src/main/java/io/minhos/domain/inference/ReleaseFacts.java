package io.minhos.domain.inference;

import java.util.function.DoubleUnaryOperator;

/**
 * What a release says of its answers beside its weights.
 *
 * @param inputs how what it is asked with was distributed in training
 * @param confidence makes a calibrated confidence of a raw one, both in [0, 1]; never falls
 */
public record ReleaseFacts(InputDistribution inputs, DoubleUnaryOperator confidence) {

  /** Of a release that says nothing: raw confidence counts, and drift is not judged. */
  public static final ReleaseFacts NONE =
      new ReleaseFacts(InputDistribution.none(), DoubleUnaryOperator.identity());

  /**
   * The release's answer with what it says of it.
   *
   * @param values hold the row that it was asked with from {@code from} on
   */
  public Prediction of(Prediction answer, double[] values, int from) {
    return answer.stated(
        answer.status() == Status.OK ? confidence.applyAsDouble(answer.confidence()) : 0,
        inputs.digits(values, from));
  }
}
