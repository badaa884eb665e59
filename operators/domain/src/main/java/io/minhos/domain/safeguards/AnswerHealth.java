package io.minhos.domain.safeguards;

import io.minhos.domain.evaluation.GateRow;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Whether a model's answers are those of something that works, call by call in the order (time,
 * symbol), over all symbols.
 *
 * <ul>
 *   <li>CONSTANT and ONE_SIDED are runs: values within a tolerance of the run's first one, values
 *       of one sign (0 belongs to either side). Failed calls are passed over.
 *   <li>FAILED and SATURATED are sums that rise by 1 with each such call and fall by 1 with each
 *       other one, not below 0: CUSUM (Page 1954) against a part of ½, so one call in between does
 *       not hide a model that fails nearly always.
 * </ul>
 *
 * Each is found once it has the configured calls over at least the configured bars: with one symbol
 * as soon as the calls are there.
 *
 * <p>How often a healthy model is taken for a one-sided one: if each call is long with probability
 * p on its own, a run of n begins at a call with probability (1 − p)pⁿ + p(1 − p)ⁿ. For n = 30 that
 * is 0.6 % in a week of 840 calls if p = 0.7, and 8·10⁻⁷ if p = ½. Calls that follow a trend are
 * not on their own, nor those of symbols that move together: where the side of all changes with
 * probability f from bar to bar, a run of b bars begins with probability f(1 − f)ᵇ⁻¹. That f is the
 * market's and the model's, and the release knows it: of N bars out of sample the longest run is
 * about ln(N f)/f bars, and one of {@value #OWN_RUNS} times that many begins in M later bars with
 * probability M f/(N f)². So a run must be that long too, beside what is configured for releases
 * that were never long on one side: 0.3 % of weeks of 840 bars for f = 0.05 and N = 2,400. At
 * {@value #MOST} times what is configured it ends, so that whatever a manifest says, what is stuck
 * on one side is found. A run ends with any symbol's opposite answer: that of many symbols is short
 * for a release that is asked about few of them.
 *
 * @param failed calls without a number
 * @param saturated calls of full confidence
 * @param anchor value with which the run of constants began, NaN before the first
 * @param constant the same value
 * @param side −1, 0 before the first, or 1
 * @param oneSided the same side
 * @param ownRun bars of the longest such run out of sample, 0 if unknown
 */
public record AnswerHealth(
    AnswerRun failed,
    AnswerRun saturated,
    double anchor,
    AnswerRun constant,
    int side,
    AnswerRun oneSided,
    int ownRun) {

  private static final int OWN_RUNS = 2;

  private static final int MOST = 10;

  /**
   * Before the first call.
   *
   * @param ownRun {@link #longestOneSidedRun} of the release out of sample, 0 if unknown
   */
  public static AnswerHealth initial(int ownRun) {
    return new AnswerHealth(
        AnswerRun.NONE, AnswerRun.NONE, Double.NaN, AnswerRun.NONE, 0, AnswerRun.NONE, ownRun);
  }

  /**
   * The most bars in a row in which all answers were on one side, as {@link #plus} counts them.
   *
   * @param rows by (time, symbol)
   * @param answer of a row; what is no number is passed over
   */
  public static int longestOneSidedRun(List<GateRow> rows, ToDoubleFunction<GateRow> answer) {
    int side = 0;
    int longest = 0;
    AnswerRun run = AnswerRun.NONE;
    for (GateRow row : rows) {
      double value = answer.applyAsDouble(row);
      if (Double.isFinite(value)) {
        int next = sideOf(value, side);
        run = (next == side ? run : AnswerRun.NONE).longer(row.time());
        side = next;
        longest = Math.max(longest, run.bars());
      }
    }
    return longest;
  }

  private static int sideOf(double value, int before) {
    return value > 0 ? 1 : value < 0 ? -1 : before;
  }

  /** After a call. One that was not to be made (untrained, too little data, disabled) is none. */
  public AnswerHealth plus(long time, Prediction answer, DegeneracyConfig config) {
    boolean fails =
        answer.status() == Status.FAILED
            || !Double.isFinite(answer.value())
            || !Double.isFinite(answer.confidence());
    if (!fails && answer.status() != Status.OK) {
      return this;
    }
    AnswerRun nextFailed = counted(failed, time, fails, config);
    if (fails) {
      return new AnswerHealth(nextFailed, saturated, anchor, constant, side, oneSided, ownRun);
    }
    boolean sure = answer.confidence() >= config.saturatedConfidence();
    double value = answer.value();
    boolean same = Math.abs(value - anchor) <= config.tolerance();
    int nextSide = sideOf(value, side);
    return new AnswerHealth(
        nextFailed,
        counted(saturated, time, sure, config),
        same ? anchor : value,
        (same ? constant : AnswerRun.NONE).longer(time).capped(config.calls()),
        nextSide,
        (nextSide == side ? oneSided : AnswerRun.NONE).longer(time).capped(config.oneSidedCalls()),
        ownRun);
  }

  private static AnswerRun counted(
      AnswerRun run, long time, boolean more, DegeneracyConfig config) {
    return more ? run.longer(time).capped(config.calls()) : run.shorter();
  }

  /** What is wrong: the first that holds, in the order of {@link Degeneracy}. */
  public Optional<Degeneracy> degeneracy(DegeneracyConfig config) {
    if (failed.reaches(config.calls(), config.bars())) {
      return Optional.of(Degeneracy.FAILED);
    }
    if (constant.reaches(config.calls(), config.bars())) {
      return Optional.of(Degeneracy.CONSTANT);
    }
    long bars =
        Math.max(
            config.oneSidedBars(),
            Math.min((long) OWN_RUNS * ownRun, (long) MOST * config.oneSidedBars()));
    if (oneSided.reaches(config.oneSidedCalls(), bars)) {
      return Optional.of(Degeneracy.ONE_SIDED);
    }
    return saturated.reaches(config.calls(), config.bars())
        ? Optional.of(Degeneracy.SATURATED)
        : Optional.empty();
  }
}
