package io.minhos.trading.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Settings for models whose answers are not judged: no breaker opens. */
final class Unjudged {

  private static final List<String> SETTINGS =
      List.of(
          "safeguards.answers.calls=1000000",
          "safeguards.answers.oneSidedCalls=1000000",
          "safeguards.accuracy.minCalls=1000000");

  private Unjudged() {}

  /** These and {@code more}. */
  static List<String> with(String... more) {
    List<String> settings = new ArrayList<>(SETTINGS);
    settings.addAll(Arrays.asList(more));
    return settings;
  }
}
