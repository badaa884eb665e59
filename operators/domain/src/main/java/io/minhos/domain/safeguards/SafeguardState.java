package io.minhos.domain.safeguards;

import java.util.Map;

/**
 * What the safeguards remember.
 *
 * @param time event time of the last step, {@link Long#MIN_VALUE} before the first
 * @param releases by {@code model/version}
 * @param trials of challengers, by {@code model/champion/challenger}
 */
public record SafeguardState(
    long time, Map<String, TrackedRelease> releases, Map<String, PairedTest> trials) {

  public static SafeguardState initial() {
    return new SafeguardState(Long.MIN_VALUE, Map.of(), Map.of());
  }
}
