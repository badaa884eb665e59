package io.minhos.cli.data;

import io.minhos.cli.data.MarketConditions.Shock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Markets of a kind, to try strategies and models on. */
public enum MarketScenario {
  /** Little happens. */
  CALM(new MarketConditions(0.35, 0, 0, 0, 0.3, 0.2, 0, 0, 0.0001, 1, 0, 1, 0, Shock.NONE)),
  /** All symbols go one way for a day or so, then another. */
  TRENDING(
      new MarketConditions(0.6, 0.06, 1_500, 0, 0.5, 0.2, 0, 0, 0.0001, 1, 0, 1, 0, Shock.NONE)),
  /** Much movement that comes to nothing. */
  CHOPPY(new MarketConditions(1, 0, 0, 0.05, 0.3, 0.3, 0.002, 4, 0.0002, 1, 0, 1, 0, Shock.NONE)),
  /** Two fifths are lost in two hours, together, and do not come back. */
  CRASH(
      new MarketConditions(
          0.8, 0, 0, 0, 0.7, 0.2, 0.002, 5, 0.0003, 1, 0, 1, 0, new Shock(0.6, 120, -0.5, 0, 0))),
  /** A fifth is lost in ten bars, and comes back in thirty, nearly. */
  FLASH_CRASH(
      new MarketConditions(
          0.5, 0, 0, 0, 0.6, 0.2, 0, 0, 0.0002, 1, 0, 1, 0, new Shock(0.6, 10, -0.2, 0.9, 30))),
  /** Wide spreads, thin volume, bars without a trade, jumps. */
  ILLIQUID(
      new MarketConditions(0.8, 0, 0, 0, 0.1, 0.2, 0.005, 3, 0.004, 0.02, 0.1, 1, 0, Shock.NONE)),
  /** Six and a half hours of trade a day, and each begins where the last did not end. */
  GAP_AT_OPEN(
      new MarketConditions(0.6, 0, 0, 0, 0.4, 0.4, 0, 0, 0.0002, 1, 0, 6.5 / 24, 10, Shock.NONE));

  @SuppressWarnings("ImmutableEnumChecker") // A record of numbers.
  private final MarketConditions conditions;

  MarketScenario(MarketConditions conditions) {
    this.conditions = conditions;
  }

  public MarketConditions conditions() {
    return conditions;
  }

  /** As the command line has it, such as {@code flash-crash}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one with that id. */
  public static Optional<MarketScenario> byId(String id) {
    return Arrays.stream(values()).filter(scenario -> scenario.id().equals(id)).findFirst();
  }

  /** All ids, in order. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(MarketScenario::id).toList();
  }
}
