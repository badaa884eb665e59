package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.trading.control.ControlJson;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorCommandTest {

  /** The look from which on the broker takes messages. */
  private static final int LIFTED = 6;

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

  /**
   * A broker that takes no message at first. Answers fail, so it is the release in force that is
   * taken out: the one that was rolled back to, which a subtask without bars has not seen. By
   * default for longer than two bars, which are hours here.
   */
  @Test
  void triesAgainAtTheNextLookAndNamesTheReleaseThatFails() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      String limit = "max.message.bytes";
      admin
          .createTopics(
              List.of(new NewTopic(Topics.CONTROL, 1, (short) 1).configs(Map.of(limit, "1"))))
          .all()
          .get();
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.CONTROL);
      AtomicInteger looks = new AtomicInteger();
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/metrics",
          exchange -> {
            int look = looks.incrementAndGet();
            if (look == LIFTED) {
              admin.incrementalAlterConfigs(
                  Map.of(
                      topic,
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry(limit, "1000000"), AlterConfigOp.OpType.SET))));
            }
            byte[] text =
                """
                %1$smodel_status_predictions_total{model="lstm",status="FAILED"} %2$d
                %1$smodel_release_version{model="lstm",subtask_index="0"} 3
                %1$smodel_release_timestamp_seconds{model="lstm",subtask_index="0"} 1000
                %1$smodel_release_version{model="lstm",subtask_index="1"} 2
                %1$smodel_release_timestamp_seconds{model="lstm",subtask_index="1"} 2000
                """
                    .formatted("flink_taskmanager_job_task_operator_minhos_", look)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
          });
      server.start();
      PrintStream real = System.err;
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      Instant before = Instant.now();
      try {
        assertThat(
                Minhos.run(
                    "monitor",
                    "--metrics",
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics",
                    "--every=1ms",
                    "--polls=2",
                    "--looks=60",
                    "--set",
                    "bars.length=1h",
                    "--set",
                    "kafka.bootstrapServers='" + kafka.bootstrapServers() + "'"))
            .isZero();
      } finally {
        System.setErr(real);
        server.stop(0);
      }
      Instant after = Instant.now();

      assertThat(looks).hasValue(60);
      List<String> said = err.toString(StandardCharsets.UTF_8).lines().toList();
      // The first look has none before it, and the first behind it no row of two.
      assertThat(said)
          .filteredOn(line -> line.startsWith("minhos: "))
          .hasSizeGreaterThanOrEqualTo(LIFTED - 3)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("minhos: NOT_WRITTEN: model=lstm FAILED_SHARE: limit=0.1 got=1.0")
                      .contains("RecordTooLargeException"));
      assertThat(new TopicReader(kafka.bootstrapServers()).read(Topics.CONTROL))
          .singleElement()
          .satisfies(
              line -> {
                ControlEntry entry = ControlJson.read("log", 0, line).entry();
                assertThat(entry.type()).isEqualTo(ControlType.DISABLE);
                assertThat(entry.model()).isEqualTo("lstm");
                assertThat(entry.version()).isEqualTo(2);
                assertThat(entry.expiresAt())
                    .isBetween(before.plus(Duration.ofHours(3)), after.plus(Duration.ofHours(3)));
              });
    }
  }
}
