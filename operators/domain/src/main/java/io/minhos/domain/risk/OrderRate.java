package io.minhos.domain.risk;

import java.util.Arrays;

/**
 * How many orders were sent within the last minute of event time.
 *
 * @param times when, ascending, each once
 * @param counts how many
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes arrays fast; states are not compared.
public record OrderRate(long[] times, int[] counts) {

  private static final long MINUTE = 60_000;
  private static final OrderRate NONE = new OrderRate(new long[0], new int[0]);

  /** Nothing sent. */
  public static OrderRate none() {
    return NONE;
  }

  /** Orders in (now − 1 minute, now]. */
  public int within(long now) {
    int sum = 0;
    for (int i = 0; i < times.length; i++) {
      sum += times[i] > now - MINUTE ? counts[i] : 0;
    }
    return sum;
  }

  /**
   * After {@code orders} were sent at {@code now}, which is no earlier than all before. What is a
   * minute old is forgotten.
   */
  public OrderRate plus(long now, int orders) {
    if (orders == 0) {
      return this;
    }
    int first = 0;
    while (first < times.length && times[first] <= now - MINUTE) {
      first++;
    }
    boolean again = times.length > 0 && times[times.length - 1] == now;
    int size = times.length - first + (again ? 0 : 1);
    long[] nextTimes = Arrays.copyOfRange(times, first, first + size);
    int[] nextCounts = Arrays.copyOfRange(counts, first, first + size);
    nextTimes[size - 1] = now;
    nextCounts[size - 1] += orders;
    return new OrderRate(nextTimes, nextCounts);
  }
}
