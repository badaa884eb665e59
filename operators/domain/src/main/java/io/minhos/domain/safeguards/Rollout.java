package io.minhos.domain.safeguards;

import java.util.Locale;
import java.util.Optional;

/**
 * How far a release is rolled out: a share that goes up and down by stages. Up once the lower end
 * of its accuracy and its mean paper return have been at or above their bounds for the hold time
 * without a break; down once its accuracy is below its bound, one stage at a time, with a pause
 * after each change. A ROLLOUT command bounds what it lets the release take.
 *
 * @param model model id
 * @param version release
 * @param share of its weight in fusion, in [0, 1]
 * @param since event time of the last change
 * @param metSince event time from which the figures meet the bounds, {@link Long#MAX_VALUE} where
 *     they do not
 */
public record Rollout(String model, int version, double share, long since, long metSince) {

  /** A release that begins at {@code time}. */
  public static Rollout initial(String model, int version, double share, long time) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be in [0, 1]: " + share);
    }
    return new Rollout(model, version, share, time, Long.MAX_VALUE);
  }

  /** The rollout after the change. */
  public Rollout after(RolloutTransition transition) {
    return initial(model, version, transition.to(), transition.time());
  }

  /** After the figures at {@code time}; unknown ones meet no bound. */
  public Rollout watched(long time, TrackedAccuracy figures, RolloutConfig config) {
    boolean met =
        figures.low() >= config.minAccuracyLow() && figures.meanPnl() >= config.minMeanPnl();
    return new Rollout(
        model, version, share, since, met ? Math.min(metSince, time) : Long.MAX_VALUE);
  }

  /** What the rules bring at {@code time}, when the figures have been watched. */
  public Optional<RolloutTransition> due(long time, TrackedAccuracy figures, RolloutConfig config) {
    if (!config.automatic()) {
      return Optional.empty();
    }
    if (figures.accuracy() < config.fallAccuracy() && time - since >= config.pauseMillis()) {
      return moved(time, config.below(share), RolloutReason.ACCURACY, figures);
    }
    return metSince <= time - config.holdMillis()
        ? moved(time, config.above(share), RolloutReason.EARNED, figures)
        : Optional.empty();
  }

  private Optional<RolloutTransition> moved(
      long time, double to, RolloutReason reason, TrackedAccuracy figures) {
    if (to == share) {
      return Optional.empty();
    }
    String detail =
        String.format(
            Locale.ROOT,
            "accuracy=%.4f accuracyLow=%.4f meanPnl=%.3g calls=%d",
            figures.accuracy(),
            figures.low(),
            figures.meanPnl(),
            figures.calls());
    return Optional.of(new RolloutTransition(model, version, time, share, to, reason, detail));
  }
}
