package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.store.Alias;
import io.minhos.store.Change;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.Training;
import io.minhos.store.Verdict;
import io.minhos.trading.control.ControlJson;
import io.minhos.trading.kafka.BytesProducer;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ControlCommandTest {

  private static final Instant AT = Instant.parse("2024-03-01T12:00:00Z");

  @TempDir Path dir;

  @RegisterExtension private final Printed printed = new Printed();

  private final ByteArrayOutputStream err = printed.err;
  private ModelStore store;

  @BeforeEach
  void open() throws Exception {
    store = ModelStore.at(dir.resolve("store").toString());
  }

  @Test
  void writesTheChampionOrTheVersionAskedFor() throws Exception {
    publish(true);
    publish(true);
    store.promote("ensemble", 2, Alias.CHAMPION, new Change("test", "", AT));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      assertThat(control(kafka, "ensemble")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("control.v1 must be there, 'minhos topics create' makes it");
      assertThat(Minhos.run("topics", "create", "--set", brokers(kafka))).isZero();

      assertThat(control(kafka, "ensemble", "--by", "ann", "--why", "better")).isZero();
      assertThat(control(kafka, "ensemble", "1", "--from", "2024-03-02T00:00:00Z")).isZero();
      List<ControlEntry> log = log(kafka);
      assertThat(log).extracting(ControlEntry::type).containsOnly(ControlType.RELEASE);
      assertThat(log)
          .extracting(ControlEntry::release)
          .containsExactly(store.eligible("ensemble", 2), store.eligible("ensemble", 1));
      assertThat(log.get(0).author()).isEqualTo("ann");
      assertThat(log.get(0).reason()).isEqualTo("better");
      assertThat(log.get(0).effectiveFrom()).isNull();
      assertThat(log.get(1).effectiveFrom()).isEqualTo(Instant.parse("2024-03-02T00:00:00Z"));
    }
  }

  @Test
  void jobsFollowAPromotionARollbackAndAChallenge() throws Exception {
    publish(true);
    publish(true);
    String folder = dir.resolve("store").toString();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      List<String> common = List.of("--store", folder, "--set", brokers(kafka));
      assertThat(on(common, "models", "promote", "ensemble", "1", "--tell-jobs")).isEqualTo(2);
      assertThat(store.find("ensemble", Alias.CHAMPION)).isEmpty();

      assertThat(Minhos.run("topics", "create", "--set", brokers(kafka))).isZero();
      assertThat(on(common, "models", "promote", "ensemble", "1", "--tell-jobs")).isZero();
      assertThat(on(common, "models", "promote", "ensemble", "2", "--tell-jobs")).isZero();
      assertThat(on(common, "models", "rollback", "ensemble", "--tell-jobs", "--why", "worse"))
          .isZero();
      assertThat(on(common, "control", "challenge", "ensemble", "2", "--share", "0.2")).isZero();
      assertThat(on(common, "control", "challenge", "ensemble", "2", "--share", "2")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("--share: value=2.0 limits=0,1");
      assertThat(on(common, "control", "challenge", "ensemble", "9")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("MISSING: model=ensemble version=9, known: [1, 2]");

      List<ControlEntry> log = log(kafka);
      assertThat(log).extracting(ControlEntry::version).containsExactly(1, 2, 1, 2);
      assertThat(log.get(2).reason()).isEqualTo("worse");
      assertThat(log.get(3).type()).isEqualTo(ControlType.CHALLENGE);
      assertThat(log.get(3).value()).isEqualTo("0.2");
      assertThat(log).allSatisfy(entry -> assertThat(entry.flaw()).isEmpty());
    }
  }

  private static int on(List<String> common, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(common);
    return Minhos.run(all.toArray(String[]::new));
  }

  @Test
  void writesWhatPeopleCommand() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      assertThat(Minhos.run("topics", "create", "--set", brokers(kafka))).isZero();
      for (String command :
          List.of(
              "override --value LONG --portfolio main --symbol A --until 2024-03-02T00:00:00Z",
              "override --value -0.25 --from 2024-03-01T12:00:00Z --until 2024-03-02T00:00:00Z",
              "override --model lstm --value Short --symbol A --until 2024-03-02T00:00:00Z",
              "override --model technical --value 0.75 --until 2024-03-02T00:00:00Z",
              "halt --portfolio main --until 2024-03-02T00:00:00Z",
              "reduce",
              "resume --symbol A --from 2024-03-01T12:00:00Z",
              "disable --model lstm --version 3 --symbol A",
              "enable --model technical",
              "rollout --value 0.25 --until 2024-03-02T00:00:00Z")) {
        List<String> arguments = new ArrayList<>(List.of("control"));
        arguments.addAll(List.of(command.split(" ")));
        arguments.addAll(List.of("--by", "ann", "--why", "some news", "--set", brokers(kafka)));
        assertThat(Minhos.run(arguments.toArray(String[]::new))).as(command).isZero();
      }
      Instant until = Instant.parse("2024-03-02T00:00:00Z");
      List<ControlEntry> log = log(kafka);
      assertThat(log).extracting(ControlEntry::commandId).doesNotHaveDuplicates();
      assertThat(log)
          .allSatisfy(entry -> assertThat(entry.flaw()).isEmpty())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("commandId")
          .containsExactly(
              said(ControlType.OVERRIDE).about("main", "A").saying("long").between(null, until),
              said(ControlType.OVERRIDE).saying("-0.25").between(AT, until),
              said(ControlType.OVERRIDE)
                  .naming("lstm", 0)
                  .about(null, "A")
                  .saying("short")
                  .between(null, until),
              said(ControlType.OVERRIDE).naming("technical", 0).saying("0.75").between(null, until),
              said(ControlType.HALT).about("main", null).between(null, until),
              said(ControlType.REDUCE),
              said(ControlType.RESUME).about(null, "A").between(AT, null),
              said(ControlType.DISABLE).naming("lstm", 3).about(null, "A"),
              said(ControlType.ENABLE).naming("technical", 0),
              said(ControlType.ROLLOUT).saying("0.25").between(null, until));
    }
  }

  /** A kill switch that waits for its answer holds where there is nowhere to answer. */
  @Test
  void commandsAlsoWhereTheAnswerCannotBeRead() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(Topics.CONTROL, 1, (short) 1))).all().get();

      assertThat(halt(kafka, "1")).isEqualTo(1);
      assertThat(log(kafka)).hasSize(1);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .endsWith(
              "minhos: NOT_ACKNOWLEDGED: commandId=%s seconds=1, it stays in the log\n"
                  .formatted(log(kafka).get(0).commandId()));
    }
  }

  /** The job is a double: it answers each command once, after one to somebody else. */
  @Test
  void waitsForTheAnswerToItsCommand() throws Exception {
    long from = AT.toEpochMilli();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      assertThat(Minhos.run("topics", "create", "--set", brokers(kafka))).isZero();
      long before = printed.out.toString(StandardCharsets.UTF_8).lines().count();
      int accepted =
          answered(
              kafka,
              entry -> Acknowledgement.accepted(Command.of(entry, from, 0)),
              "--until",
              "2024-03-02T00:00:00Z");
      assertThat(accepted).isZero();
      assertThat(err.toString(StandardCharsets.UTF_8))
          .endsWith("accepted  in force from 2024-03-01T12:00:00Z to 2024-03-02T00:00:00Z\n");
      String id = log(kafka).get(0).commandId();
      List<String> lines =
          printed.out.toString(StandardCharsets.UTF_8).lines().skip(before).toList();
      assertThat(lines).hasSize(2);
      assertThat(Json.read(lines.get(1), Acknowledgement.class))
          .extracting(Acknowledgement::commandId, Acknowledgement::from)
          .containsExactly(id, from);

      int refused = answered(kafka, entry -> Acknowledgement.refused(entry, "portfolio=nobody"));
      assertThat(refused).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .endsWith(
              "minhos: REFUSED: commandId=%s portfolio=nobody\n"
                  .formatted(log(kafka).get(1).commandId()));

      // Those before it are answered, and it is not.
      assertThat(halt(kafka, "1")).isEqualTo(1);
      assertThat(log(kafka)).hasSize(3);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .endsWith(
              "minhos: NOT_ACKNOWLEDGED: commandId=%s seconds=1, it stays in the log\n"
                  .formatted(log(kafka).get(2).commandId()));
    }
  }

  private static int answered(
      EmbeddedKafka kafka, Function<ControlEntry, Acknowledgement> answer, String... options)
      throws Exception {
    try (TopicReader.Arrivals commands =
            new TopicReader(kafka.bootstrapServers()).arrivals(Topics.CONTROL);
        KafkaProducer<byte[], byte[]> acks = BytesProducer.open(kafka.bootstrapServers())) {
      CompletableFuture<Void> job =
          CompletableFuture.runAsync(
              () -> {
                String line = commands.await(l -> true, Duration.ofMinutes(1)).orElseThrow();
                ControlEntry entry = ControlJson.read("log", 0, line).entry();
                ControlEntry other = ControlEntry.of("other", entry.type(), "eve", "x");
                for (Acknowledgement ack :
                    List.of(Acknowledgement.refused(other, "x=y"), answer.apply(entry))) {
                  byte[] value = Json.line(ack).getBytes(StandardCharsets.UTF_8);
                  Future<?> unused = acks.send(new ProducerRecord<>(Topics.ACKS, value));
                }
                acks.flush();
              });
      int status = halt(kafka, "60", options);
      job.get(1, TimeUnit.MINUTES);
      return status;
    }
  }

  private static int halt(EmbeddedKafka kafka, String seconds, String... options) {
    List<String> all = new ArrayList<>(List.of("control", "halt", "--why", "news"));
    all.addAll(List.of("--wait", seconds, "--set", brokers(kafka)));
    all.addAll(List.of(options));
    return Minhos.run(all.toArray(String[]::new));
  }

  private static ControlEntry said(ControlType type) {
    return ControlEntry.of("", type, "ann", "some news");
  }

  private static List<ControlEntry> log(EmbeddedKafka kafka) {
    return new TopicReader(kafka.bootstrapServers())
        .read(Topics.CONTROL).stream()
            .map(line -> ControlJson.read("log", 0, line).entry())
            .toList();
  }

  @Test
  void writesNothingThatNoJobCouldTake() throws Exception {
    publish(false);
    publish(true);
    store.retire("ensemble", 2, new Change("test", "", AT));
    ModelRelease broken = publish(true);
    Files.writeString(Path.of(broken.uri().substring("file:".length()), "linear.json"), "{}");
    assertRefused("NOT_RELEASED: model=ensemble version=1: [t=0.3 < 2.4]", 2, "ensemble", "1");
    assertRefused("RETIRED: model=ensemble version=2", 2, "ensemble", "2");
    assertRefused("CORRUPT: artifact=linear.json", 1, "ensemble", "3");
    assertRefused("MISSING: model=ensemble version=4, known: [1, 2, 3]", 2, "ensemble", "4");
    assertRefused("MISSING: champion of model=ensemble", 2, "ensemble");
    assertRefused("MISSING: model=lstm, known: [ensemble]", 2, "lstm", "1");
  }

  private void assertRefused(String message, int exitCode, String... arguments) {
    err.reset();
    assertThat(control("127.0.0.1:1", arguments)).isEqualTo(exitCode);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("minhos: " + message);
  }

  private int control(EmbeddedKafka kafka, String... arguments) {
    return control(kafka.bootstrapServers(), arguments);
  }

  private int control(String brokers, String... arguments) {
    List<String> all = new ArrayList<>(List.of("control", "release"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--store", dir.resolve("store").toString()));
    all.addAll(List.of("--set", "kafka.bootstrapServers='" + brokers + "'"));
    return Minhos.run(all.toArray(String[]::new));
  }

  private static String brokers(EmbeddedKafka kafka) {
    return "kafka.bootstrapServers='" + kafka.bootstrapServers() + "'";
  }

  private ModelRelease publish(boolean released) throws Exception {
    return store.publish(
        new ReleaseDraft(
            "ensemble",
            ModelKind.LINEAR,
            "tabular",
            1,
            "ab".repeat(32),
            0,
            null,
            new Training(AT.minusSeconds(9), AT, 100, List.of("BTCUSD"), 5, 1),
            Map.of("accuracy", 0.5),
            new Verdict(released, released ? List.of() : List.of("t=0.3 < 2.4")),
            "1.0.0",
            AT),
        Map.of("linear.json", "{\"intercept\":1}".getBytes(StandardCharsets.UTF_8)));
  }
}
