package io.minhos.domain.risk;

import io.minhos.domain.control.Command;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.WinEstimate;
import java.util.List;

/** Signals of one-minute bars; bar n ends at minute n + 1. */
final class Signals {

  static final long MINUTE = 60_000;

  /** Of all, a bar. */
  static final double VOLATILITY = 0.01;

  private Signals() {}

  /** Event time of bar {@code n}. */
  static long time(int n) {
    return (n + 1) * MINUTE - 1;
  }

  static Signal signal(
      String symbol,
      int n,
      double open,
      double high,
      double low,
      double close,
      double strength,
      double confidence,
      double atr) {
    Direction direction =
        strength == 0 ? Direction.NEUTRAL : strength > 0 ? Direction.LONG : Direction.SHORT;
    return new Signal(
        symbol,
        time(n),
        direction,
        strength,
        confidence,
        List.of(
            new SignalComponent(
                "technical", 0, Status.OK, 1, direction, strength, confidence, 1, List.of())),
        Bar.of(symbol, n * MINUTE, (n + 1) * MINUTE, open, high, low, close, 1),
        atr,
        VOLATILITY,
        0.2,
        List.of("rsi"),
        1,
        Regime.RANGE,
        WinEstimate.none(0, Status.UNTRAINED));
  }

  /** A bar that opens, closes and stays at {@code price}, ATR 2. */
  static Signal at(String symbol, int n, double price, double strength, double confidence) {
    return signal(symbol, n, price, price, price, price, strength, confidence, 2);
  }

  /** The same with commands in force. */
  static Signal under(Signal s, Command... commands) {
    return new Signal(
        s.symbol(),
        s.time(),
        s.direction(),
        s.strength(),
        s.confidence(),
        s.components(),
        s.bar(),
        s.atr(),
        s.volatility(),
        s.trendStrength(),
        s.fired(),
        s.volumeRatio(),
        s.regime(),
        s.win(),
        s.allocation(),
        List.of(commands),
        s.shadows(),
        s.calibrated(),
        s.technicalCalibrated());
  }
}
