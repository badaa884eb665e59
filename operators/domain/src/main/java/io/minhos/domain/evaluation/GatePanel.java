package io.minhos.domain.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Out-of-sample rows in the order of (time, symbol), in blocks of consecutive times. Every time is
 * in a block: n = ⌊times/blockBars⌋ blocks, whose lengths differ by at most one.
 */
final class GatePanel {

  private final GateRow[] rows;
  private final int[] starts;
  private final int times;
  private final int blocks;

  /** Of the rows whose price moved, which alone can be called right or wrong. */
  static GatePanel ofMoved(List<GateRow> rows, int blockBars) {
    return new GatePanel(rows.stream().filter(row -> row.realised() != 0), blockBars);
  }

  /** Of all rows: who trades a call pays for it also where the price stays. */
  static GatePanel ofAll(List<GateRow> rows, int blockBars) {
    return new GatePanel(rows.stream(), blockBars);
  }

  private GatePanel(Stream<GateRow> unordered, int blockBars) {
    rows =
        unordered
            .sorted(Comparator.comparingLong(GateRow::time).thenComparing(GateRow::symbol))
            .toArray(GateRow[]::new);
    starts = new int[rows.length + 1];
    int distinct = 0;
    for (int i = 0; i < rows.length; i++) {
      check(rows[i]);
      boolean sameTime = i > 0 && rows[i].time() == rows[i - 1].time();
      if (sameTime && rows[i].symbol().equals(rows[i - 1].symbol())) {
        throw new IllegalArgumentException(
            "rows must differ in time or symbol: " + rows[i].time() + ", " + rows[i].symbol());
      }
      if (!sameTime) {
        starts[distinct++] = i;
      }
    }
    starts[distinct] = rows.length;
    times = distinct;
    blocks = times / blockBars;
  }

  private static void check(GateRow row) {
    if (Double.isNaN(row.value()) || Double.isNaN(row.realised()) || Double.isNaN(row.last())) {
      throw new IllegalArgumentException("value, realised and last must be numbers: " + row);
    }
  }

  int rows() {
    return rows.length;
  }

  int blocks() {
    return blocks;
  }

  GateRow row(int index) {
    return rows[index];
  }

  /** Directions −1, 0, 1 by row. */
  double[] signs(ToDoubleFunction<GateRow> number) {
    return Arrays.stream(rows).mapToDouble(row -> Math.signum(number.applyAsDouble(row))).toArray();
  }

  boolean all(ToDoubleFunction<GateRow> number) {
    return Arrays.stream(rows).noneMatch(row -> Double.isNaN(number.applyAsDouble(row)));
  }

  /** Block means of the mean over symbols at each time. */
  double[] blockMeans(IntToDoubleFunction byRow) {
    double[] means = new double[blocks];
    for (int block = 0; block < blocks; block++) {
      int from = WalkForward.part(block, times, blocks);
      int to = WalkForward.part(block + 1, times, blocks);
      double sum = 0;
      for (int time = from; time < to; time++) {
        double atTime = 0;
        for (int row = starts[time]; row < starts[time + 1]; row++) {
          atTime += byRow.applyAsDouble(row);
        }
        sum += atTime / (starts[time + 1] - starts[time]);
      }
      means[block] = sum / (to - from);
    }
    return means;
  }

  /** First row of a block; of the block after the last: the number of rows. */
  int firstRow(int block) {
    return starts[WalkForward.part(block, times, blocks)];
  }
}
