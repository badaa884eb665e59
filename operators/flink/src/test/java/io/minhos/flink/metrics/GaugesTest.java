package io.minhos.flink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.Test;

class GaugesTest {

  private final Shown shown = new Shown();
  private final Gauges gauges = new Gauges(shown.group());

  @Test
  void showsWhatWasSetLast() {
    gauges.set(TradingMetric.EQUITY, 1, "main");
    gauges.set(TradingMetric.EQUITY, 2, "other");
    gauges.set(TradingMetric.EQUITY, Double.NaN, "main");
    assertThat(shown.value(TradingMetric.EQUITY, "main")).isNaN();
    assertThat(shown.value(TradingMetric.EQUITY, "other")).isEqualTo(2);
  }

  @Test
  void aSeriesHasTheLabelsOfItsMetric() {
    assertThatThrownBy(() -> gauges.set(TradingMetric.EQUITY, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("equity must have the labels [portfolio]: []");
  }

  @Test
  void whatIsNotKeptEndsWithAllBelowIt() {
    for (String version : List.of("1", "2")) {
      gauges.set(TradingMetric.BREAKER_STATE, 0, "lstm", version);
      gauges.set(TradingMetric.ACCURACY, 0.5, "lstm", version);
      gauges.set(TradingMetric.CALIBRATION, 0.5, "lstm", version, "0.525");
    }
    gauges.set(TradingMetric.RELEASE_VERSION, 2, "lstm");
    gauges.retain(TradingMetric.BREAKER_STATE, Set.of(List.of("lstm", "2")));
    assertThat(gauges.shows(TradingMetric.BREAKER_STATE, "lstm", "1")).isFalse();
    assertThat(gauges.shows(TradingMetric.ACCURACY, "lstm", "1")).isFalse();
    assertThat(gauges.shows(TradingMetric.CALIBRATION, "lstm", "1", "0.525")).isFalse();
    assertThat(gauges.shows(TradingMetric.CALIBRATION, "lstm", "2", "0.525")).isTrue();
    assertThat(gauges.shows(TradingMetric.RELEASE_VERSION, "lstm")).isTrue();

    gauges.set(TradingMetric.ACCURACY, 0.6, "lstm", "1");
    assertThat(shown.value(TradingMetric.ACCURACY, "lstm", "1")).isEqualTo(0.6);
    assertThat(shown.value(TradingMetric.ACCURACY, "lstm", "2")).isEqualTo(0.5);
  }

  @Test
  void tellsDurationsInSeconds() {
    MetricListener listener = new MetricListener();
    Latencies latencies = Latencies.of(TradingMetric.LSTM_LATENCY, listener.getMetricGroup());
    for (int millis = 1; millis <= 3; millis++) {
      latencies.update(1_000_000L * millis);
    }
    Histogram told =
        listener.getHistogram(TradingMetric.GROUP, TradingMetric.LSTM_LATENCY.id()).orElseThrow();
    assertThat(told.getCount()).isEqualTo(3);
    assertThat(told.getStatistics().getQuantile(0.5)).isEqualTo(0.002);
  }

  @Test
  void namesFollowTheConventions() {
    assertThat(TradingMetric.DENIALS.prometheusName())
        .isEqualTo("flink_taskmanager_job_task_operator_minhos_portfolio_code_denials_total");
    assertThat(Arrays.stream(TradingMetric.values()).map(TradingMetric::prometheusName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z_]*"))
        .noneMatch(name -> name.matches(".*_(millis|nanos|percent|bps|count)"));
  }
}
