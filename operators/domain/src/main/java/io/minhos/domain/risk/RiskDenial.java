package io.minhos.domain.risk;

/**
 * A denied entry.
 *
 * @param code why
 * @param detail the value and the bound, as {@code key=value}
 */
public record RiskDenial(DenialCode code, String detail) {

  static RiskDenial limit(DenialCode code, double limit, double got) {
    return new RiskDenial(code, "limit=" + limit + " got=" + got);
  }

  /** {@code CODE: key=value}, as it is written. */
  public String reason() {
    return code + ": " + detail;
  }
}
