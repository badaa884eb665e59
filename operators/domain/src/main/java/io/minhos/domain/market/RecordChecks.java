package io.minhos.domain.market;

import java.util.Optional;

/** The checks that need nothing but the record: is it a possible trade, a possible bar? */
public final class RecordChecks {

  private final Instruments instruments;

  public RecordChecks(Instruments instruments) {
    this.instruments = instruments;
  }

  /** The first check that {@code record} fails, if any. A marker passes. */
  public Optional<Rejection> check(MarketRecord record) {
    if (record.isMarker()) {
      return Optional.empty();
    }
    if (!instruments.admits(record.symbol())) {
      return Optional.of(record.reject(RejectCode.UNKNOWN_SYMBOL, "symbol=" + record.symbol()));
    }
    Instrument instrument = instruments.of(record.symbol());
    return Optional.ofNullable(
        record.trade() != null
            ? checkTrade(record, record.trade(), instrument)
            : checkBar(record, record.bar(), instrument));
  }

  private static Rejection checkTrade(MarketRecord record, Trade trade, Instrument instrument) {
    if (!Double.isFinite(trade.price()) || !Double.isFinite(trade.size())) {
      return record.reject(
          RejectCode.NOT_FINITE, "price=" + trade.price() + " size=" + trade.size());
    }
    if (anyInfinite(trade.bid(), trade.bidSize(), trade.ask(), trade.askSize())) {
      return record.reject(
          RejectCode.NOT_FINITE,
          "bid=%s bidSize=%s ask=%s askSize=%s"
              .formatted(trade.bid(), trade.bidSize(), trade.ask(), trade.askSize()));
    }
    if (trade.price() <= 0 && !instrument.nonPositivePrices()) {
      return record.reject(RejectCode.NON_POSITIVE_PRICE, "price=" + trade.price());
    }
    if (trade.size() <= 0) {
      return record.reject(RejectCode.NON_POSITIVE_SIZE, "size=" + trade.size());
    }
    if (trade.quoted() && trade.bid() > trade.ask()) {
      return record.reject(RejectCode.CROSSED_QUOTE, "bid=" + trade.bid() + " ask=" + trade.ask());
    }
    return null;
  }

  private static Rejection checkBar(MarketRecord record, Bar bar, Instrument instrument) {
    for (double x : new double[] {bar.open(), bar.high(), bar.low(), bar.close(), bar.volume()}) {
      if (!Double.isFinite(x)) {
        return record.reject(RejectCode.NOT_FINITE, "value=" + x);
      }
    }
    if (anyInfinite(bar.buyVolume(), bar.sellVolume(), bar.vwap(), bar.meanSpread())) {
      return record.reject(
          RejectCode.NOT_FINITE,
          "buyVolume=%s sellVolume=%s vwap=%s meanSpread=%s"
              .formatted(bar.buyVolume(), bar.sellVolume(), bar.vwap(), bar.meanSpread()));
    }
    if (bar.high() < Math.max(bar.open(), bar.close())
        || bar.low() > Math.min(bar.open(), bar.close())) {
      return record.reject(
          RejectCode.INCONSISTENT_OHLC,
          "open=%s high=%s low=%s close=%s"
              .formatted(bar.open(), bar.high(), bar.low(), bar.close()));
    }
    if (bar.low() <= 0 && !instrument.nonPositivePrices()) {
      return record.reject(RejectCode.NON_POSITIVE_PRICE, "low=" + bar.low());
    }
    // NaN, an unknown, is not below 0.
    if (bar.volume() < 0 || bar.buyVolume() < 0 || bar.sellVolume() < 0 || bar.trades() < 0) {
      return record.reject(
          RejectCode.NON_POSITIVE_SIZE,
          "volume=%s buyVolume=%s sellVolume=%s trades=%s"
              .formatted(bar.volume(), bar.buyVolume(), bar.sellVolume(), bar.trades()));
    }
    if (bar.closeTime() <= bar.openTime()) {
      return record.reject(
          RejectCode.UNPARSABLE,
          "openTime=%d closeTime=%d".formatted(bar.openTime(), bar.closeTime()));
    }
    return null;
  }

  /** For components that are NaN where they are unknown. */
  private static boolean anyInfinite(double... values) {
    for (double value : values) {
      if (Double.isInfinite(value)) {
        return true;
      }
    }
    return false;
  }
}
