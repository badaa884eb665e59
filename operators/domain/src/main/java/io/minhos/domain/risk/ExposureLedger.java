package io.minhos.domain.risk;

import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds entries against the limits. What passes reserves what it takes before the next is asked
 * about, so that many in one step exceed none together. Made for one step.
 *
 * <p>Exposures are over the equity of the step's valuation. What is held counts at the last close,
 * an entry that works, or is decided, with slippage and commission on top.
 */
final class ExposureLedger {

  private final RiskConfig config;
  private final double equity;
  private final Map<String, Double> byGroup = new TreeMap<>();
  private double gross;
  private double net;
  private int openOrders;
  private int sentLately;

  /**
   * @param equity of the portfolio, &gt; 0 where anything is entered
   * @param sentLately orders within the last minute
   */
  ExposureLedger(RiskConfig config, double equity, int sentLately) {
    this.config = config;
    this.equity = equity;
    this.sentLately = sentLately;
  }

  /**
   * Takes in what is held or on its way.
   *
   * @param signed notional, negative of what is short
   */
  void hold(String symbol, double signed) {
    gross += Math.abs(signed);
    net += signed;
    String group = config.limits().groups().get(symbol);
    if (group != null) {
      byGroup.merge(group, Math.abs(signed), Double::sum);
    }
  }

  /** Takes in orders that work. */
  void work(int orders) {
    openOrders += orders;
  }

  /** Takes in messages that are sent now: orders, and requests to cancel. */
  void send(int messages) {
    sentLately += messages;
  }

  double gross() {
    return gross / equity;
  }

  /**
   * Why {@code plan} may not be sent, null if it may.
   *
   * @param orders how many it sends
   */
  RiskDenial check(Signal signal, Side side, EntryPlan plan, int orders) {
    RiskLimits limits = config.limits();
    double price = signal.bar().close();
    double notional = plan.quantity() * price;
    if (notional > limits.maxOrderValue()) {
      return denial(DenialCode.MAX_ORDER_VALUE, limits.maxOrderValue(), notional);
    }
    if (plan.quantity() > limits.maxOrderQuantity()) {
      return denial(DenialCode.MAX_ORDER_QUANTITY, limits.maxOrderQuantity(), plan.quantity());
    }
    double distance =
        Math.max(Math.abs(plan.stopPx() - price), Math.abs(plan.targetPx() - price)) / price;
    if (distance > limits.priceCollar()) {
      return denial(DenialCode.PRICE_COLLAR, limits.priceCollar(), distance);
    }
    double taken = plan.committed() / equity;
    if (notional / equity > config.maxPositionFraction()) {
      return denial(
          DenialCode.MAX_POSITION_FRACTION, config.maxPositionFraction(), notional / equity);
    }
    if (taken > limits.maxSymbolExposure()) {
      return denial(DenialCode.SYMBOL_EXPOSURE, limits.maxSymbolExposure(), taken);
    }
    if (gross / equity + taken > config.maxGrossExposure()) {
      return denial(DenialCode.GROSS_EXPOSURE, config.maxGrossExposure(), gross / equity + taken);
    }
    double nextNet = Math.abs(net / equity + side.sign() * taken);
    if (nextNet > limits.maxNetExposure() && nextNet > Math.abs(net / equity)) {
      return denial(DenialCode.NET_EXPOSURE, limits.maxNetExposure(), nextNet);
    }
    String group = limits.groups().get(signal.symbol());
    if (group != null) {
      double inGroup = byGroup.getOrDefault(group, 0.0) / equity + taken;
      if (inGroup > limits.maxGroupExposure()) {
        return new RiskDenial(
            DenialCode.GROUP_EXPOSURE,
            "limit=" + limits.maxGroupExposure() + " asked=" + inGroup + " group=" + group);
      }
    }
    if ((long) openOrders + orders > limits.maxOpenOrders()) {
      return denial(DenialCode.MAX_OPEN_ORDERS, limits.maxOpenOrders(), openOrders + orders);
    }
    if ((long) sentLately + orders > limits.maxOrdersPerMinute()) {
      return denial(DenialCode.ORDER_RATE, limits.maxOrdersPerMinute(), sentLately + orders);
    }
    return null;
  }

  private static RiskDenial denial(DenialCode code, double limit, double asked) {
    return new RiskDenial(code, "limit=" + limit + " asked=" + asked);
  }
}
