package io.minhos.cli.backtest;

import io.minhos.domain.evaluation.MeanInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Stretches of equal time whose growth is taken to be independent: 20 days each, or one where the
 * whole is less than 40 of these; what is left at the end belongs to the last.
 *
 * @param starts of each, and the end, milliseconds since the epoch
 */
record GrowthBlocks(List<Long> starts) {

  private static final long DAY = 86_400_000L;
  private static final int DAYS = 20;
  private static final int ENOUGH = 40;
  private static final double CONFIDENCE = 0.95;

  GrowthBlocks {
    starts = List.copyOf(starts);
  }

  static GrowthBlocks of(long from, long until) {
    long length = until - from >= ENOUGH * DAYS * DAY ? DAYS * DAY : DAY;
    List<Long> starts = new ArrayList<>();
    for (long start = from; start == from || start + length <= until; start += length) {
      starts.add(start);
    }
    starts.add(until);
    return new GrowthBlocks(starts);
  }

  /** These times and others, ascending, each once. */
  long[] with(long[] others) {
    TreeSet<Long> times = new TreeSet<>(starts);
    Arrays.stream(others).forEach(times::add);
    return times.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * The growth of all blocks together.
   *
   * @param growth from each of {@code times} to the next
   * @param times those of {@link #with}
   */
  MeanInterval interval(double[] growth, long[] times) {
    double[] blocks = sums(growth, times, starts.stream().mapToLong(Long::longValue).toArray());
    if (blocks.length < 2) {
      return new MeanInterval(Arrays.stream(blocks).sum(), Double.NaN, Double.NaN);
    }
    return MeanInterval.of(blocks, CONFIDENCE).times(blocks.length);
  }

  /** Growth from each of {@code coarse} to the next; all of them are in {@code times}. */
  static double[] sums(double[] growth, long[] times, long[] coarse) {
    double[] sums = new double[coarse.length - 1];
    int block = -1;
    for (int i = 0; i < growth.length; i++) {
      while (block + 1 < coarse.length && coarse[block + 1] <= times[i]) {
        block++;
      }
      if (block >= 0 && block < sums.length) {
        sums[block] += growth[i];
      }
    }
    return sums;
  }
}
