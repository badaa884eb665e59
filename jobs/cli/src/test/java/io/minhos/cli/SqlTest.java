package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.cli.data.PlantedMarket;
import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.domain.control.Alert;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.sql.SqlSession;
import io.minhos.store.Alias;
import io.minhos.store.Change;
import io.minhos.store.LoadedRelease;
import io.minhos.store.Manifest;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.BytesProducer;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.MarketDataCodec;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.models.StoreControls;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model answers in SQL is what it answers in the topology, to the bit. */
class SqlTest {

  private static final int SYMBOLS = 2;
  private static final int BARS = 1_600;
  private static final int WARM_UP = FeatureSchema.TABULAR.warmUpBars();
  private static final TradingConfig CONFIG =
      ConfigLoader.load(
          null,
          List.of(
              "training.folds=2",
              "training.trees=30",
              "training.lstm.firstUnits=8",
              "training.lstm.secondUnits=4",
              "training.lstm.denseUnits=4",
              "training.lstm.firstDropout=0",
              "training.lstm.epochs=1"));

  @TempDir static Path dir;

  private static Path bars;
  private static Path store;
  private static List<Signal> signals;

  @BeforeAll
  static void trainAndReplay() throws Exception {
    Path all = dir.resolve("it's; all.csv");
    try (BufferedWriter out = Files.newBufferedWriter(all)) {
      new PlantedMarket(SYMBOLS, 60_000, 0.65, 11).write(BARS, out);
    }
    bars = all;
    Path past =
        Files.write(
            dir.resolve("past.csv"), Files.readAllLines(all).subList(0, 1 + SYMBOLS * BARS / 2));
    store = dir.resolve("store");
    train(past, CONFIG);
    Replay.run(
        new ReplayInputs(
            List.of(new MarketFile(bars.toString(), Kind.BARS)),
            StoreControls.champions(ModelStore.existing(store.toString())),
            StoreModels.of(CONFIG.inference())),
        CONFIG,
        2,
        dir.resolve("replay"));
    signals = new ArrayList<>();
    for (String line : Files.readAllLines(dir.resolve("replay").resolve(Replay.SIGNALS))) {
      signals.add(Json.read(line, Signal.class));
    }
  }

