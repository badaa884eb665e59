package io.minhos.domain.evaluation;

import java.util.List;

/**
 * The part of calls that were right, with an interval that respects dependence within blocks. The
 * ratio estimator of cluster sampling (Cochran 1977, Sampling Techniques, ch. 6): with c right of m
 * rows in each of n blocks, p = Σc/Σm, its variance n/(n−1)·Σ(c − p·m)²/(Σm)², Student's t with n −
 * 1 degrees of freedom.
 *
 * @param value p; 0 without rows
 * @param low lower end of the interval, 0 below two blocks
 * @param high upper end of the interval, 1 below two blocks
 */
public record Accuracy(double value, double low, double high) {

  /**
   * Of answers in any order, one of each time and symbol; returns of 0 are not counted.
   *
   * @param config blocks and level of the interval
   */
  public static Accuracy of(List<GateRow> rows, GateConfig config) {
    GatePanel panel = GatePanel.ofMoved(rows, config.blockBars());
    return of(
        panel,
        correct(panel.signs(GateRow::value), panel.signs(GateRow::realised)),
        config.confidence());
  }

  /**
   * Over the panel's rows.
   *
   * @param correct by row 1, ½ (no direction) or 0
   */
  static Accuracy of(GatePanel panel, double[] correct, double confidence) {
    double value = mean(correct);
    int blocks = panel.blocks();
    if (blocks < 2) {
      return new Accuracy(value, 0, 1);
    }
    double squares = 0;
    for (int block = 0; block < blocks; block++) {
      double residual = 0;
      for (int row = panel.firstRow(block); row < panel.firstRow(block + 1); row++) {
        residual += correct[row] - value;
      }
      squares += residual * residual;
    }
    double error = Math.sqrt(squares * blocks / (blocks - 1)) / correct.length;
    double reach = StudentT.critical((1 - confidence) / 2, blocks - 1) * error;
    return new Accuracy(value, Math.max(0, value - reach), Math.min(1, value + reach));
  }

  /** Right (1), half (½) or wrong (0): (1 + call·outcome)/2. */
  static double[] correct(double[] calls, double[] outcomes) {
    double[] correct = new double[calls.length];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = (1 + calls[i] * outcomes[i]) / 2;
    }
    return correct;
  }

  /** Mean, 0 of none. */
  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? 0 : sum / values.length;
  }
}
