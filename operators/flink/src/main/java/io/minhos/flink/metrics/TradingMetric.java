package io.minhos.flink.metrics;

import java.util.List;
import org.apache.flink.metrics.MetricGroup;

/**
 * Every quantity that the topology publishes, by the name and the labels that dashboards and alerts
 * use. Units are seconds, ratios (1 is all) and quote currency; a counter ends with {@code _total},
 * though Flink tells Prometheus that it is a gauge. Unknown is NaN. A state is a number, as the
 * comment says.
 *
 * <p>No symbol is a label but the watched ones, of which there are few: what else is by symbol is
 * in the topics and the database.
 */
public enum TradingMetric {
  RECORDS_READ("records_read_total"),
  RECORDS_ACCEPTED("records_accepted_total"),
  RECORDS_REJECTED("records_rejected_total", "code"),
  EVENT_TIME_LAG("event_time_lag_seconds"),
  BARS("bars_total"),
  FEATURE_LATENCY("feature_latency_seconds"),

  /** Of the release in force: what answers in shadow does not count. */
  PREDICTIONS("predictions_total", "model", "status"),
  /** From a row's arrival to its answer: the wait for the rows that are asked with it included. */
  LSTM_LATENCY("lstm_latency_seconds"),
  ENSEMBLE_LATENCY("ensemble_latency_seconds"),

  SIGNALS("signals_total"),
  /** Signals in which no model had a part. */
  FALLBACK_SIGNALS("fallback_signals_total"),
  SIGNAL_DIRECTION("signal_direction", "symbol"),
  SIGNAL_STRENGTH("signal_strength", "symbol"),
  SIGNAL_CONFIDENCE("signal_confidence_ratio", "symbol"),
  /** 0 unknown, 1 trend, 2 range, 3 high volatility. */
  REGIME("regime", "symbol"),
  /** −1 short, 0 neutral, 1 long. */
  COMPONENT_DIRECTION("component_direction", "symbol", "component"),
  COMPONENT_VALUE("component_value", "symbol", "component"),
  COMPONENT_CONFIDENCE("component_confidence_ratio", "symbol", "component"),
  COMPONENT_WEIGHT("component_weight_ratio", "symbol", "component"),
  BASE_VALUE("base_value", "symbol", "base"),
  AGREEMENT("agreement_ratio", "symbol"),

  DECISIONS("decisions_total", "outcome"),
  DENIALS("denials_total", "portfolio", "code"),
  ORDERS("orders_total"),
  EXECUTIONS("executions_total"),
  FILLS("fills_total"),
  /** Of the last trade that was sized, as all that follows of Kelly. */
  WIN_PROBABILITY("win_probability_ratio", "portfolio", "symbol"),
  PAYOFF("payoff_ratio", "portfolio", "symbol"),
  FULL_KELLY("kelly_full_ratio", "portfolio", "symbol"),
  /** Of equity, before the factors. */
  ASKED_FRACTION("kelly_asked_ratio", "portfolio", "symbol"),
  /** Of equity, after the factors. */
  RECOMMENDED_FRACTION("kelly_recommended_ratio", "portfolio", "symbol"),
  RISK_FACTOR("risk_factor_ratio", "portfolio", "symbol", "factor"),
  POSITION_VALUE("position_value", "portfolio", "symbol"),
  POSITION_PNL("position_unrealised_pnl", "portfolio", "symbol"),

