package io.minhos.domain.features;

import io.minhos.domain.market.Bar;

/**
 * Wilder's true range and directional movement (Wilder 1978), n = 14.
 *
 * <p>TR = max(H − L, |H − C₁|, |L − C₁|); up = H − H₁, down = L₁ − L; +DM = up if up &gt; down and
 * up &gt; 0, else 0; −DM is its mirror; DX = 100 · |+DI − −DI| / (+DI + −DI); all smoothed by
 * {@link Wilder}. The first bar has TR = H − L and no movement.
 *
 * @param atr Wilder average of TR, in price units
 * @param plusDm Wilder average of +DM, in price units
 * @param minusDm Wilder average of −DM, in price units
 * @param adx Wilder average of DX, in [0, 100]
 */
public record DirectionalMovement(double atr, double plusDm, double minusDm, double adx) {

  static DirectionalMovement first(Bar bar) {
    return new DirectionalMovement(bar.high() - bar.low(), 0, 0, 0);
  }

  DirectionalMovement plus(Bar previous, Bar bar) {
    double trueRange =
        Math.max(
            bar.high() - bar.low(),
            Math.max(
                Math.abs(bar.high() - previous.close()), Math.abs(previous.close() - bar.low())));
    double up = bar.high() - previous.high();
    double down = previous.low() - bar.low();
    DirectionalMovement moved =
        new DirectionalMovement(
            Wilder.average(atr, trueRange),
            Wilder.average(plusDm, up > down && up > 0 ? up : 0),
            Wilder.average(minusDm, down > up && down > 0 ? down : 0),
            adx);
    return new DirectionalMovement(
        moved.atr, moved.plusDm, moved.minusDm, Wilder.average(adx, moved.dx()));
  }

  /** +DI = 100 · +DM / ATR, in [0, 100]; 0 without range. */
  public double plusDi() {
    return atr == 0 ? 0 : plusDm / atr * 100;
  }

  /** −DI = 100 · −DM / ATR, in [0, 100]; 0 without range. */
  public double minusDi() {
    return atr == 0 ? 0 : minusDm / atr * 100;
  }

  private double dx() {
    double sum = plusDi() + minusDi();
    return sum == 0 ? 0 : Math.abs(plusDi() - minusDi()) / sum * 100;
  }
}
