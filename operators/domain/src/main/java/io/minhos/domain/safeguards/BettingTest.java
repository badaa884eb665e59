package io.minhos.domain.safeguards;

/**
 * Evidence that a model's accuracy fell below its healthy level a0, valid whenever it is looked at:
 *
 * <pre>
 * E   = mean over q of Π [1 + λ_q (a0 − x̄)],   q = 0.05, 0.1375, 0.225, 0.3125, 0.40
 * λ_q = (a0 − q)/(a0 (1 − a0))
 * </pre>
 *
 * x̄ is the part of one bar's calls that were right, over symbols, so that symbols which move
 * together count as one observation. For one symbol the factors are the likelihood ratios (1 −
 * q)/(1 − a0) of a wrong and q/a0 of a right call: λ_q is the bet that grows fastest if q is the
 * accuracy. Only every h-th scored bar counts, h being the horizon in bars, since the outcomes of
 * nearer ones overlap and errors come in runs.
 *
 * <p>All factors are positive: 0 &lt; q &lt; a0 &lt; 1 and x̄ ≤ 1, hence 1 + λ_q (a0 − x̄) ≥ 1 −
 * λ_q (1 − a0) = 1 − (a0 − q)/a0 = q/a0 &gt; 0.
 *
 * <p>While the accuracy is a0 or more, E reaches 100 within a week in at most 1 % of the weeks
 * ({@link CapitalProcess}). It starts afresh weekly, on Monday 00:00 UTC, lest a good year make up
 * for a bad day.
 *
 * <p>The same holds within the week: what a model got right before it broke makes E small. So only
 * a part 1 − r of the capital is bet from the first bar on, and each later bar that counts starts
 * new bets with r·Δt/week, Δt since the one before: with r = 0.1, E is 0.9 of the above at least,
 * and the time to find a change hangs little on what was before it. One call a bar at a0 = 0.55, to
 * an accuracy of 0.10 after 100 hours at 0.55: 22 bars in the median, not 48.
 *
 * @param healthy a0, in (0.40, 1)
 * @param horizonBars h, at least 1
 * @param period weeks since Monday, 5 January 1970, of the length that {@link AccuracyTestConfig}
 *     has for them
 * @param time of the last bar that counted, milliseconds since the epoch
 * @param bars bars seen in all
 * @param calls calls that counted in this period
 * @param capital E
 */
public record BettingTest(
    double healthy,
    int horizonBars,
    long period,
    long time,
    long bars,
    int calls,
    CapitalProcess capital) {

  /** The level of accuracy against which the test has the least of its bets. */
  static final double HIGHEST_BROKEN = 0.40;

  private static final double[] BROKEN = {0.05, 0.1375, 0.225, 0.3125, HIGHEST_BROKEN};
  private static final long FIRST_MONDAY = 4 * 86_400_000L;

  /** Before the first bar. */
  public static BettingTest initial(double healthy, int horizonBars) {
    if (!(healthy > HIGHEST_BROKEN && healthy < 1)) {
      throw new IllegalArgumentException("healthy must be in (0.4, 1): " + healthy);
    }
    if (horizonBars < 1) {
      throw new IllegalArgumentException("horizonBars must be >= 1: " + horizonBars);
    }
    return new BettingTest(
        healthy, horizonBars, Long.MIN_VALUE, 0, 0, 0, CapitalProcess.initial(BROKEN.length));
  }

  /**
   * After the scored calls of one bar.
   *
   * @param now event time at which they were scored; not before earlier ones
   * @param scored how many; a bar without any does not count
   * @param correct how many of them were right, a half one as ½
   */
  public BettingTest plus(long now, int scored, double correct, AccuracyTestConfig config) {
    if (scored == 0) {
      return this;
    }
    long week = Math.floorDiv(now - FIRST_MONDAY, config.restartMillis());
    BettingTest current = week == period ? this : restarted(week);
    return current.bars % horizonBars == 0
        ? current.counted(now, scored, correct, config)
        : current.after(current.time, 0, current.capital);
  }

  private BettingTest counted(long now, int scored, double correct, AccuracyTestConfig config) {
    double started =
        calls == 0
            ? 1 - config.reserve()
            : config.reserve() * (now - time) / config.restartMillis();
    return after(now, scored, capital.started(started).plus(bets(), healthy - correct / scored));
  }

  private BettingTest after(long counted, int scored, CapitalProcess next) {
    return new BettingTest(healthy, horizonBars, period, counted, bars + 1, calls + scored, next);
  }

  /** Without the evidence so far. */
  public BettingTest restarted() {
    return restarted(period);
  }

  private BettingTest restarted(long week) {
    return new BettingTest(
        healthy, horizonBars, week, time, bars, 0, CapitalProcess.initial(BROKEN.length));
  }

  /** Whether the accuracy fell below its healthy level. */
  public boolean failed(AccuracyTestConfig config) {
    return calls >= config.minCalls() && capital.value() >= config.threshold();
  }

  private double[] bets() {
    double[] bets = new double[BROKEN.length];
    for (int k = 0; k < bets.length; k++) {
      bets[k] = (healthy - BROKEN[k]) / (healthy * (1 - healthy));
    }
    return bets;
  }
}
