package io.minhos.domain.safeguards;

import java.io.Serializable;

/**
 * When models are taken out, brought back, promoted and rolled out.
 *
 * @param standby whether the release before the one in force answers too, to stand in for it
 * @param accuracy when too few calls are right
 * @param answers when answers are those of something broken
 * @param drift when what models are asked with has moved away from training
 * @param tracking over what time accuracy is told
 * @param breaker how long a model is out, and what brings it back
 * @param promotion when a challenger takes the champion's place
 * @param rollout by what stages a release comes in
 */
public record SafeguardConfig(
    boolean standby,
    AccuracyTestConfig accuracy,
    DegeneracyConfig answers,
    DriftConfig drift,
    TrackingConfig tracking,
    BreakerConfig breaker,
    PromotionConfig promotion,
    RolloutConfig rollout)
    implements Serializable {

  static final long DAY_MILLIS = 86_400_000;

  public static SafeguardConfig defaults() {
    return new SafeguardConfig(
        true,
        AccuracyTestConfig.defaults(),
        DegeneracyConfig.defaults(),
        DriftConfig.defaults(),
        TrackingConfig.defaults(),
        BreakerConfig.defaults(),
        PromotionConfig.defaults(),
        RolloutConfig.defaults());
  }

  static void check(String key, boolean valid, String bound, Object value) {
    if (!valid) {
      throw new IllegalArgumentException("safeguards." + key + " must be " + bound + ": " + value);
    }
  }

  static void checkDays(String key, double days) {
    check(key, days > 0 && days <= 36_500, "in (0, 36500]", days);
  }
}
