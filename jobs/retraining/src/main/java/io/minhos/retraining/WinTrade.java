package io.minhos.retraining;

/**
 * A trade that the win-probability model learns from.
 *
 * @param time event time of its signal
 * @param symbol instrument
 * @param features of the signal
 * @param endTime event time from which its outcome is known
 * @param win whether it earned more than it cost
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record WinTrade(long time, String symbol, double[] features, long endTime, boolean win) {}
