package io.minhos.domain.safeguards;

import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import java.util.Optional;

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
 * probability f from bar to bar, a run of b bars begins with probability f(1 − f)ᵇ⁻¹, so a rate of
 * α in 840 bars takes oneSidedBars = ln(840 f/α)/f, which is 49 for f = 0.2 and α = 1 %.
 *
 * @param failed calls without a number
 * @param saturated calls of full confidence
 * @param anchor value with which the run of constants began, NaN before the first
 * @param constant the same value
 * @param side −1, 0 before the first, or 1
 * @param oneSided the same side
 */
public record AnswerHealth(
    AnswerRun failed,
    AnswerRun saturated,
    double anchor,
    AnswerRun constant,
    int side,
    AnswerRun oneSided) {

  /** Before the first call. */
  public static AnswerHealth initial() {
    return new AnswerHealth(
        AnswerRun.NONE, AnswerRun.NONE, Double.NaN, AnswerRun.NONE, 0, AnswerRun.NONE);
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
      return new AnswerHealth(nextFailed, saturated, anchor, constant, side, oneSided);
    }
    boolean sure = answer.confidence() >= config.saturatedConfidence();
    double value = answer.value();
    boolean same = Math.abs(value - anchor) <= config.tolerance();
    int nextSide = value > 0 ? 1 : value < 0 ? -1 : side;
    return new AnswerHealth(
        nextFailed,
        counted(saturated, time, sure, config),
        same ? anchor : value,
        (same ? constant : AnswerRun.NONE).longer(time).capped(config.calls()),
        nextSide,
        (nextSide == side ? oneSided : AnswerRun.NONE).longer(time).capped(config.oneSidedCalls()));
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
    if (oneSided.reaches(config.oneSidedCalls(), config.oneSidedBars())) {
      return Optional.of(Degeneracy.ONE_SIDED);
    }
    return saturated.reaches(config.calls(), config.bars())
        ? Optional.of(Degeneracy.SATURATED)
        : Optional.empty();
  }
}