  EQUITY("equity", "portfolio"),
  CASH("cash", "portfolio"),
  REALISED_PNL("realised_pnl", "portfolio"),
  UNREALISED_PNL("unrealised_pnl", "portfolio"),
  COMMISSION("commission", "portfolio"),
  OPEN_POSITIONS("open_positions", "portfolio"),
  HEAT("heat_ratio", "portfolio"),
  DRAWDOWN("drawdown_ratio", "portfolio"),
  DRAWDOWN_FACTOR("drawdown_factor_ratio", "portfolio"),
  DAILY_LOSS("daily_loss_ratio", "portfolio"),
  GROSS_EXPOSURE("gross_exposure_ratio", "portfolio"),
  /** Long less short. */
  NET_EXPOSURE("net_exposure_ratio", "portfolio"),
  /** Bounds of the five before, by their names in the configuration. */
  LIMIT("limit_ratio", "portfolio", "limit"),
  /** 0 active, 1 reducing, 2 halted. */
  TRADING_STATE("trading_state", "portfolio"),
  /** 0 low, 1 moderate, 2 high, 3 extreme. */
  RISK_LEVEL("risk_level", "portfolio"),

  RELEASE_VERSION("release_version", "model"),
  /** From when the release is in force, seconds since the epoch. */
  RELEASE_TIMESTAMP("release_timestamp_seconds", "model"),
  COMMANDS_IN_FORCE("commands_in_force", "type"),
  ALERTS("alerts_total", "code"),

  ACCURACY("accuracy_ratio", "model", "version"),
  /** Lower end of its one-sided 95 % interval. */
  ACCURACY_LOW("accuracy_low_ratio", "model", "version"),
  SCORED_CALLS("scored_calls", "model", "version"),
  SYMBOL_ACCURACY("symbol_accuracy_ratio", "model", "version", "symbol"),
  SYMBOL_CALLS("symbol_scored_calls", "model", "version", "symbol"),
  BRIER_SCORE("brier_score", "model", "version"),
  PAPER_RETURN("paper_return_ratio", "model", "version"),
  /** Right calls among those of a bin, by the probability at its middle. */
  CALIBRATION("calibration_ratio", "model", "version", "probability"),
  /** Against the accuracy that it was released with. */
  EVIDENCE("evidence_ratio", "model", "version"),
  /** The highest population stability index of its features against its training, no unit. */
  HIGHEST_DRIFT("highest_drift_index", "model", "version"),
  /** Part of its features that have drifted. */
  DRIFTED_FEATURES("drifted_features_ratio", "model", "version"),
  /** 0 closed, 1 half open, 2 open. */
  BREAKER_STATE("breaker_state", "model", "version"),
  ROLLOUT_SHARE("rollout_share_ratio", "model", "version"),
  CHALLENGE_EVIDENCE("challenge_evidence_ratio", "model", "champion", "challenger"),
  /**
   * What alerts, breakers and promotions follow from: accuracy, evidence, drift (of an index),
   * driftedFeatures, promotion.
   */
  SAFEGUARD_LIMIT("safeguard_limit_ratio", "limit");

  /** The group under which all of them are registered. */
  public static final String GROUP = "minhos";

  private static final String SCOPE = "flink_taskmanager_job_task_operator_";

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes it, and strings cannot change.
  private final List<String> labels;

  TradingMetric(String id, String... labels) {
    this.id = id;
    this.labels = List.of(labels);
  }

  /** The metric's name in Flink's registry; Prometheus sees it behind the scope. */
  public String id() {
    return id;
  }

  /** Names of its labels, besides those that Flink gives all metrics of an operator. */
  public List<String> labels() {
    return labels;
  }

  /** The name that Prometheus knows: Flink puts the labels' names into it. */
  public String prometheusName() {
    StringBuilder name = new StringBuilder(SCOPE).append(GROUP).append('_');
    labels.forEach(label -> name.append(label).append('_'));
    return name.append(id).toString();
  }

  /** Where one of its series is registered, among the metrics of an operator. */
  MetricGroup group(MetricGroup operator, List<String> values) {
    if (values.size() != labels.size()) {
      throw new IllegalArgumentException(id + " must have the labels " + labels + ": " + values);
    }
    MetricGroup group = operator.addGroup(GROUP);
    for (int i = 0; i < values.size(); i++) {
      group = group.addGroup(labels.get(i), values.get(i));
    }
    return group;
  }
}
