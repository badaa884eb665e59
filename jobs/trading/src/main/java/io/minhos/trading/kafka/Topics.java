package io.minhos.trading.kafka;

/** Names of the topics. */
public final class Topics {

  public static final String TRADES = "md.trades.v1";
  public static final String BARS = "md.bars.v1";
  public static final String REJECTS = "md.rejects.v1";
  public static final String SIGNALS = "signals.v1";
  public static final String DECISIONS = "decisions.v1";
  public static final String ORDERS = "orders.v1";
  public static final String EXECUTIONS = "executions.v1";
  public static final String POSITIONS = "positions.v1";
  public static final String PORTFOLIO = "portfolio.v1";
  public static final String PERFORMANCE = "performance.v1";
  public static final String ACCURACY = "accuracy.v1";
  public static final String CONTROL = "control.v1";
  public static final String ALERTS = "alerts.v1";
  public static final String ACKS = "acks.v1";

  private Topics() {}
}
