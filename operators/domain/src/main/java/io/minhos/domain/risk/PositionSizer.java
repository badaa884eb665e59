package io.minhos.domain.risk;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * How much to buy or sell short, and where to put stop and target.
 *
 * <pre>
 * quantity = ⌊fraction · equity / (price · (1 + slippage))⌋ in lots
 * stop     = price ∓ stopAtr · ATR,  target = price ± targetAtr · ATR, in ticks
 * </pre>
 *
 * <p>The divisor is the price that a buyer expects to pay, so the filled notional keeps to the cap
 * too, slippage and all, unless the next bar opens away from this close. That gap nobody knows at
 * the decision; the cap is a promise about decisions, and holds for {@code quantity · price}
 * always.
 *
 * <p>Stop and target round away from the price, so that neither falls upon it.
 */
final class PositionSizer implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A price this close to a tick, in ticks, is on it. */
  private static final double ON_TICK = 1e-6;

  private final RiskConfig risk;
  private final ExecutionConfig execution;

  PositionSizer(RiskConfig risk, ExecutionConfig execution) {
    this.risk = risk;
    this.execution = execution;
  }

  /**
   * The entry that {@code signal} asks for.
   *
   * @param fraction of equity
   */
  EntryPlan plan(Signal signal, Instrument instrument, double equity, double fraction) {
    double price = signal.bar().close();
    if (!(price > 0)) {
      return EntryPlan.denied(new RiskDenial(DenialCode.NON_POSITIVE_PRICE, "price=" + price));
    }
    if (!(signal.atr() > 0) || Double.isInfinite(signal.atr())) {
      return EntryPlan.denied(new RiskDenial(DenialCode.ATR_UNKNOWN, "atr=" + signal.atr()));
    }
    if (!(equity > 0)) {
      return EntryPlan.denied(new RiskDenial(DenialCode.NO_EQUITY, "equity=" + equity));
    }
    double expected = execution.slipped(price, Side.BUY);
    double asked = fraction * equity / expected;
    int sign = signal.direction() == Direction.LONG ? 1 : -1;
    double tick = instrument.tickSize();
    double stop = away(price - sign * risk.stopAtr() * signal.atr(), -sign, tick);
    double target = away(price + sign * risk.targetAtr() * signal.atr(), sign, tick);
    EntryPlan plan = new EntryPlan(fraction, asked, stop, target, 0, null);
    if (Math.min(stop, target) <= 0 && !instrument.nonPositivePrices()) {
      return plan.deniedBy(
          DenialCode.BARRIER_NOT_POSITIVE, "stopPx=" + stop + " targetPx=" + target);
    }
    double lots = Math.floor(asked / instrument.lotSize());
    double quantity = times(lots, instrument.lotSize());
    if (quantity * price / equity > risk.maxPositionFraction()) {
      // What was asked rounded up to the lot.
      quantity = times(lots - 1, instrument.lotSize());
    }
    if (!(quantity > 0)) {
      return plan.deniedBy(
          DenialCode.QTY_BELOW_LOT, "lot=" + instrument.lotSize() + " asked=" + asked);
    }
    return new EntryPlan(fraction, quantity, stop, target, committed(quantity, price), null);
  }

  /** What an order that works will cost at most, were its price to stay: slippage, commission. */
  double committed(double quantity, double price) {
    double expected = execution.slipped(price, Side.BUY);
    return Math.abs(quantity * expected) + execution.commission(quantity, expected);
  }

  /** {@code price} on its tick or the next one in the direction of {@code sign}. */
  private static double away(double price, int sign, double tick) {
    double ticks = price / tick;
    return times(sign > 0 ? Math.ceil(ticks - ON_TICK) : Math.floor(ticks + ON_TICK), tick);
  }

  /** n · step in decimals: 3 · 0.1 is 0.3, in a file as at a venue. */
  private static double times(double n, double step) {
    return new BigDecimal(n).multiply(BigDecimal.valueOf(step)).doubleValue();
  }
}
