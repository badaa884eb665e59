package io.minhos.domain.safeguards;

import java.io.Serializable;

/**
 * When answers are those of something broken ({@link AnswerHealth}, which tells how to choose).
 *
 * @param calls of a constant, failed or saturated model, at least 2
 * @param bars over which those calls must reach, at least 1
 * @param oneSidedCalls calls on one side, at least 2
 * @param oneSidedBars over which those must reach, at least 1; of a release that was longer on one
 *     side out of sample, more
 * @param tolerance between values that count as the same, in [0, 1]
 * @param saturatedConfidence confidence that counts as full, in (0, 1]
 */
public record DegeneracyConfig(
    int calls,
    int bars,
    int oneSidedCalls,
    int oneSidedBars,
    double tolerance,
    double saturatedConfidence)
    implements Serializable {

  public DegeneracyConfig {
    check("calls", calls >= 2, ">= 2", calls);
    check("bars", bars >= 1, ">= 1", bars);
    check("oneSidedCalls", oneSidedCalls >= 2, ">= 2", oneSidedCalls);
    check("oneSidedBars", oneSidedBars >= 1, ">= 1", oneSidedBars);
    check("tolerance", tolerance >= 0 && tolerance <= 1, "in [0, 1]", tolerance);
    check(
        "saturatedConfidence",
        saturatedConfidence > 0 && saturatedConfidence <= 1,
        "in (0, 1]",
        saturatedConfidence);
  }

  /**
   * 30 calls over 6 bars, on one side over 30; values within 1e-9 are the same, a confidence of
   * 0.999 is full.
   */
  public static DegeneracyConfig defaults() {
    return new DegeneracyConfig(30, 6, 30, 30, 1e-9, 0.999);
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    SafeguardConfig.check("answers." + key, valid, bound, value);
  }
}
