package io.minhos.domain.market;

import java.io.Serializable;

/**
 * Terms on which an instrument trades.
 *
 * @param tickSize smallest price step, &gt; 0
 * @param lotSize smallest quantity step, &gt; 0
 * @param nonPositivePrices whether prices of zero and below are real for it (spreads, some futures)
 */
public record Instrument(double tickSize, double lotSize, boolean nonPositivePrices)
    implements Serializable {

  public Instrument {
    if (!(tickSize > 0) || Double.isInfinite(tickSize)) {
      throw new IllegalArgumentException("tickSize must be > 0: " + tickSize);
    }
    if (!(lotSize > 0) || Double.isInfinite(lotSize)) {
      throw new IllegalArgumentException("lotSize must be > 0: " + lotSize);
    }
  }
}
