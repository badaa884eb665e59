package io.minhos.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Text as Flink's Prometheus reporter writes it. */
class ModelVitalsTest {

  private final ModelVitals lstm = new ModelVitals("lstm", new VitalLimits(100, 0.1, 120, 2));

  @Test
  void latencyBeyondTheLimitCountsWhileThereAreNewAnswers() {
    assertThat(lstm.look(scrape(10, 0, 250, 1))).isEmpty();
    assertThat(lstm.look(scrape(20, 0, 250, 1))).isEmpty();
    assertThat(lstm.look(scrape(30, 0, 250, 1))).contains("LATENCY_MILLIS: limit=100.0 got=250.0");
    // Between two bars there is nothing to go by; the next one is beyond the limit still.
    assertThat(lstm.look(scrape(30, 0, 250, 1))).isEmpty();
    assertThat(lstm.look(scrape(40, 0, 250, 1))).contains("LATENCY_MILLIS: limit=100.0 got=250.0");
    assertThat(lstm.look(scrape(50, 0, 100, 1))).isEmpty();
    assertThat(lstm.look(scrape(60, 0, 250, 1))).isEmpty();
  }

  /** Bars of a minute, looks each five seconds. */
  @Test
  void looksBetweenBarsDoNotBreakTheRow() {
    lstm.look(scrape(0, 0, 250, 1));
    for (int bar = 1; bar <= 2; bar++) {
      assertThat(lstm.look(scrape(10 * bar, 0, 250, 1)).isPresent()).isEqualTo(bar == 2);
      for (int look = 1; look < 12; look++) {
        assertThat(lstm.look(scrape(10 * bar, 0, 250, 1))).isEmpty();
      }
    }
  }

  @Test
  void failedAnswersAreThoseSinceTheLastLook() {
    assertThat(lstm.look(scrape(0, 1_000, 1, 1))).isEmpty();
    assertThat(lstm.look(scrape(90, 1_010, 1, 1))).isEmpty();
    assertThat(lstm.look(scrape(170, 1_030, 1, 1))).isEmpty();
    assertThat(lstm.look(scrape(250, 1_050, 1, 1))).contains("FAILED_SHARE: limit=0.1 got=0.2");
    // After a restart both count from zero.
    assertThat(lstm.look(scrape(6, 2, 1, 1))).contains("FAILED_SHARE: limit=0.1 got=0.25");
    assertThat(lstm.look(scrape(26, 2, 1, 1))).isEmpty();
  }

  /** Three answers of ten fail all the time, of whatever release. */
  @Test
  void failedAnswersAreOfOneRelease() {
    assertThat(lstm.look(version(3, 0))).isEmpty();
    assertThat(lstm.look(version(3, 1))).isEmpty();
    // Of which release those are that failed since is not known, nor were the two before its own.
    assertThat(lstm.look(version(4, 2))).isEmpty();
    assertThat(lstm.look(version(4, 3))).isEmpty();
    assertThat(lstm.look(version(4, 4))).contains("FAILED_SHARE: limit=0.1 got=0.3");
    // A look without answers does not keep the row of the one before.
    assertThat(lstm.look(version(3, 4))).isEmpty();
    assertThat(lstm.look(version(3, 5))).isEmpty();
    assertThat(lstm.look(version(3, 6))).contains("FAILED_SHARE: limit=0.1 got=0.3");
  }

  private static Scrape version(int version, int looks) {
    return new Scrape(
        List.of(
            text(7 * looks, 3 * looks, 1, 1)
                .replace(
                    "release_version{model=\"lstm\",subtask_index=\"0\",} 3.0",
                    "release_version{model=\"lstm\",subtask_index=\"0\",} " + version)));
  }

  /** After a rollback, which one subtask has not come to, with its like on another task manager. */
  @Test
  void theReleaseInForceIsThatOfTheLatestTime() {
    String scope = "flink_taskmanager_job_task_operator_minhos_model_";
    String behind =
        """
        %1$srelease_version{model="lstm",subtask_index="0",} 3.0
        %1$srelease_version{model="lstm",subtask_index="1",} 3.0
        %1$srelease_timestamp_seconds{model="lstm",subtask_index="0",} 1000.0
        %1$srelease_timestamp_seconds{model="lstm",subtask_index="1",} 1000.0
        """
            .formatted(scope);
    String ahead =
        """
        %1$srelease_version{model="lstm",subtask_index="0",} 2.0
        %1$srelease_version{model="lstm",subtask_index="2",} NaN
        %1$srelease_timestamp_seconds{model="lstm",subtask_index="0",} 2000.0
        %1$srelease_version{model="ensemble",subtask_index="0",} 9.0
        %1$srelease_timestamp_seconds{model="ensemble",subtask_index="0",} 3000.0
        """
            .formatted(scope);
    assertThat(new Scrape(List.of(behind)).version("lstm")).isEqualTo(3);
    assertThat(new Scrape(List.of(behind, ahead)).version("lstm")).isEqualTo(2);
    assertThat(new Scrape(List.of(ahead, behind)).version("lstm")).isEqualTo(2);
    assertThat(new Scrape(List.of(ahead, behind)).version("ensemble")).isEqualTo(9);
  }

