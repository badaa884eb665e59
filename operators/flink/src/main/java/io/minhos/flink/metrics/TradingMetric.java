package io.minhos.flink.metrics;

/** Every quantity that the topology publishes, by the name that dashboards and alerts use. */
public enum TradingMetric {
  RECORDS_READ("records_read"),
  RECORDS_ACCEPTED("records_accepted"),
  RECORDS_REJECTED("records_rejected"),
  BARS("bars"),
  FEATURE_LATENCY("feature_latency_nanos"),
  PREDICTIONS("predictions"),
  /** From a row's arrival to its answer: the wait for the rows that are asked with it included. */
  LSTM_LATENCY("lstm_latency_nanos"),
  ENSEMBLE_LATENCY("ensemble_latency_nanos"),
  SIGNALS("signals"),
  DECISIONS("decisions"),
  ORDERS("orders"),
  EXECUTIONS("executions"),
  FILLS("fills"),
  EQUITY("equity"),
  HEAT("heat_ratio"),
  DRAWDOWN("drawdown_ratio"),
  EVENT_TIME_LAG("event_time_lag_millis");

  /** The group under which all of them are registered. */
  public static final String GROUP = "minhos";

  private final String id;

  TradingMetric(String id) {
    this.id = id;
  }

  /** The metric's name in Flink's registry; Prometheus sees it behind the scope. */
  public String id() {
    return id;
  }
}
