package io.minhos.domain.safeguards;

import java.util.List;

/**
 * How a model did over the window. Figures are NaN below {@link TrackingConfig#minCalls} calls.
 *
 * @param calls how many were scored
 * @param accuracy part of them that were right
 * @param low lower end of a one-sided 95 % interval of the accuracy, 0 below two days
 * @param brier mean of (p − correct)², p = ½ + calibrated confidence/2 (Brier 1950); ¼ for one that
 *     never is sure
 * @param meanPnl mean paper return of a call
 * @param callsBy calls in ten bins of calibrated confidence
 * @param rightBy right calls in those, one without a side as a half
 * @param intervalLow lower end of the two-sided 95 % interval of the accuracy, 0 below two days
 * @param intervalHigh upper end, 0 below two days
 */
public record TrackedAccuracy(
    int calls,
    double accuracy,
    double low,
    double brier,
    double meanPnl,
    List<Integer> callsBy,
    List<Double> rightBy,
    double intervalLow,
    double intervalHigh) {

  /** False below two days or too few calls, and of what was kept before there was one. */
  public boolean hasInterval() {
    return intervalHigh > 0;
  }
}
