package io.minhos.domain.risk;

/**
 * A portfolio at one time, marked at the last closes. {@code equity = cash + positionsValue =
 * startingCash + realisedPnl + unrealisedPnl − commission}.
 *
 * @param portfolio whose
 * @param time event time
 * @param cash cash; short sales add to it
 * @param positionsValue Σ quantity · lastPrice
 * @param equity cash + positionsValue
 * @param realisedPnl of all that was closed, before commission
 * @param unrealisedPnl Σ quantity · (lastPrice − avgPrice)
 * @param commission paid so far
 * @param grossExposure Σ |quantity · lastPrice|, in currency
 * @param drawdown 1 − equity / peak equity
 * @param maxDrawdown deepest drawdown so far
 * @param openPositions how many symbols are held
 * @param heat annualised volatility of all positions over equity, entries that work included
 * @param level how much of its limits it uses
 * @param tradingState what it may do
 */
public record PortfolioSnapshot(
    String portfolio,
    long time,
    double cash,
    double positionsValue,
    double equity,
    double realisedPnl,
    double unrealisedPnl,
    double commission,
    double grossExposure,
    double drawdown,
    double maxDrawdown,
    int openPositions,
    double heat,
    RiskLevel level,
    TradingState tradingState) {}