  @Test
  void theMarketsTimeMustNotBeTooFarBehind() {
    assertThat(lstm.look(scrape(10, 0, 1, 120_000))).isEmpty();
    assertThat(lstm.look(scrape(10, 0, 1, 120_500))).isEmpty();
    assertThat(lstm.look(scrape(10, 0, 1, 130_000)))
        .contains("STALE_SECONDS: limit=120.0 got=130.0");
  }

  @Test
  void aRowIsOfOneLimit() {
    assertThat(lstm.look(scrape(10, 0, 1, 130_000))).isEmpty();
    assertThat(lstm.look(scrape(20, 0, 250, 1))).isEmpty();
    assertThat(lstm.look(scrape(30, 0, 250, 1))).contains("LATENCY_MILLIS: limit=100.0 got=250.0");
  }

  @Test
  void whatIsNotThereYetIsNoBreach() {
    Scrape nothing = new Scrape(List.of("# HELP up x\n# TYPE up gauge\nup 1.0\n"));
    assertThat(lstm.look(nothing)).isEmpty();
    assertThat(lstm.look(nothing)).isEmpty();
    assertThat(nothing.version("lstm")).isZero();
    assertThat(lstm.look(scrape(0, 0, Double.NaN, Double.NaN))).isEmpty();
  }

  @Test
  void takesTheSlowestSubtaskAndTheSumOfAllTaskManagers() {
    Scrape two = new Scrape(List.of(text(10, 5, 50, 1_000), text(10, 0, 300, 61_000)));
    assertThat(two.version("lstm")).isEqualTo(3);
    lstm.look(new Scrape(List.of(text(0, 0, 1, 1), text(0, 0, 1, 1))));
    lstm.look(two);
    Scrape next = new Scrape(List.of(text(20, 10, 50, 1_000), text(20, 0, 300, 61_000)));
    assertThat(lstm.look(next)).contains("FAILED_SHARE: limit=0.1 got=0.2");
  }

  @Test
  void refusesWhatIsNoMetricsText() {
    assertThatThrownBy(() -> new Scrape(List.of("<html> hello")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no Prometheus text: <html> hello");
  }

  private static Scrape scrape(int ok, int failed, double p99Millis, double lagMillis) {
    return new Scrape(List.of(text(ok, failed, p99Millis, lagMillis)));
  }

  /** Of the LSTM; the ensemble is slow and fails all the time. */
  static String text(int ok, int failed, double p99Millis, double lagMillis) {
    String scope = "flink_taskmanager_job_task_operator_minhos_";
    return """
        # HELP %1$smodel_status_predictions_total predictions_total (scope: …)
        # TYPE %1$smodel_status_predictions_total gauge
        %1$smodel_status_predictions_total{model="lstm",status="OK",subtask_index="0",} %2$d.0
        %1$smodel_status_predictions_total{model="lstm",status="FAILED",subtask_index="0",} %3$d.0
        %1$smodel_status_predictions_total{model="lstm",status="UNTRAINED",subtask_index="0",} 99.0
        %1$smodel_status_predictions_total{model="ensemble",status="FAILED",subtask_index="0",} 99.0
        # TYPE %1$slstm_latency_seconds summary
        %1$slstm_latency_seconds_count{subtask_index="0",} 12.0
        %1$slstm_latency_seconds{subtask_index="0",quantile="0.5",} 1.0
        %1$slstm_latency_seconds{subtask_index="0",quantile="0.99",} %4$s
        %1$sensemble_latency_seconds{subtask_index="0",quantile="0.99",} 9.0
        %1$sevent_time_lag_seconds{subtask_index="0",} %5$s
        %1$sevent_time_lag_seconds{subtask_index="1",} NaN
        %1$smodel_release_version{model="lstm",subtask_index="0",} 3.0
        %1$smodel_release_version{model="ensemble",subtask_index="0",} 5.0
        """
        .formatted(scope, ok, failed, p99Millis / 1_000, lagMillis / 1_000);
  }
}
