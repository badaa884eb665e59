package io.minhos.domain.signals;

import io.minhos.domain.control.Command;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.WinModel;
import io.minhos.domain.market.Bar;
import java.util.List;

/**
 * The fused opinion on one symbol at one bar, with all that a portfolio needs to act on it. Every
 * bar makes one, a neutral one included.
 *
 * @param symbol instrument
 * @param time the bar's event time, milliseconds since the epoch
 * @param direction sign of {@code strength} outside the neutral band
 * @param strength in [−1, 1]
 * @param confidence in [0, 1], as limits take it
 * @param components each component's part, in fixed order: technical, lstm, ensemble
 * @param bar the bar that it was made from
 * @param atr average true range in price units, NaN before warm-up
 * @param volatility standard deviation of log returns per bar, NaN before warm-up
 * @param trendStrength ADX / 100
 * @param fired names of the technical indicators and patterns that spoke
 * @param volumeRatio volume over its mean of 20 bars, 1 where it is unknown
 * @param regime what kind of market it is
 * @param win how likely a trade on it is to win
 * @param allocation the models' part in it, in [0, 1], the rest being technical analysis alone; 0
 *     of a signal that was kept from before there was a rollout, which decides nothing
 * @param commands that are in force at it, of all portfolios, sorted by {@link Command#ORDER}; null
 *     of a signal from before there were any: none
 * @param shadows answers of releases that challenge or stand by; null of an earlier signal: none
 * @param calibrated confidence as the win-probability release's calibration has it, max(0, 2p − 1)
 *     of the chance p that the sign of strength is that of what follows; null, before it was asked
 *     and of an earlier signal, makes it {@code confidence}
 * @param technicalCalibrated the same of technical analysis by itself, which counts with its raw
 *     one; null likewise makes it that
 */
public record Signal(
    String symbol,
    long time,
    Direction direction,
    double strength,
    double confidence,
    List<SignalComponent> components,
    Bar bar,
    double atr,
    double volatility,
    double trendStrength,
    List<String> fired,
    double volumeRatio,
    Regime regime,
    WinEstimate win,
    double allocation,
    List<Command> commands,
    List<SignalComponent> shadows,
    Double calibrated,
    Double technicalCalibrated) {

  public Signal {
    calibrated = calibrated == null ? (Double) confidence : calibrated;
    commands = commands == null ? List.of() : commands;
    shadows = shadows == null ? List.of() : shadows;
    technicalCalibrated =
        technicalCalibrated == null ? (Double) technical(components) : technicalCalibrated;
  }

  /** A signal that is all models' and under no command. */
  public Signal(
      String symbol,
      long time,
      Direction direction,
      double strength,
      double confidence,
      List<SignalComponent> components,
      Bar bar,
      double atr,
      double volatility,
      double trendStrength,
      List<String> fired,
      double volumeRatio,
      Regime regime,
      WinEstimate win) {
    this(
        symbol,
        time,
        direction,
        strength,
        confidence,
        components,
        bar,
        atr,
        volatility,
        trendStrength,
        fired,
        volumeRatio,
        regime,
        win,
        1,
        List.of(),
        List.of(),
        null,
        null);
  }

  /** True where no model had a part in it. */
  public boolean isTechnicalAlone() {
    return components.stream()
        .allMatch(c -> c.name().equals(SignalFusion.TECHNICAL) || c.weight() == 0);
  }

  /** The signal once the win-probability model was asked. */
  public Signal estimated(WinEstimate estimate) {
    return with(direction, estimate, calibrated, technicalCalibrated);
  }

  /** The signal if it pointed that way. */
  public Signal pointing(Direction way) {
    return with(way, win, calibrated, technicalCalibrated);
  }

  /** The signal with its confidence, and that of technical analysis, as the model has them. */
  public Signal calibratedBy(WinModel model) {
    return with(
        direction,
        win,
        model.confidence(confidence),
        model.technicalConfidence(technical(components)));
  }

  private static double technical(List<SignalComponent> components) {
    for (SignalComponent component : components) {
      if (component.name().equals(SignalFusion.TECHNICAL)) {
        return component.confidence();
      }
    }
    return 0;
  }

  private Signal with(
      Direction way, WinEstimate estimate, double confidenceThen, double technicalThen) {
    return new Signal(
        symbol,
        time,
        way,
        strength,
        confidence,
        components,
        bar,
        atr,
        volatility,
        trendStrength,
        fired,
        volumeRatio,
        regime,
        estimate,
        allocation,
        commands,
        shadows,
        confidenceThen,
        technicalThen);
  }
}