  private static void train(Path past, TradingConfig config) throws Exception {
    Retraining.run(
        List.of(new MarketFile(past.toString(), Kind.BARS)),
        config,
        // What the gate says of the models is not what is asked here.
        new Publication(store.toString(), "test", Instant.parse("2026-01-01T00:00:00Z")).force(),
        List.of("lstm", "ensemble"),
        2,
        (trainer, progress) -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {"streaming", "batch"})
  void theEnsembleAnswersWhatItAnswersInTheTopology(String mode) throws Exception {
    assertSameAnswers(session(mode), "SELECT * FROM ensemble_answers", 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"streaming", "batch"})
  void theLstmAnswersWhatItAnswersInTheTopology(String mode) throws Exception {
    assertSameAnswers(session(mode), "SELECT * FROM lstm_answers", 1);
  }

  @Test
  void aRowOfWhichTooLittleIsKnownIsInsufficientAndAWindowThatIsTooLongFails() throws Exception {
    TableEnvironment sql = session("batch");
    String names =
        FeatureSchema.TABULAR.names().stream()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    String partly =
        names.replace(
            "`rsi`", "CASE symbol WHEN 'S0000' THEN CAST(NULL AS DOUBLE) ELSE `rsi` END AS `rsi`");
    sql.executeSql(
        "CREATE TEMPORARY VIEW partly AS SELECT symbol, %s, warm FROM features WHERE warm"
            .formatted(partly));
    assertThat(
            rows(
                sql,
                "SELECT DISTINCT symbol, status"
                    + " FROM ML_PREDICT(TABLE partly, MODEL ensemble, DESCRIPTOR(%s, warm))"
                        .formatted(names)))
        .containsExactlyInAnyOrder(Row.of("S0000", "INSUFFICIENT_DATA"), Row.of("S0001", "OK"));
    sql.executeSql(
        "CREATE TEMPORARY VIEW cut AS SELECT symbol, CASE symbol WHEN 'S0000' THEN ARRAY[0.5e0]"
            + " ELSE ARRAY_CONCAT(`sequence`, `sequence`) END AS `sequence`"
            + " FROM sequences WHERE CARDINALITY(`sequence`) = "
            + CONFIG.inference().sequenceLength() * FeatureSchema.SEQUENCE_8.size());
    assertThat(
            rows(
                sql,
                "SELECT DISTINCT symbol, status"
                    + " FROM ML_PREDICT(TABLE cut, MODEL lstm, DESCRIPTOR(`sequence`))"))
        .containsExactlyInAnyOrder(Row.of("S0000", "INSUFFICIENT_DATA"), Row.of("S0001", "FAILED"));
  }

  @Test
  void theNextQueryAsksTheChampionThatWasMoved() throws Exception {
    TableEnvironment sql = session("batch");
    String query = "SELECT DISTINCT version FROM ensemble_answers";
    assertThat(rows(sql, query)).containsExactly(Row.of(1));
    ModelStore models = ModelStore.existing(store.toString());
    LoadedRelease first = models.open(models.champion("ensemble"));
    ModelRelease second =
        models.publish(
            draft(first.manifest(), first.manifest().featureSchemaHash()), artifacts(first));
    assertThat(
            Minhos.run(
                "models",
                "promote",
                "ensemble",
                "" + second.version(),
                "--store",
                store.toString()))
        .isZero();
    assertThat(rows(sql, query)).containsExactly(Row.of(second.version()));
    assertThat(Minhos.run("models", "rollback", "ensemble", "--store", store.toString())).isZero();
    assertThat(rows(sql, query)).containsExactly(Row.of(1));
  }

  @Test
  void aReleaseOfOtherFeaturesIsRefused() throws Exception {
    Path foreign = dir.resolve("foreign");
    ModelStore models = ModelStore.existing(store.toString());
    LoadedRelease first = models.open(models.champion("ensemble"));
    ModelStore others = ModelStore.at(foreign.toString());
    ModelRelease release =
        others.publish(draft(first.manifest(), "0".repeat(64)), artifacts(first));
    others.promote(
        "ensemble",
        release.version(),
        Alias.CHAMPION,
        new Change("test", "test", Instant.parse("2026-01-01T00:00:00Z")));
    TableEnvironment sql = session("batch");
    assertThatThrownBy(() -> ask(sql, foreign.toString(), "", features("DOUBLE"), "`value` DOUBLE"))
        .rootCause()
        .hasMessageStartingWith("WRONG_SCHEMA: schema=tabular.1 hash=000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'model' = 'winprob'; ; `value` DOUBLE; "
            + "WRONG_OPTION: model=winprob expected=ensemble or lstm",
        "'alias' = 'winner'; ; `value` DOUBLE;"
            + " WRONG_OPTION: alias=winner expected=champion or challenger",
        "'alias' = 'challenger'; ; `value` DOUBLE; MISSING: challenger of model=ensemble",
        "; , `price` DOUBLE; `value` DOUBLE; UNKNOWN_COLUMN: INPUT column=price expected=[return,",
        // Flink itself refuses a row of another type.
        "; , `warm` DOUBLE; `value` DOUBLE;"
            + " Descriptor column 'warm' type BOOLEAN cannot be assigned",
        "; ; `value` FLOAT; WRONG_TYPE: OUTPUT column=value type=FLOAT expected=DOUBLE",
        "; ; `score` DOUBLE; UNKNOWN_COLUMN: OUTPUT column=score expected=[version, status,",
        "'set' = 'inference.ensembleThreshold=2'; ; `value` DOUBLE;"
            + " inference.ensembleThreshold must be in [0, 1): 2",
      })
  void aModelThatIsAskedWronglySaysWhatIsWrong(
      String option, String input, String output, String message) {
    TableEnvironment sql = session("batch");
    assertThatThrownBy(
            () ->
                ask(
                    sql,
                    store.toString(),
                    option == null ? "" : ", " + option,
                    features("DOUBLE") + (input == null ? "" : " " + input),
                    output))
        .satisfies(e -> assertThat(messages(e)).anyMatch(m -> m.startsWith(message)));
  }

  @Test
  void aModelThatLacksAFeatureNamesIt() {
    TableEnvironment sql = session("batch");
    assertThatThrownBy(
            () ->
                ask(
                    sql,
                    store.toString(),
                    "",
                    features("DOUBLE").replace("`rsi` DOUBLE, ", ""),
                    "`value` DOUBLE"))
        .satisfies(
            e ->
                assertThat(messages(e))
                    .contains("MISSING_FEATURE: INPUT schema=tabular missing=[rsi]"));
    assertThatThrownBy(
            () ->
                ask(sql, dir.resolve("none").toString(), "", features("DOUBLE"), "`value` DOUBLE"))
        .satisfies(
            e -> assertThat(messages(e)).anyMatch(m -> m.startsWith("MISSING: store=file:")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "symbol STRING; 'rows' = 'ticks';"
            + " WRONG_OPTION: rows=ticks expected=[trades, bars, features, sequence, rejects]",
        "symbol STRING; 'rows' = 'trades'; WRONG_OPTION: rows=trades files=bars",
        "symbol STRING; 'files' = 'orders'; WRONG_OPTION: files=orders expected=[trades, bars]",
        "sybol STRING; 'rows' = 'features';"
            + " UNKNOWN_COLUMN: TABLE column=sybol expected=[symbol, event_time, close, warm,",
        "symbol INT; 'rows' = 'bars'; WRONG_TYPE: TABLE column=symbol type=INT expected=STRING",
      })
  void aTableThatIsDeclaredWronglySaysWhatIsWrong(String columns, String option, String message) {
    TableEnvironment sql = session("batch");
    sql.executeSql(
        "CREATE TEMPORARY TABLE wrong (%s) WITH ('connector' = 'minhos-files', 'path' = '%s', %s)"
            .formatted(columns, dir.resolve("past.csv"), option));
    assertThatThrownBy(() -> sql.executeSql("SELECT * FROM wrong"))
        .satisfies(e -> assertThat(messages(e)).anyMatch(m -> m.startsWith(message)));
  }

  @Test
  void whatAReplayWroteIsThere() throws Exception {
    TableEnvironment sql = session("batch");
    for (Row table : rows(sql, "SHOW TABLES FROM replay")) {
      Path file = dir.resolve("replay").resolve(table.getField(0) + ".jsonl");
      long lines = Files.readAllLines(file).size();
      // Every column is read.
      assertThat(rows(sql, "SELECT * FROM replay." + table.getField(0)))
          .as("%s", file)
          .hasSize((int) lines);
    }
    List<Row> read =
        rows(
            sql,
            "SELECT symbol, `time`, components[3].`value`, bar.`close`, regime FROM replay.signals");
    assertThat(read)
        .containsExactlyElementsOf(
            signals.stream()
                .map(
                    s ->
                        Row.of(
                            s.symbol(),
                            s.time(),
                            s.components().get(2).value(),
                            s.bar().close(),
                            s.regime().name()))
                .toList());
    assertThat(rows(sql, "SELECT COUNT(*) FROM replay.decisions").get(0).getField(0))
        .isEqualTo(
            (long) Files.readAllLines(dir.resolve("replay").resolve(Replay.DECISIONS)).size());
  }

  @Test
  void theTopicsAreThere() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      TradingConfig config =
          ConfigLoader.load(null, List.of("kafka.bootstrapServers=" + kafka.bootstrapServers()));
      KafkaTopics.create(config);
      Alert alert = Alert.of(60_000, "TEST", "a=1");
      Bar bar = signals.get(0).bar();
      MarketDataCodec codec = new MarketDataCodec();
      try (KafkaProducer<byte[], byte[]> producer = BytesProducer.open(kafka.bootstrapServers())) {
        producer.send(new ProducerRecord<>(Topics.BARS, codec.encode(bar))).get();
        producer.send(new ProducerRecord<>(Topics.BARS, codec.encodeMarker(bar.time()))).get();
        producer
            .send(
                new ProducerRecord<>(
                    Topics.ALERTS, Json.line(alert).getBytes(StandardCharsets.UTF_8)))
            .get();
        TableEnvironment sql = session("batch", kafka.bootstrapServers());
        assertThat(rows(sql, "SELECT symbol, event_time, `close`, vwap FROM topics.bars"))
            .containsExactly(
                Row.of(bar.symbol(), Instant.ofEpochMilli(bar.time()), bar.close(), null));
        assertThat(rows(sql, "SELECT `time`, detail FROM topics.alerts"))
            .containsExactly(Row.of(alert.time(), alert.detail()));
        assertThat(rows(sql, "SELECT * FROM topics.trades")).isEmpty();
        producer.send(new ProducerRecord<>(Topics.BARS, new byte[] {1, 2, 3})).get();
        assertThatThrownBy(() -> rows(sql, "SELECT * FROM topics.bars"))
            .satisfies(e -> assertThat(messages(e)).contains("UNREADABLE: bytes=3"));
      }
    }
  }

