package io.minhos.domain.market;

/** Folds the trades of one bar, in their order, into the bar. Not for reuse. */
public final class BarBuilder {

  private final String symbol;
  private final long openTime;
  private final long closeTime;
  private double open;
  private double high = Double.NEGATIVE_INFINITY;
  private double low = Double.POSITIVE_INFINITY;
  private double close;
  private double volume;
  private double buyVolume;
  private double sellVolume;
  private double notional;
  private double spreadSum;
  private long quoted;
  private long known;
  private long trades;

  public BarBuilder(String symbol, long openTime, long closeTime) {
    this.symbol = symbol;
    this.openTime = openTime;
    this.closeTime = closeTime;
  }

  public void add(Trade trade) {
    if (trades == 0) {
      open = trade.price();
    }
    high = Math.max(high, trade.price());
    low = Math.min(low, trade.price());
    close = trade.price();
    volume += trade.size();
    notional += trade.price() * trade.size();
    switch (trade.aggressor()) {
      case BUY -> {
        buyVolume += trade.size();
        known++;
      }
      case SELL -> {
        sellVolume += trade.size();
        known++;
      }
      case UNKNOWN -> {}
    }
    if (trade.quoted()) {
      spreadSum += trade.ask() - trade.bid();
      quoted++;
    }
    trades++;
  }

  public boolean isEmpty() {
    return trades == 0;
  }

  /** The bar. Where no trade told its aggressor or its quote, those components are NaN. */
  public Bar build() {
    if (isEmpty()) {
      throw new IllegalStateException("a bar without trades: " + symbol + " at " + openTime);
    }
    return new Bar(
        symbol,
        openTime,
        closeTime,
        open,
        high,
        low,
        close,
        volume,
        known > 0 ? buyVolume : Double.NaN,
        known > 0 ? sellVolume : Double.NaN,
        trades,
        notional / volume,
        quoted > 0 ? spreadSum / quoted : Double.NaN);
  }
}
