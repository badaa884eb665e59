package io.minhos.domain.safeguards;

import io.minhos.domain.inference.InputDistribution;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.ReferenceDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How what a release is asked with is distributed of late, beside how it was in training: counts by
 * the bins of its {@link InputDistribution} over a sliding window of event time, which moves by a
 * part of its length. Counts of one part are feature after feature, bin after bin, and sums: the
 * order of rows does not matter. Of 29 features in 11 bins at most the whole holds 2,600 numbers.
 *
 * <p>Nothing is found before there is a whole window: within a day, or before a weekend, a sound
 * market does not look like its year either. Counting starts afresh where parts become longer or
 * shorter, for their numbers mean other times then. Answers to bins other than these are not
 * counted: a release whose version is in another store's has to be given one of its own.
 *
 * @param bins of each feature; none where the release says nothing
 * @param fractions of the training values by bin
 * @param trained how many training values of each feature there were
 * @param since number of the first part ever, since the epoch
 * @param part number of the part that is counted, {@link Long#MIN_VALUE} before the first row
 * @param current counts of that part
 * @param parts numbers of the parts before it, ascending, those with rows
 * @param closed counts of those, one part after the other
 * @param partMillis how long a part is; 0 before the first row, and of what was kept from before
 *     this was: as long as it is configured
 */
public record LiveInputs(
    int[] bins,
    double[] fractions,
    long[] trained,
    long since,
    long part,
    int[] current,
    long[] parts,
    int[] closed,
    long partMillis) {

  private static final LiveInputs NONE = of(InputDistribution.none());

  /** Of a release that does not say how its inputs were distributed. */
  static LiveInputs none() {
    return NONE;
  }

  /** Before the first row. */
  static LiveInputs of(InputDistribution reference) {
    List<ReferenceDistribution> features = reference.features();
    int[] bins = features.stream().mapToInt(ReferenceDistribution::bins).toArray();
    double[] fractions =
        features.stream().flatMapToDouble(f -> Arrays.stream(f.fractions())).toArray();
    long[] trained = features.stream().mapToLong(ReferenceDistribution::samples).toArray();
    return empty(bins, fractions, trained);
  }

  private static LiveInputs empty(int[] bins, double[] fractions, long[] trained) {
    return new LiveInputs(
        bins,
        fractions,
        trained,
        Long.MIN_VALUE,
        Long.MIN_VALUE,
        new int[fractions.length],
        new long[0],
        new int[0],
        0);
  }

  /** After the release's answers of one time, which is not before earlier ones. */
  LiveInputs plus(long time, List<Prediction> answers, DriftConfig config) {
    if (bins.length == 0 || answers.stream().noneMatch(this::fits)) {
      return this;
    }
    LiveInputs counted =
        (isInPartsOf(config) ? this : empty(bins, fractions, trained)).at(config.part(time));
    int[] next = counted.current.clone();
    for (Prediction answer : answers) {
      if (!fits(answer)) {
        continue;
      }
      int offset = 0;
      for (int i = 0; i < answer.inputs().length(); i++) {
        next[offset + Character.digit(answer.inputs().charAt(i), Character.MAX_RADIX)]++;
        offset += bins[i];
      }
    }
    return new LiveInputs(
        bins,
        fractions,
        trained,
        counted.since,
        counted.part,
        next,
        counted.parts,
        counted.closed,
        config.partMillis());
  }

  /** Whether it says for each feature in which of its bins it is. */
  private boolean fits(Prediction answer) {
    String inputs = answer.inputs();
    if (inputs.length() != bins.length) {
      return false;
    }
    for (int i = 0; i < bins.length; i++) {
      if (Character.digit(inputs.charAt(i), Character.MAX_RADIX) >= bins[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean isInPartsOf(DriftConfig config) {
    return partMillis == 0 || partMillis == config.partMillis();
  }

  /** The same with {@code now} for the part that is counted. */
  private LiveInputs at(long now) {
    if (now == part) {
      return this;
    }
    if (part == Long.MIN_VALUE) {
      return new LiveInputs(bins, fractions, trained, now, now, current, parts, closed, partMillis);
    }
    int first = firstOf(now);
    int kept = parts.length - first;
    boolean keeps = part > now - DriftConfig.PARTS;
    long[] nextParts = Arrays.copyOfRange(parts, first, first + kept + (keeps ? 1 : 0));
    int width = current.length;
    int[] nextClosed =
        Arrays.copyOfRange(closed, first * width, first * width + nextParts.length * width);
    if (keeps) {
      nextParts[kept] = part;
      System.arraycopy(current, 0, nextClosed, kept * width, width);
    }
    return new LiveInputs(
        bins, fractions, trained, since, now, new int[width], nextParts, nextClosed, partMillis);
  }

  /** Index of the first closed part that is in the window which ends with {@code now}. */
  private int firstOf(long now) {
    int first = 0;
    while (first < parts.length && parts[first] <= now - DriftConfig.PARTS) {
      first++;
    }
    return first;
  }

  /** Of each feature, over the window that ends at {@code time}; none before it is whole. */
  List<PopulationStability> stability(long time, DriftConfig config) {
    long now = config.part(time);
    if (part == Long.MIN_VALUE || !isInPartsOf(config) || now - since < DriftConfig.PARTS) {
      return List.of();
    }
    long[] total = new long[current.length];
    for (int i = firstOf(now) * total.length; i < closed.length; i++) {
      total[i % total.length] += closed[i];
    }
    if (part > now - DriftConfig.PARTS) {
      for (int i = 0; i < total.length; i++) {
        total[i] += current[i];
      }
    }
    List<PopulationStability> stability = new ArrayList<>(bins.length);
    int offset = 0;
    for (int i = 0; i < bins.length; i++) {
      int end = offset + bins[i];
      stability.add(
          PopulationStability.of(
              Arrays.copyOfRange(fractions, offset, end),
              trained[i],
              Arrays.copyOfRange(total, offset, end)));
      offset = end;
    }
    return stability;
  }
}
