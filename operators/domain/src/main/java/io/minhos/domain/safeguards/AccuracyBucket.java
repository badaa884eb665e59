package io.minhos.domain.safeguards;

/**
 * What was scored in one hour. By calibrated confidence it is counted in {@value #BINS} bins of
 * equal width over [0, 1], the last with its upper end.
 *
 * @param hour hours since the epoch; of one that stands for a day the day's first
 * @param calls how many
 * @param halves how right they were, 2 for each right one ({@link ScoredAnswer#halves})
 * @param callsBy by confidence
 * @param halvesBy by confidence
 * @param squares Σ (p − correct)², p = ½ + calibrated confidence/2
 * @param pnl Σ of the paper returns
 */
public record AccuracyBucket(
    long hour, int calls, int halves, int[] callsBy, int[] halvesBy, double squares, double pnl) {

  static final int BINS = 10;

  static AccuracyBucket initial(long hour) {
    return new AccuracyBucket(hour, 0, 0, new int[BINS], new int[BINS], 0, 0);
  }

  AccuracyBucket plus(ScoredAnswer answer) {
    // A confidence that is no number is none.
    double confidence = answer.confidence() > 0 ? Math.min(1, answer.confidence()) : 0;
    int bin = Math.min(BINS - 1, (int) (confidence * BINS));
    int[] nextCalls = callsBy.clone();
    int[] nextHalves = halvesBy.clone();
    nextCalls[bin]++;
    nextHalves[bin] += answer.halves();
    double error = 0.5 + confidence / 2 - answer.correct();
    return new AccuracyBucket(
        hour,
        calls + 1,
        halves + answer.halves(),
        nextCalls,
        nextHalves,
        squares + error * error,
        pnl + answer.paperReturn());
  }

  /** This one and what was scored later, as one that begins with this. */
  AccuracyBucket plus(AccuracyBucket later) {
    int[] nextCalls = callsBy.clone();
    int[] nextHalves = halvesBy.clone();
    for (int i = 0; i < BINS; i++) {
      nextCalls[i] += later.callsBy[i];
      nextHalves[i] += later.halvesBy[i];
    }
    return new AccuracyBucket(
        hour,
        calls + later.calls,
        halves + later.halves,
        nextCalls,
        nextHalves,
        squares + later.squares,
        pnl + later.pnl);
  }
}
