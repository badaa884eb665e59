package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.trading.control.ControlJson;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorCommandTest {

  @TempDir Path dir;

  /** The second look of five finds nobody. */
  @Test
  void writesOneDisableThatEndsByItself() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          int look = looks.incrementAndGet();
          byte[] text =
              """
              %1$smodel_status_predictions_total{model="lstm",status="OK"} %2$d
              %1$smodel_status_predictions_total{model="ensemble",status="OK"} %2$d
              %1$slstm_latency_seconds{quantile="0.99"} 0.25
              %1$sensemble_latency_seconds{quantile="0.99"} 0.001
              %1$sevent_time_lag_seconds{} 60.0
              """
                  .formatted("flink_taskmanager_job_task_operator_minhos_", look)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(look == 2 ? 503 : 200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
      String brokers = "kafka.bootstrapServers='" + kafka.bootstrapServers() + "'";
      assertThat(Minhos.run("topics", "create", "--set", brokers)).isZero();
      Instant before = Instant.now();
      assertThat(
              Minhos.run(
                  "monitor",
                  "--metrics",
                  "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics",
                  "--every=1ms",
                  "--polls=2",
                  "--hold=10m",
                  "--looks=6",
                  "--set",
                  brokers))
          .isZero();
      Instant after = Instant.now();

      List<ControlEntry> log =
          new TopicReader(kafka.bootstrapServers())
              .read(Topics.CONTROL).stream()
                  .map(line -> ControlJson.read("log", 0, line).entry())
                  .toList();
      assertThat(log)
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.flaw()).isEmpty();
                assertThat(entry.type()).isEqualTo(ControlType.DISABLE);
                assertThat(entry.model()).isEqualTo("lstm");
                assertThat(entry.author()).isEqualTo("monitor");
                assertThat(entry.reason()).isEqualTo("LATENCY_MILLIS: limit=100.0 got=250.0");
                assertThat(entry.expiresAt())
                    .isBetween(
                        before.plus(Duration.ofMinutes(10)), after.plus(Duration.ofMinutes(10)));
              });
    } finally {
      server.stop(0);
    }
  }
}
