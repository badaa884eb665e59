package io.minhos.domain.safeguards;

import java.util.Arrays;

/**
 * How a feature is distributed of late: counts by the bins of its {@link ReferenceDistribution}
 * over a sliding window of event time, which moves by a part of its length. One bin's count of one
 * part is at parts·bins + bin, so a state of the default configuration holds 240 numbers at most.
 *
 * @param bins B
 * @param parts numbers of the window's parts since the epoch, ascending
 * @param counts by part and bin
 */
public record LiveDistribution(int bins, long[] parts, int[] counts) {

  /** Before the first value. */
  public static LiveDistribution initial(ReferenceDistribution reference) {
    return new LiveDistribution(reference.bins(), new long[0], new int[0]);
  }

  /** After a value at a time that is not before earlier ones; one that is no number is none. */
  public LiveDistribution plus(
      long time, double value, ReferenceDistribution reference, DriftConfig config) {
    if (Double.isNaN(value)) {
      return this;
    }
    long part = Math.floorDiv(time, config.partMillis());
    int first = 0;
    while (first < parts.length && parts[first] <= part - DriftConfig.PARTS) {
      first++;
    }
    boolean again = parts.length > 0 && parts[parts.length - 1] == part;
    int size = parts.length - first + (again ? 0 : 1);
    long[] nextParts = Arrays.copyOfRange(parts, first, first + size);
    int[] nextCounts = Arrays.copyOfRange(counts, first * bins, (first + size) * bins);
    nextParts[size - 1] = part;
    nextCounts[(size - 1) * bins + reference.bin(value)]++;
    return new LiveDistribution(bins, nextParts, nextCounts);
  }

  /** Counts by bin over the window. */
  public long[] total() {
    long[] total = new long[bins];
    for (int i = 0; i < counts.length; i++) {
      total[i % bins] += counts[i];
    }
    return total;
  }
}
