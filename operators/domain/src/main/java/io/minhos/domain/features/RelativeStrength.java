package io.minhos.domain.features;

/**
 * Wilder's averages of gains and losses from close to close (Wilder 1978, New Concepts in Technical
 * Trading Systems), n = 14.
 *
 * @param gain Wilder average of max(0, change), in price units
 * @param loss Wilder average of max(0, −change), in price units
 */
public record RelativeStrength(double gain, double loss) {

  static final RelativeStrength FIRST = new RelativeStrength(0, 0);

  RelativeStrength plus(double change) {
    return new RelativeStrength(
        Wilder.average(gain, Math.max(0, change)), Wilder.average(loss, Math.max(0, -change)));
  }

  /**
   * RSI = 100 − 100/(1 + gain/loss), in [0, 100]: 100 without losses, and 50 if the price never
   * moved at all (ta4j answers 0 there, which would read as oversold).
   */
  public double rsi() {
    if (loss == 0) {
      return gain == 0 ? 50 : 100;
    }
    return 100 - 100 / (1 + gain / loss);
  }
}
