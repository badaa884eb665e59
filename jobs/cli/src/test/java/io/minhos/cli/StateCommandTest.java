package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minhos.cli.data.PlantedMarket;
import io.minhos.cli.embedded.EmbeddedDatabase;
import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.WinModel;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.state.Database;
import io.minhos.state.StateJob;
import io.minhos.trading.JobSettings;
import io.minhos.trading.Models;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.BytesProducer;
import io.minhos.trading.kafka.ControlLog;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders of a replay of a planted market, with models and commands in force. */
class StateCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Other than the defaults, lest those be shown. */
  private static final List<String> SETTINGS =
      List.of(
          "portfolios=[main, other]",
          "risk.kellyFraction=0.3",
          "risk.minConfidence=0.05",
          "risk.minStrength=0.05",
          "risk.holdingHorizonBars=3",
          "execution.slippageBps=2",
          // What always says the same is not judged here.
          "safeguards.answers.calls=1000000",
          "safeguards.answers.oneSidedCalls=1000000",
          "safeguards.accuracy.minCalls=1000000");

  @TempDir static Path dir;

  private static Path run;

  @RegisterExtension final Printed printed = new Printed();
  private final ByteArrayOutputStream out = printed.out;
  private final ByteArrayOutputStream err = printed.err;

  @BeforeAll
  static void replay() throws Exception {
    Path bars = dir.resolve("bars.csv");
    try (BufferedWriter file = Files.newBufferedWriter(bars)) {
      new PlantedMarket(2, 60_000, 0.65, 3).write(300, file);
    }
    List<ControlArrival> control = new ArrayList<>();
    for (String model : List.of("ensemble", "winprob")) {
      put(control, ControlEntry.release(new ModelRelease(model, 4, "none:", "00"), "a", "b", null));
    }
    put(control, ControlEntry.of("c1", ControlType.ROLLOUT, "ann", "with care").saying("0.75"));
    put(control, ControlEntry.of("c2", ControlType.HALT, "bob", "audit").about("other", null));
    run = dir.resolve("run");
    Replay.run(
        new ReplayInputs(
            List.of(new MarketFile(bars.toString(), MarketFile.Kind.BARS)), control, models()),
        ConfigLoader.load(null, SETTINGS),
        1,
        run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENTRY", "EXIT_HORIZON", "STOP", "TARGET"})
  void showsWhatTheFilesHold(String purpose) throws Exception {
    JsonNode order = last(purpose);
    String decisionId = order.get("decisionId").textValue();

    JsonNode shown = shown(order);

    assertThat(shown.get("clOrdId")).isEqualTo(order.get("clOrdId"));
    List<JsonNode> orders = lines(Replay.ORDERS, has("decisionId", decisionId));
    assertThat(orders).hasSize(purpose.startsWith("EXIT") ? 1 : 3).contains(order);
    assertThat(shown.get("orders")).containsExactlyElementsOf(orders);
    List<String> ids = orders.stream().map(o -> o.get("clOrdId").textValue()).toList();
    List<JsonNode> executions =
        lines(Replay.EXECUTIONS, e -> ids.contains(e.get("clOrdId").textValue()));
    assertThat(executions).isNotEmpty();
    assertThat(shown.get("executions")).containsExactlyElementsOf(executions);
    assertThat(lines(Replay.DECISIONS, has("decisionId", decisionId)))
        .containsExactly(shown.get("decision"));
    assertThat(lines(Replay.SIGNALS, has("symbol", order.get("symbol").textValue())))
        .filteredOn(s -> s.get("time").equals(order.get("transactTime")))
        .containsExactly(shown.get("signal"));
    // The other portfolio's is no concern of this one.
    assertThat(shown.get("signal").get("commands")).hasSize(2);
    assertThat(shown.get("commands")).hasSize(1);
    JsonNode command = shown.get("commands").get(0);
    assertThat(command).isEqualTo(shown.get("signal").get("commands").get(0));
    assertThat(command.get("author").textValue()).isEqualTo("ann");
    assertThat(command.get("reason").textValue()).isEqualTo("with care");
  }

  /** The model's double answers with the row that it was asked. */
  @ParameterizedTest
  @ValueSource(strings = {"ENTRY", "EXIT_HORIZON"})
  void showsTheFeaturesThatTheModelWasAsked(String purpose) throws Exception {
    JsonNode shown = shown(last(purpose));
    JsonNode ensemble = shown.get("signal").get("components").get(2);
    assertThat(ensemble.get("name").textValue()).isEqualTo("ensemble");
    assertThat(ensemble.get("version").intValue()).isEqualTo(4);
    assertThat(ensemble.get("status").textValue()).isEqualTo("OK");
    JsonNode tabular = shown.get("features").get(1);
    assertThat(tabular.get("schema").textValue()).isEqualTo("tabular");
    assertThat(tabular.get("values")).hasSize(29);
    assertThat(tabular.get("values")).containsExactlyElementsOf(ensemble.get("bases"));
    // Of both vectors, and known without them.
    JsonNode sequence = shown.get("features").get(0);
    assertThat(sequence.get("schema").textValue()).isEqualTo("sequence-8");
    JsonNode signal = shown.get("signal");
    assertThat(sequence.get("values").get("volatility")).isEqualTo(signal.get("volatility"));
    assertThat(sequence.get("values").get("volumeRatio")).isEqualTo(signal.get("volumeRatio"));
  }

  /** Live state, written from the topics by the job that does, knows all that the files say. */
  @Test
  void liveStateKnowsTheSame(@TempDir Path work) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(work.resolve("kafka"));
        EmbeddedDatabase database = EmbeddedDatabase.start(work.resolve("database"), 0)) {
      List<String> settings = new ArrayList<>(SETTINGS);
      settings.add("kafka.bootstrapServers='" + kafka.bootstrapServers() + "'");
      settings.add("state.url='" + database.url() + "'");
      TradingConfig config =
          ConfigLoader.load(null, with(settings, "state.user=" + database.user()));
      KafkaTopics.create(config);
      publish(kafka.bootstrapServers());
      Database.migrate(config);
      var env = StreamExecutionEnvironment.createLocalEnvironment(1, JobSettings.flink());
      StateJob.buildUpToNow(env, config);
      env.execute();

      for (String purpose : List.of("ENTRY", "EXIT_HORIZON", "STOP", "TARGET")) {
        String id = last(purpose).get("clOrdId").textValue();
        JsonNode live = JSON.readTree(ask(settings, id, "--json"));
        JsonNode replayed = JSON.readTree(show(id, run, "--json"));
        replayed
            .properties()
            .forEach(
                part ->
                    assertThat(live.get(part.getKey()))
                        .as(part.getKey())
                        .isEqualTo(part.getValue()));
        assertThat(live).isEqualTo(replayed);
        assertThat(ask(settings, id)).isEqualTo(show(id, run)).contains("by ann: with care");
        assertThat(live.get("features"))
            .hasSize(2)
            .allMatch(f -> f.get("warm").booleanValue() && f.get("whole").booleanValue());
      }

      // The one that came last is in force; how it does is what it last reported.
      JsonNode models = JSON.readTree(state(settings, "models", "--json"));
      assertThat(models).hasSize(2);
      assertThat(models.get(0).get("model").textValue()).isEqualTo("ensemble");
      assertThat(models.get(0).get("version").intValue()).isEqualTo(4);
      assertThat(models.get(0).get("role").textValue()).isEqualTo("RELEASE");
      JsonNode reported =
          lines(Replay.ACCURACY, has("model", "ensemble")).stream()
              .filter(a -> a.get("version").intValue() == 4)
              .filter(a -> a.get("symbol").textValue().isEmpty())
              .reduce((a, b) -> b)
              .orElseThrow();
      assertThat(models.get(0).get("reported")).isEqualTo(reported.get("time"));
      assertThat(models.get(0).get("breaker")).isEqualTo(reported.get("breaker"));
      assertThat(models.get(0).get("calls")).isEqualTo(reported.get("figures").get("calls"));
      assertThat(models.get(0).get("calls").intValue()).isPositive();
      assertThat(models.get(1).get("model").textValue()).isEqualTo("winprob");
      assertThat(state(settings, "models").lines())
          .hasSize(3)
          .anyMatch(line -> line.matches("ensemble +4  RELEASE +\\S+ +CLOSED .*"));

      assertPanelsAnswer(database);

      // What the reader of a page must know: bars are missing, so the features are others.
      JsonNode entry = last("ENTRY");
      String id = entry.get("clOrdId").textValue();
      long from = entry.get("transactTime").longValue() - 30 * 60_000;
      try (Connection owner = DriverManager.getConnection(database.url(), database.user(), "");
          Statement statement = owner.createStatement()) {
        statement.execute("DELETE FROM signals WHERE time < " + from);
        assertThat(ask(settings, id))
            .contains("the 31 bars in the signals, which are not all that the job had seen");
        statement.execute("DELETE FROM signals");
        assertThat(failure(settings, id))
            .isEqualTo(
                "DATABASE: MISSING: signal=%s time=%s table=signals"
                    .formatted(entry.get("symbol").textValue(), entry.get("transactTime")));
        statement.execute("DELETE FROM decisions");
        assertThat(failure(settings, id))
            .isEqualTo(
                "DATABASE: MISSING: decision=%s table=decisions"
                    .formatted(entry.get("decisionId").textValue()));
      }
      err.reset();
      assertThat(Minhos.run(question(settings, "x"))).isEqualTo(Minhos.WRONG_USAGE);
      assertThat(err.toString(StandardCharsets.UTF_8).lines())
          .startsWith("minhos: MISSING: order=x table=orders");
    }
  }

  /** Each query of the dashboards' tables, its variables replaced as Grafana does. */
  private static void assertPanelsAnswer(EmbeddedDatabase database) throws Exception {
    List<String> queries = new ArrayList<>();
    try (Stream<Path> dashboards = Files.list(Path.of("../../grafana/dashboards"))) {
      for (Path dashboard : dashboards.sorted().toList()) {
        for (JsonNode query : JSON.readTree(dashboard.toFile()).findValues("rawSql")) {
          queries.add(
              query
                  .textValue()
                  .replace("${portfolio:sqlstring}", "'main','other'")
                  .replace("${symbol:sqlstring}", "'S0000','S0001'"));
        }
      }
    }
    assertThat(queries).hasSize(5).noneMatch(query -> query.contains("$"));
    try (Connection reader = DriverManager.getConnection(database.url(), database.user(), "");
        Statement statement = reader.createStatement()) {
      for (String query : queries) {
        statement.execute(query);
        // At the end of the replay nothing is held.
        String alsoClosed = query.replace("AND quantity <> 0", "");
        try (ResultSet rows = statement.executeQuery(alsoClosed)) {
          assertThat(rows.next()).as(query).isTrue();
        }
      }
    }
  }

  /** Each output as the messages that it is, and the releases, one of which replaces another. */
  private static void publish(String brokers) throws Exception {
    try (ControlLog log = new ControlLog(brokers)) {
      for (ModelRelease release :
          List.of(
              new ModelRelease("ensemble", 3, "none:", "00"),
              new ModelRelease("ensemble", 4, "none:", "00"),
              new ModelRelease("winprob", 4, "none:", "00"))) {
        log.append(ControlEntry.release(release, "a", "b", null));
      }
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (var producer = BytesProducer.open(brokers)) {
      for (Map.Entry<String, String> topic :
          Map.of(
                  Topics.ORDERS, Replay.ORDERS,
                  Topics.EXECUTIONS, Replay.EXECUTIONS,
                  Topics.DECISIONS, Replay.DECISIONS,
                  Topics.SIGNALS, Replay.SIGNALS,
                  Topics.PORTFOLIO, Replay.PORTFOLIO,
                  Topics.ACCURACY, Replay.ACCURACY)
              .entrySet()) {
        for (String line : Files.readAllLines(run.resolve(topic.getValue()))) {
          // A compacted topic takes no record without a key.
          byte[] key =
              JSON.readTree(line).path("portfolio").asText().getBytes(StandardCharsets.UTF_8);
          sent.add(
              producer.send(
                  new ProducerRecord<>(
                      topic.getKey(), 0, key, line.getBytes(StandardCharsets.UTF_8))));
        }
      }
      producer.flush();
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }

  private String ask(List<String> settings, String clOrdId, String... more) {
    out.reset();
    assertThat(Minhos.run(question(settings, clOrdId, more))).as("%s", err).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private String state(List<String> settings, String... command) {
    out.reset();
    List<String> args = new ArrayList<>(List.of("state"));
    args.addAll(List.of(command));
    settings.forEach(setting -> args.addAll(List.of("--set", setting)));
    assertThat(Minhos.run(args.toArray(String[]::new))).as("%s", err).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private String failure(List<String> settings, String clOrdId) {
    err.reset();
    assertThat(Minhos.run(question(settings, clOrdId))).isEqualTo(Minhos.FAILED);
    return err.toString(StandardCharsets.UTF_8).strip().substring("minhos: ".length());
  }

  private static String[] question(List<String> settings, String clOrdId, String... more) {
    List<String> args = new ArrayList<>(List.of("state", "decisions", "--order", clOrdId));
    settings.forEach(setting -> args.addAll(List.of("--set", setting)));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static List<String> with(List<String> settings, String more) {
    List<String> all = new ArrayList<>(settings);
    all.add(more);
    return all;
  }

  /** f* = p − (1 − p)/b, and then by hand to the quantity: what is shown is enough. */
  @Test
  void theQuantityFollowsFromWhatIsShown() throws Exception {
    List<JsonNode> entries = lines(Replay.ORDERS, has("purpose", "ENTRY"));
    int reduced = 0;
    for (int i = 0; i < entries.size(); i += entries.size() / 6) {
      JsonNode entry = entries.get(i);
      JsonNode shown = shown(entry);
      JsonNode decision = shown.get("decision");
      JsonNode assessment = decision.get("assessment");
      JsonNode settings = shown.get("settings");
      assertThat(assessment.get("sizing").textValue()).isEqualTo("KELLY");
      double p = number(assessment, "winProbability");
      double b = number(assessment, "payoffRatio");
      double fraction =
          Math.min(
              number(settings, "kellyFraction") * Math.max(0, p - (1 - p) / b),
              number(settings, "maxPositionFraction"));
      assertThat(number(assessment, "asked")).isEqualTo(fraction);
      assertThat(assessment.get("factors")).hasSize(8);
      for (JsonNode factor : assessment.get("factors")) {
        fraction *= number(factor, "value");
        reduced += number(factor, "value") < 1 ? 1 : 0;
      }
      assertThat(number(decision, "fraction")).isEqualTo(fraction);
      double dear = number(decision, "price") * (1 + number(settings, "slippageBps") / 10_000);
      BigDecimal lot = BigDecimal.valueOf(number(settings, "lotSize"));
      BigDecimal quantity =
          BigDecimal.valueOf(fraction * number(decision, "equity") / dear)
              .divide(lot, 0, RoundingMode.FLOOR)
              .multiply(lot);
      assertThat(number(entry, "orderQty")).isEqualTo(quantity.doubleValue());
      // Stop and target, to the tick.
      double side = entry.get("side").textValue().equals("BUY") ? 1 : -1;
      assertThat(number(decision, "stopPx"))
          .isCloseTo(
              number(decision, "price")
                  - side * number(settings, "stopAtr") * number(decision, "atr"),
              within(number(settings, "tickSize")));
    }
    assertThat(reduced).isPositive();
  }

  @Test
  void thePageSaysTheSame() throws Exception {
    JsonNode stop = last("STOP");
    JsonNode decision =
        lines(Replay.DECISIONS, has("decisionId", stop.get("decisionId").textValue())).get(0);

    long bars =
        lines(Replay.SIGNALS, has("symbol", stop.get("symbol").textValue())).stream()
            .filter(s -> s.get("time").longValue() <= decision.get("time").longValue())
            .count();

    List<String> page = show(stop.get("clOrdId").textValue(), run).lines().toList();

    assertThat(page)
        .filteredOn(line -> !line.isEmpty() && !line.startsWith(" "))
        .containsExactly(
            "decision",
            "orders",
            "executions",
            "sizing",
            "settings, as configured for this command",
            "commands in force",
            "signal",
            "votes",
            "shadows",
            "bar",
            "features sequence-8 version 1, computed again from the %d bars in the signals"
                .formatted(bars),
            "features tabular version 1, computed again from the %d bars in the signals"
                .formatted(bars));
    assertThat(page)
        .contains(
            "  outcome                 ENTER",
            "  price                   " + number(decision, "price"),
            "  quantity                " + number(decision, "quantity"),
            "  p                       " + number(decision.get("assessment"), "winProbability"),
            "  kellyFraction           0.3",
            "  ROLLOUT   0.75",
            "            by ann: with care")
        .anyMatch(line -> line.startsWith("  * " + stop.get("clOrdId").textValue() + "  STOP "))
        .noneMatch(line -> line.contains("bob"));
    for (JsonNode factor : decision.get("assessment").get("factors")) {
      assertThat(page)
          .anyMatch(
              line ->
                  line.startsWith("  x " + factor.get("name").textValue() + " ")
                      && line.contains(" " + number(factor, "value") + " ")
                      && line.endsWith(factor.get("detail").textValue()));
    }
  }

  @Test
  void anExitWasNotSized() throws Exception {
    assertThat(show(last("EXIT_HORIZON").get("clOrdId").textValue(), run).lines())
        .contains(
            "  outcome                 EXIT",
            "  reason                  EXIT_HORIZON: limit=3 got=3")
        .doesNotContain("sizing");
  }

  @Test
  void saysThatThereIsNoSuchOrder() {
    assertThat(Minhos.run("state", "decisions", "--order", "x", "--from", run.toString()))
        .isEqualTo(Minhos.WRONG_USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .startsWith("minhos: MISSING: order=x file=" + run.resolve(Replay.ORDERS));
    assertThat(out.size()).isZero();
  }

  @Test
  void saysWhichFileIsNotWhole(@TempDir Path copy) throws Exception {
    for (String file :
        List.of(Replay.ORDERS, Replay.EXECUTIONS, Replay.DECISIONS, Replay.SIGNALS)) {
      Files.copy(run.resolve(file), copy.resolve(file));
    }
    JsonNode entry = last("ENTRY");
    String id = entry.get("decisionId").textValue();
    Path decisions = copy.resolve(Replay.DECISIONS);

    Files.writeString(decisions, "{}\n{\"decisionId\":\"" + id + "\",\n");
    assertThat(failure(entry, copy)).isEqualTo("UNREADABLE: file=" + decisions + " line=2");

    Files.writeString(decisions, "");
    assertThat(failure(entry, copy)).isEqualTo("MISSING: decision=" + id + " file=" + decisions);

    Files.copy(run.resolve(Replay.DECISIONS), decisions, StandardCopyOption.REPLACE_EXISTING);
    Path signals = Files.writeString(copy.resolve(Replay.SIGNALS), "");
    assertThat(failure(entry, copy))
        .isEqualTo(
            "MISSING: signal=%s time=%s file=%s"
                .formatted(entry.get("symbol").textValue(), entry.get("transactTime"), signals));
  }

  private String failure(JsonNode order, Path folder) {
    err.reset();
    assertThat(Minhos.run(args(order.get("clOrdId").textValue(), folder))).isEqualTo(Minhos.FAILED);
    return err.toString(StandardCharsets.UTF_8).strip().substring("minhos: ".length());
  }

  private JsonNode shown(JsonNode order) throws IOException {
    return JSON.readTree(show(order.get("clOrdId").textValue(), run, "--json"));
  }

  private String show(String clOrdId, Path folder, String... more) {
    out.reset();
    assertThat(Minhos.run(args(clOrdId, folder, more))).as("%s", err).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String[] args(String clOrdId, Path folder, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("state", "decisions", "--order", clOrdId, "--from", folder.toString()));
    for (String setting : SETTINGS) {
      args.addAll(List.of("--set", setting));
    }
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static JsonNode last(String purpose) throws IOException {
    List<JsonNode> orders = lines(Replay.ORDERS, has("purpose", purpose));
    // The very last were not worked off.
    return orders.get(orders.size() - 3);
  }

  private static List<JsonNode> lines(String file, Predicate<JsonNode> which) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve(file))) {
      JsonNode node = JSON.readTree(line);
      if (which.test(node)) {
        found.add(node);
      }
    }
    return found;
  }

  private static Predicate<JsonNode> has(String property, String text) {
    return node -> node.get(property).textValue().equals(text);
  }

  private static double number(JsonNode node, String property) {
    return node.get(property).doubleValue();
  }

  private static void put(List<ControlArrival> control, ControlEntry entry) {
    control.add(new ControlArrival("commands", control.size(), entry, null, ""));
  }

  private static Models models() {
    return new Models(
        release -> {
          throw new ReleaseRefusedException(Code.MISSING, "");
        },
        release -> features -> new EnsembleAnswer(0.3, 1, features.clone()),
        release -> new Certain(),
        release -> ReleaseProfile.unknown(),
        release -> {});
  }

  private record Certain() implements WinModel {
    @Override
    public double probability(double[] features) {
      return 0.6;
    }

    @Override
    public double fixedFraction() {
      return 0.01;
    }
  }
}
