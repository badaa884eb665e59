package io.minhos.state;

/**
 * How much of a limit a portfolio uses.
 *
 * @param portfolio whose
 * @param time event time
 * @param name heat, grossExposure, drawdown or dailyLoss
 * @param used what is used
 * @param bound what may be used
 * @param use used / bound
 */
public record LimitUse(
    String portfolio, long time, String name, double used, double bound, double use) {}
