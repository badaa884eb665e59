package io.minhos.domain.evaluation;

/**
 * What became of a bar.
 *
 * @param symbol instrument
 * @param time event time of the bar t that is labelled, milliseconds since the epoch
 * @param endTime event time of the bar t + h: from here on the label is known
 * @param realised log return from the close of t to that of t + h
 * @param value clip(realised/(k·σₜ), −1, 1)
 */
public record ReturnLabel(String symbol, long time, long endTime, double realised, double value) {}