  @Test
  void theCommandPrintsWhatAFileOfStatementsGives() throws Exception {
    Path script =
        Files.writeString(
            dir.resolve("ask.sql"),
            "SELECT COUNT(*) AS answered FROM ensemble_answers WHERE status = 'OK';\n");
    assertThat(sql(script)).isZero();
    long warm = signals.stream().filter(s -> s.bar() != null).count() - SYMBOLS * (WARM_UP - 1L);
    assertThat(printed).contains("answered").contains(" " + warm + " |");

    Files.writeString(script, "SELECT * FROM nothing;\nSELECT 'after' || 'wards';\n");
    assertThat(sql(script)).isEqualTo(Minhos.FAILED);
    assertThat(printed).contains("'nothing' not found").doesNotContain("afterwards");
  }

  private String printed = "";

  private int sql(Path script) {
    PrintStream real = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      return Minhos.run(
          "sql", script.toString(), "--bars", bars.toString(), "--store", store.toString());
    } finally {
      System.setOut(real);
      printed = out.toString(StandardCharsets.UTF_8);
    }
  }

  private static void ask(
      TableEnvironment sql, String from, String option, String input, String output)
      throws Exception {
    sql.executeSql("DROP TEMPORARY MODEL IF EXISTS asked");
    sql.executeSql(
        "CREATE TEMPORARY MODEL asked INPUT (%s) OUTPUT (%s) WITH ('provider' = 'minhos',"
                .formatted(input, output)
            + " 'store' = '%s'%s)"
                .formatted(
                    from, option.contains("'model'") ? option : option + ", 'model' = 'ensemble'"));
    String columns =
        Stream.of(input.split(",", -1))
            .map(c -> c.strip().split(" ", -1)[0])
            .collect(Collectors.joining(", "));
    // Columns that features lack are made up, so that the model is what is wrong.
    rows(
        sql,
        "WITH f AS (SELECT *, 0.5e0 AS price FROM features) SELECT * FROM ML_PREDICT(TABLE f, MODEL asked, DESCRIPTOR(%s))"
            .formatted(columns));
  }

  private static ReleaseDraft draft(Manifest manifest, String hash) {
    return new ReleaseDraft(
        manifest.modelId(),
        manifest.kind(),
        manifest.featureSchema(),
        manifest.featureSchemaVersion(),
        hash,
        manifest.sequenceLength(),
        manifest.scaler(),
        manifest.training(),
        manifest.metrics(),
        manifest.verdict(),
        manifest.codeVersion(),
        manifest.createdAt());
  }

  private static Map<String, byte[]> artifacts(LoadedRelease release) throws Exception {
    Map<String, byte[]> artifacts = new HashMap<>();
    for (String name : release.artifacts().keySet()) {
      artifacts.put(name, release.artifact(name));
    }
    return artifacts;
  }

  private static List<String> messages(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .map(e -> String.valueOf(e.getMessage()))
        .toList();
  }

  private static void assertSameAnswers(TableEnvironment sql, String query, int component)
      throws Exception {
    Map<List<Object>, Row> answers = new HashMap<>();
    for (Row row : rows(sql, query)) {
      assertThat(
              answers.put(
                  List.of(
                      row.getField("symbol"),
                      ((Instant) row.getField("event_time")).toEpochMilli()),
                  row))
          .isNull();
    }
    assertThat(answers).hasSameSizeAs(signals);
    int compared = 0;
    for (Signal signal : signals) {
      SignalComponent expected = signal.components().get(component);
      Row row = answers.get(List.<Object>of(signal.symbol(), signal.time()));
      assertThat(row.getField("close")).isEqualTo(signal.bar().close());
      if (expected.status() == Status.UNTRAINED) {
        continue;
      }
      compared++;
      assertThat(row.getField("version")).isEqualTo(expected.version());
      // What a breaker took out goes on to answer, in shadow.
      assertThat(row.getField("status"))
          .isEqualTo(expected.status() == Status.DISABLED ? "OK" : expected.status().name());
      assertThat(row.getField("direction")).isEqualTo(expected.direction().name());
      // As Double: to the bit.
      assertThat(row.getField("value")).isEqualTo(expected.value());
      assertThat(row.getField("confidence")).isEqualTo(expected.confidence());
      assertThat(row.getField("calibrated")).isEqualTo(expected.calibrated());
      assertThat(row.getField("agreement")).isEqualTo(expected.agreement());
      assertThat((Double[]) row.getField("bases"))
          .containsExactly(expected.bases().toArray(Double[]::new));
    }
    assertThat(compared).isGreaterThan(SYMBOLS * BARS / 3);
  }

  private static List<Row> rows(TableEnvironment sql, String query) throws Exception {
    List<Row> rows = new ArrayList<>();
    CloseableIterator<Row> found = sql.executeSql(query).collect();
    try {
      found.forEachRemaining(rows::add);
    } finally {
      found.close();
    }
    return rows;
  }

  private static String features(String type) {
    return FeatureSchema.TABULAR.names().stream()
        .map(name -> "`" + name + "` " + type)
        .collect(Collectors.joining(", "));
  }

  private static TableEnvironment session(String mode) {
    return session(mode, "127.0.0.1:9");
  }

  private static TableEnvironment session(String mode, String kafka) {
    TableEnvironment sql =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .withConfiguration(
                    Configuration.fromMap(
                        Map.of("execution.runtime-mode", mode, "parallelism.default", "2")))
                .build());
    SqlSession session =
        new SqlSession(
            store.toString(),
            SqlSession.Kind.BARS,
            List.of(bars),
            dir.resolve("replay"),
            kafka,
            null,
            List.of());
    try {
      session.statements().forEach(sql::executeSql);
    } catch (StoreRefusal e) {
      throw new IllegalStateException(e);
    }
    return sql;
  }
}
