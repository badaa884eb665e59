package io.minhos.trading.report;

/**
 * Where equity went, over all portfolios, in account currency: end = start + realised + unrealised
 * − commission.
 *
 * @param realised of all that was closed, before commission
 * @param unrealised of what is held at the end, at the last closes
 * @param commission paid
 * @param openPositions held at the end
 */
public record Profit(double realised, double unrealised, double commission, int openPositions) {}
