package io.minhos.domain.safeguards;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A model's circuit breaker. What is due is told as a transition; the breaker after it is a fold
 * over transitions alone, for all who hear of them.
 *
 * <pre>
 * CLOSED, HALF_OPEN → OPEN       tripped: ACCURACY, DEGENERATE, DRIFT
 * OPEN              → HALF_OPEN  COOLED_DOWN, after the cool-down; never if opened by COMMAND
 * HALF_OPEN         → CLOSED     RECOVERED: enough calls, at or above the bar
 * HALF_OPEN         → OPEN       ACCURACY: enough calls, below the bar
 * any               → OPEN       COMMAND (disable), until enabled or the command's end
 * OPEN, HALF_OPEN   → CLOSED     COMMAND (enable)
 * </pre>
 *
 * The cool-down doubles with each opening from HALF_OPEN, up to a bound, and begins anew once the
 * breaker was closed.
 *
 * @param model model id
 * @param version release
 * @param state whether it is traded
 * @param reason why it is in that state; COMMAND before the first transition
 * @param detail of the reason
 * @param since event time from which it is in that state
 * @param coolDownMillis as in {@link BreakerTransition}
 * @param calls scored on probation
 * @param halves how right those were, 2 for each right one
 */
public record Breaker(
    String model,
    int version,
    BreakerState state,
    BreakerReason reason,
    String detail,
    long since,
    long coolDownMillis,
    int calls,
    int halves) {

  /** A model that is traded from {@code time} on. */
  public static Breaker closed(String model, int version, long time) {
    return new Breaker(
        model, version, BreakerState.CLOSED, BreakerReason.COMMAND, "", time, 0, 0, 0);
  }

  /** Whether the model's answers are traded. */
  public boolean trades() {
    return state == BreakerState.CLOSED;
  }

  /** True if it is in the state of {@code other}, for the same reason. */
  boolean isFor(Breaker other) {
    return state == other.state && reason == other.reason;
  }

  /** The breaker after the transition. */
  public Breaker after(BreakerTransition transition) {
    return new Breaker(
        model,
        version,
        transition.to(),
        transition.reason(),
        transition.detail(),
        transition.time(),
        transition.coolDownMillis(),
        0,
        0);
  }

  /** After scores; on probation those of calls count which were made since it began. */
  public Breaker scored(List<ScoredAnswer> answers) {
    if (state != BreakerState.HALF_OPEN) {
      return this;
    }
    int nextCalls = calls;
    int nextHalves = halves;
    for (ScoredAnswer answer : answers) {
      if (answer.answeredAt() >= since) {
        nextCalls++;
        nextHalves += answer.halves();
      }
    }
    return new Breaker(
        model, version, state, reason, detail, since, coolDownMillis, nextCalls, nextHalves);
  }

  /** What follows from a finding against the model. */
  public Optional<BreakerTransition> tripped(
      long time, BreakerReason finding, String figures, BreakerConfig config) {
    if (state == BreakerState.OPEN) {
      return Optional.empty();
    }
    long coolDown =
        coolDownMillis == 0
            ? config.coolDownMillis()
            : Math.min(2 * coolDownMillis, config.maxCoolDownMillis());
    return Optional.of(to(time, BreakerState.OPEN, finding, figures, coolDown));
  }

  /** What time alone brings. */
  public Optional<BreakerTransition> cooled(long time) {
    return state == BreakerState.OPEN
            && reason != BreakerReason.COMMAND
            && time - since >= coolDownMillis
        ? Optional.of(
            to(
                time,
                BreakerState.HALF_OPEN,
                BreakerReason.COOLED_DOWN,
                "openedBy=" + reason,
                coolDownMillis))
        : Optional.empty();
  }

  /** What the probation has come to. */
  public Optional<BreakerTransition> judged(long time, BreakerConfig config) {
    if (state != BreakerState.HALF_OPEN || calls < config.probationCalls()) {
      return Optional.empty();
    }
    double accuracy = halves / 2.0 / calls;
    String figures =
        String.format(
            Locale.ROOT,
            "accuracy=%.4f minimum=%s calls=%d",
            accuracy,
            config.probationAccuracy(),
            calls);
    return accuracy >= config.probationAccuracy()
        ? Optional.of(to(time, BreakerState.CLOSED, BreakerReason.RECOVERED, figures, 0))
        : tripped(time, BreakerReason.ACCURACY, figures, config);
  }

  /**
   * A person takes the model out; nothing to do where a person did before. While a DISABLE is in
   * force this is shown in place of the breaker, which goes on behind it: so the end of the command
   * brings back what the rules have found, and not more.
   */
  public Optional<BreakerTransition> disabled(long time, String why) {
    return state == BreakerState.OPEN && reason == BreakerReason.COMMAND
        ? Optional.empty()
        : Optional.of(to(time, BreakerState.OPEN, BreakerReason.COMMAND, why, 0));
  }

  /** A person has the model traded, whatever took it out. */
  public Optional<BreakerTransition> enabled(long time, String why) {
    return trades()
        ? Optional.empty()
        : Optional.of(to(time, BreakerState.CLOSED, BreakerReason.COMMAND, why, 0));
  }

  private BreakerTransition to(
      long time, BreakerState next, BreakerReason why, String figures, long coolDown) {
    return new BreakerTransition(model, version, time, state, next, why, figures, coolDown);
  }
}
