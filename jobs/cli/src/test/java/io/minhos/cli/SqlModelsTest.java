package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.store.ModelStore;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.models.StoreControls;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model answers in SQL is what it answers in the topology, to the bit. */
class SqlModelsTest {

  private static final int SYMBOLS = 3;
  private static final int BARS = 2_000;
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
    Path all = dir.resolve("bars.csv");
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

  @Test
  void theEnsembleAnswersWhatItAnswersInTheTopology() throws Exception {
    TableEnvironment sql = session();
    assertSameAnswers(
        sql,
        "SELECT * FROM ML_PREDICT(TABLE features, MODEL ensemble, DESCRIPTOR(%s))"
            .formatted(columns("warm")),
        2);
  }

  @Test
  void theLstmAnswersWhatItAnswersInTheTopology() throws Exception {
    TableEnvironment sql = session();
    assertSameAnswers(
        sql, "SELECT * FROM ML_PREDICT(TABLE sequences, MODEL lstm, DESCRIPTOR(`sequence`))", 1);
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
    try (CloseableIterator<Row> found = sql.executeSql(query).collect()) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }

  private static String columns(String... more) {
    return FeatureSchema.TABULAR.names().stream()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "))
        + List.of(more).stream().map(name -> ", `" + name + "`").collect(Collectors.joining());
  }

  private static TableEnvironment session() {
    TableEnvironment sql =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .withConfiguration(
                    org.apache.flink.configuration.Configuration.fromMap(
                        Map.of("parallelism.default", "2")))
                .build());
    String features =
        FeatureSchema.TABULAR.names().stream()
            .map(name -> "`" + name + "` DOUBLE")
            .collect(Collectors.joining(", "));
    sql.executeSql(
        "CREATE TABLE features (symbol STRING, event_time TIMESTAMP_LTZ(3), `close` DOUBLE, warm"
            + " BOOLEAN, "
            + features
            + ") WITH ('connector' = 'minhos-files', 'rows' = 'features', 'path' = '"
            + bars
            + "')");
    sql.executeSql(
        "CREATE TABLE sequences (symbol STRING, event_time TIMESTAMP_LTZ(3), `close` DOUBLE,"
            + " `sequence` ARRAY<DOUBLE>) WITH ('connector' = 'minhos-files', 'rows' ="
            + " 'sequence', 'path' = '"
            + bars
            + "')");
    String output =
        " OUTPUT (version INT, status STRING, direction STRING, `value` DOUBLE, confidence DOUBLE,"
            + " calibrated DOUBLE, agreement DOUBLE, bases ARRAY<DOUBLE>)";
    sql.executeSql(
        "CREATE MODEL ensemble INPUT ("
            + features
            + ", warm BOOLEAN)"
            + output
            + " WITH ('provider' = 'minhos', 'store' = '"
            + store
            + "')");
    sql.executeSql(
        "CREATE MODEL lstm INPUT (`sequence` ARRAY<DOUBLE>)"
            + output
            + " WITH ('provider' = 'minhos', 'store' = '"
            + store
            + "')");
    return sql;
  }
}
