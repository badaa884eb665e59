package io.minhos.domain.orders;

/**
 * What the venue holds of one instrument.
 *
 * @param symbol instrument
 * @param quantity held, negative if sold short, 0 if nothing is
 * @param avgPx average price of it, in quote currency; of no meaning where nothing is held
 */
public record Position(String symbol, double quantity, double avgPx) {}
