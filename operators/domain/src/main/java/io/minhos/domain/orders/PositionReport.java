package io.minhos.domain.orders;

import java.util.List;

/**
 * All that an external venue holds for a portfolio at one time (FIX 35=AP). What it does not name
 * is not held.
 *
 * @param portfolio whose
 * @param asOf event time: of all executions up to then, this one included, it shows what they did
 * @param positions one a symbol
 * @param cash in account currency, NaN if it is not said
 */
public record PositionReport(String portfolio, long asOf, List<Position> positions, double cash) {}
