package io.minhos.domain.features;

import io.minhos.domain.market.Bar;

/**
 * All that the features of one symbol need to know of its past: constant in size, folded bar by
 * bar, {@code state = state.plus(bar)}. A state is never written to, its arrays included, so it can
 * be shared and stored.
 *
 * <p>Streams, batches and tests all compute features by this fold, and a bar sees nothing but what
 * came before it.
 *
 * @param bars number of bars so far
 * @param last the last bar, null only if there is none yet
 * @param previousCloseTime closeTime of the bar before it; its own openTime if it is the first
 * @param averages exponential averages of the close
 * @param strength averages of gains and losses
 * @param movement true range and directional movement
 * @param closes last 20 closes, oldest first, as are all windows
 * @param returns last 20 log returns from close to close; NaN at the very first bar
 * @param volumes last 40 volumes
 * @param prices last 20 average prices: the bar's VWAP, or (H + L + C)/3 where that is unknown
 * @param trades last 20 trade counts, NaN where unknown
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes double[] fast; states are not compared.
public record FeatureState(
    long bars,
    Bar last,
    long previousCloseTime,
    MovingAverages averages,
    RelativeStrength strength,
    DirectionalMovement movement,
    double[] closes,
    double[] returns,
    double[] volumes,
    double[] prices,
    double[] trades) {

  static final int VOLUMES = 2 * Indicators.WINDOW;

  private static final FeatureState EMPTY =
      new FeatureState(
          0,
          null,
          0,
          MovingAverages.first(0),
          RelativeStrength.FIRST,
          new DirectionalMovement(0, 0, 0, 0),
          Window.EMPTY,
          Window.EMPTY,
          Window.EMPTY,
          Window.EMPTY,
          Window.EMPTY);

  /** The state before the first bar. */
  public static FeatureState empty() {
    return EMPTY;
  }

  /**
   * The state after {@code bar}.
   *
   * @throws IllegalArgumentException if the bar is of another symbol or not later than the last
   */
  public FeatureState plus(Bar bar) {
    boolean first = bars == 0;
    if (!first && !bar.symbol().equals(last.symbol())) {
      throw new IllegalArgumentException("symbol must be " + last.symbol() + ": " + bar.symbol());
    }
    if (!first && bar.time() <= last.time()) {
      throw new IllegalArgumentException(
          "bar must be later than " + last.time() + ": " + bar.time());
    }
    return new FeatureState(
        bars + 1,
        bar,
        first ? bar.openTime() : last.closeTime(),
        first ? MovingAverages.first(bar.close()) : averages.plus(bar.close()),
        first ? strength : strength.plus(bar.close() - last.close()),
        first ? DirectionalMovement.first(bar) : movement.plus(last, bar),
        Window.push(closes, bar.close(), Indicators.WINDOW),
        Window.push(
            returns,
            first ? Double.NaN : Returns.log(last.close(), bar.close()),
            Indicators.WINDOW),
        Window.push(volumes, bar.volume(), VOLUMES),
        Window.push(prices, averagePrice(bar), Indicators.WINDOW),
        Window.push(trades, bar.trades() > 0 ? bar.trades() : Double.NaN, Indicators.WINDOW));
  }

  /** The indicators at the last bar; all NaN before the first. */
  public Indicators indicators() {
    return Indicators.of(this);
  }

  private static double averagePrice(Bar bar) {
    return Double.isNaN(bar.vwap()) ? (bar.high() + bar.low() + bar.close()) / 3 : bar.vwap();
  }
}
