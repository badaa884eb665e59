package io.minhos.domain.safeguards;

import io.minhos.domain.evaluation.StudentT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was scored over a sliding window of event time, by hour, or by day. A call changes the
 * current hour alone, and the list once an hour; sums run over the hours in order, so the same
 * calls make the same figures.
 *
 * <p>Calls of one day depend on each other, over symbols and where horizons overlap. So the ends of
 * the accuracy's intervals take days for the units: p = Σc/Σm of c right of m calls a day, its
 * variance n/(n − 1)·Σ(c − pm)²/(Σm)² over n days, Student's t with n − 1 degrees of freedom
 * (Cochran 1977, Sampling Techniques, ch. 6).
 *
 * @param current the hour of the last call, without calls before the first
 * @param closed hours before it, ascending, those with calls
 */
public record AccuracyWindow(AccuracyBucket current, List<AccuracyBucket> closed) {

  private static final long HOUR = 3_600_000;

  /** Of the one-sided interval; half of it is on either side of the two-sided one. */
  private static final double TAIL = 0.05;

  /** Before the first call. */
  public static AccuracyWindow initial() {
    return new AccuracyWindow(AccuracyBucket.initial(Long.MIN_VALUE), List.of());
  }

  /** After a call, which was scored no earlier than those before. */
  public AccuracyWindow plus(ScoredAnswer answer, TrackingConfig config) {
    AccuracyWindow begun = begun(Math.floorDiv(answer.scoredAt(), HOUR), config);
    return new AccuracyWindow(begun.current.plus(answer), begun.closed);
  }

  /**
   * After an hour's calls, kept by day: 24 times fewer to remember, and what is told spans the day
   * that runs and the whole days before it.
   */
  public AccuracyWindow plusDay(AccuracyBucket hour, TrackingConfig config) {
    AccuracyWindow begun = begun(24 * day(hour), config);
    return new AccuracyWindow(begun.current.plus(hour), begun.closed);
  }

  private AccuracyWindow begun(long hour, TrackingConfig config) {
    return hour <= current.hour()
        ? this
        : new AccuracyWindow(AccuracyBucket.initial(hour), within(hour, config));
  }

  /** The hours of the window that ends with {@code hour}. */
  private List<AccuracyBucket> within(long hour, TrackingConfig config) {
    List<AccuracyBucket> all = new ArrayList<>();
    for (AccuracyBucket bucket : closed) {
      if (bucket.hour() > hour - config.windowHours()) {
        all.add(bucket);
      }
    }
    if (current.calls() > 0 && current.hour() > hour - config.windowHours()) {
      all.add(current);
    }
    return all;
  }

  /** The figures at {@code time}, which is not before the last call. */
  public TrackedAccuracy tracked(long time, TrackingConfig config) {
    List<AccuracyBucket> hours = within(Math.floorDiv(time, HOUR), config);
    int calls = 0;
    int halves = 0;
    int[] callsBy = new int[AccuracyBucket.BINS];
    int[] halvesBy = new int[AccuracyBucket.BINS];
    double squares = 0;
    double pnl = 0;
    for (AccuracyBucket bucket : hours) {
      calls += bucket.calls();
      halves += bucket.halves();
      squares += bucket.squares();
      pnl += bucket.pnl();
      for (int i = 0; i < callsBy.length; i++) {
        callsBy[i] += bucket.callsBy()[i];
        halvesBy[i] += bucket.halvesBy()[i];
      }
    }
    double accuracy = mean(halves / 2.0, calls, config);
    Days days = days(hours, accuracy, calls);
    return new TrackedAccuracy(
        calls,
        accuracy,
        Double.isNaN(accuracy) ? accuracy : days.known() ? days.end(accuracy, -1, TAIL) : 0,
        mean(squares, calls, config),
        mean(pnl, calls, config),
        Arrays.stream(callsBy).boxed().toList(),
        Arrays.stream(halvesBy).mapToObj(half -> half / 2.0).toList(),
        days.known() ? days.end(accuracy, -1, TAIL / 2) : 0,
        days.known() ? days.end(accuracy, 1, TAIL / 2) : 0);
  }

  private static double mean(double sum, int calls, TrackingConfig config) {
    return calls < config.minCalls() ? Double.NaN : sum / calls;
  }

  /**
   * @param count days with calls
   * @param error standard error of the accuracy
   */
  private record Days(int count, double error) {

    boolean known() {
      return count >= 2 && !Double.isNaN(error);
    }

    /** The end on that side of an interval that leaves {@code tail} beyond it. */
    double end(double accuracy, int side, double tail) {
      double end = accuracy + side * StudentT.critical(tail, count - 1) * error;
      return Math.min(1, Math.max(0, end));
    }
  }

  private static Days days(List<AccuracyBucket> hours, double accuracy, int calls) {
    int days = 0;
    double squares = 0;
    double residual = 0;
    for (int i = 0; i < hours.size(); i++) {
      AccuracyBucket bucket = hours.get(i);
      residual += bucket.halves() / 2.0 - accuracy * bucket.calls();
      if (i + 1 == hours.size() || day(hours.get(i + 1)) != day(bucket)) {
        days++;
        squares += residual * residual;
        residual = 0;
      }
    }
    double error = days < 2 ? Double.NaN : Math.sqrt(squares * days / (days - 1)) / calls;
    return new Days(days, error);
  }

  private static long day(AccuracyBucket bucket) {
    return Math.floorDiv(bucket.hour(), 24);
  }
}
