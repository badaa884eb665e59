package io.minhos.domain.market;

import java.io.Serializable;
import java.util.Map;

/**
 * The instruments that are known, and what happens to the others.
 *
 * @param known terms by symbol
 * @param fallback terms of a symbol that is not listed
 * @param rejectUnknown whether symbols that are not listed are refused
 */
public record Instruments(Map<String, Instrument> known, Instrument fallback, boolean rejectUnknown)
    implements Serializable {

  /** The terms of {@code symbol}; the fallback's where it is not listed. */
  public Instrument of(String symbol) {
    return known.getOrDefault(symbol, fallback);
  }

  /** True if {@code symbol} may trade. */
  public boolean admits(String symbol) {
    return !rejectUnknown || known.containsKey(symbol);
  }
}
