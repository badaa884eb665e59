package io.minhos.domain.safeguards;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A model's health after something, with what that did to its breaker.
 *
 * @param health after it
 * @param transitions in order
 */
public record HealthStep(ModelHealth health, List<BreakerTransition> transitions) {

  /** This step and the one that follows from it. */
  HealthStep then(Function<ModelHealth, HealthStep> next) {
    HealthStep following = next.apply(health);
    if (transitions.isEmpty()) {
      return following;
    }
    List<BreakerTransition> all = new ArrayList<>(transitions);
    all.addAll(following.transitions);
    return new HealthStep(following.health, all);
  }
}
