package io.minhos.domain.safeguards;

import io.minhos.domain.control.Command;

/**
 * One release as it is tracked.
 *
 * @param health whether it may be traded, and how well it does
 * @param rollout how far it is rolled out
 * @param hitRate accuracy of late, drawn towards ½ while calls are few
 * @param promotedOver version of the champion that it has proved to be better than, 0 if none
 * @param poor whether its accuracy of late is below the threshold of alerts
 * @param answeredAt event time of its last answer
 * @param told what fusion was told of it last
 * @param heldBy the DISABLE of all symbols that is in force, the last of several; null if none is
 */
public record TrackedRelease(
    ModelHealth health,
    Rollout rollout,
    double hitRate,
    int promotedOver,
    boolean poor,
    long answeredAt,
    Standing told,
    Command heldBy) {

  TrackedRelease with(ModelHealth next) {
    return new TrackedRelease(next, rollout, hitRate, promotedOver, poor, answeredAt, told, heldBy);
  }

  TrackedRelease with(Rollout next) {
    return new TrackedRelease(health, next, hitRate, promotedOver, poor, answeredAt, told, heldBy);
  }

  TrackedRelease reviewed(double rate, boolean isPoor) {
    return new TrackedRelease(
        health, rollout, rate, promotedOver, isPoor, answeredAt, told, heldBy);
  }

  TrackedRelease answered(long time) {
    return new TrackedRelease(health, rollout, hitRate, promotedOver, poor, time, told, heldBy);
  }

  TrackedRelease promoted(int champion) {
    return new TrackedRelease(health, rollout, hitRate, champion, poor, answeredAt, told, heldBy);
  }

  TrackedRelease telling(Standing standing) {
    return new TrackedRelease(
        health, rollout, hitRate, promotedOver, poor, answeredAt, standing, heldBy);
  }

  TrackedRelease held(ModelHealth next, Command by) {
    return new TrackedRelease(next, rollout, hitRate, promotedOver, poor, answeredAt, told, by);
  }

  /** The breaker as people see it: open while a person holds the release out. */
  public Breaker shown() {
    Breaker breaker = health.breaker();
    return heldBy == null
        ? breaker
        : breaker
            .disabled(heldBy.from(), Safeguards.said(heldBy))
            .map(breaker::after)
            .orElse(breaker);
  }

  /** How it stands for bars behind {@code time}. */
  Standing standing(long time) {
    return new Standing(
        told.model(),
        told.version(),
        time + 1,
        told.isTechnical() || health.breaker().trades(),
        rollout.share(),
        promotedOver,
        hitRate);
  }
}
