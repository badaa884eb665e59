package io.minhos.domain.market;

/**
 * What one bar says of its symbol's data.
 *
 * @param missing bars of the grid that are missing before it
 * @param received records that were read for it and since the bar before
 * @param refused those of them that were refused
 * @param spread its mean spread as a fraction of the price, NaN if unknown
 */
public record BarQuality(long missing, long received, long refused, double spread) {}
