package io.minhos.domain.risk;

/** How much of what it may risk a portfolio uses. */
public enum RiskLevel {
  /** Less than half of each limit. */
  LOW,
  /** Half of a limit or more. */
  MODERATE,
  /** Three quarters of a limit or more. */
  HIGH,
  /** 95 % of a limit or more. */
  EXTREME;

  /** The level of a limit that is used to that part; a use that is no number is the worst. */
  static RiskLevel of(double use) {
    if (use < 0.5) {
      return LOW;
    }
    if (use < 0.75) {
      return MODERATE;
    }
    return use < 0.95 ? HIGH : EXTREME;
  }
}
