package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Status;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.trading.JobSettings;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.models.Releases;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A replay of real trades, stopped or killed on its way, against one that ran through. An LSTM in
 * ONNX Runtime and a stack of trees answer, of which a store holds two releases each: the first in
 * force from a tenth of the trades on, the second from nine tenths on: a savepoint in between has
 * one in force and one announced, however far the job gets until it stops. Over the same time a
 * person keeps one of two portfolios long.
 */
class RestoreTest {

  @TempDir static Path dir;

  private static final TradingConfig CONFIG =
      ConfigLoader.load(
          null,
          // Weights are random.
          Unjudged.with("portfolios=[main, forced]"));

  private static final String COMMAND = "commandId=stay-long author=ann";

  private static ReplayInputs in;
  private static long firstFrom;
  private static long secondFrom;
  private static Path undisturbed;

  private ReplayCluster cluster;

  @BeforeAll
  static void runsThrough() throws Exception {
    List<String> lines = RealTrades.lines(60_000);
    Path trades = RealTrades.write(dir.resolve("trades.csv"), lines);
    firstFrom = time(lines.get(lines.size() / 10));
    secondFrom = time(lines.get(lines.size() / 10 * 9));
    ModelStore store = ModelStore.at(dir.resolve("store").toString());
    int features = FeatureSchema.SEQUENCE_8.size();
    List<ControlArrival> control = new ArrayList<>();
    for (int version = 1; version <= 2; version++) {
      long from = version == 1 ? firstFrom : secondFrom;
      ModelRelease lstm =
          store.publish(
              Releases.lstm(Releases.STEPS, Releases.scaling(features, 1)),
              Releases.artifacts(Releases.lstm(Releases.STEPS, features, version)));
      ModelRelease ensemble =
          store.publish(
              Releases.ensemble(ModelKind.STACK),
              Releases.artifacts(Releases.stack(FeatureSchema.TABULAR.size(), version)));
      for (ModelRelease release : List.of(lstm, ensemble)) {
        ControlEntry entry = ControlEntry.release(release, "test", "", Instant.ofEpochMilli(from));
        control.add(new ControlArrival("commands", control.size(), entry, null, ""));
      }
    }
    ControlEntry override =
        ControlEntry.of("stay-long", ControlType.OVERRIDE, "ann", "test")
            .about("forced", null)
            .saying("long")
            .between(Instant.ofEpochMilli(firstFrom), Instant.ofEpochMilli(secondFrom));
    control.add(new ControlArrival("commands", control.size(), override, null, ""));
    in =
        new ReplayInputs(
            List.of(new MarketFile(trades.toString(), Kind.TRADES)),
            control,
            StoreModels.of(CONFIG.inference()));
    undisturbed = dir.resolve("undisturbed");
    Replay.run(in, CONFIG, 1, undisturbed);
  }

  /** Else the comparisons would be of nothing. */
  @AfterAll
  static void tradedOnBothModels() throws Exception {
    assertThat(Files.readAllLines(undisturbed.resolve(Replay.ORDERS))).hasSizeGreaterThan(1_000);
    for (String model : List.of(SignalFusion.LSTM, SignalFusion.ENSEMBLE)) {
      assertThat(versions(undisturbed, model, Long.MIN_VALUE, firstFrom)).isEmpty();
      assertThat(versions(undisturbed, model, firstFrom, secondFrom)).containsExactly(1);
      assertThat(versions(undisturbed, model, secondFrom, Long.MAX_VALUE)).containsExactly(2);
    }
    assertForced(undisturbed, firstFrom);
    assertThat(Files.readAllLines(undisturbed.resolve(Replay.ACKS)))
        .singleElement()
        .asString()
        .contains("stay-long", "ACCEPTED");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, hashmap", "2, 4, rocksdb", "4, 1, hashmap"})
  void goesOnFromASavepointInTheMiddle(int before, int after, String backend) throws Exception {
    Path out = dir.resolve("savepoint-" + before + "-" + after);
    Configuration settings = JobSettings.flink();
    settings.set(StateBackendOptions.STATE_BACKEND, backend);
    JobID first = cluster.submit(settings, before, out);
    // Models answer by then.
    long answered = ReplayCluster.size(undisturbed.resolve(Replay.SIGNALS)) / 8;
    ReplayCluster.await(
        "answers", () -> ReplayCluster.size(out.resolve(Replay.SIGNALS)) > answered);
    String savepoint = cluster.stopWithSavepoint(first, dir.resolve("savepoints"));
    assertThat(ReplayCluster.size(out.resolve(Replay.DECISIONS)))
        .isBetween(1L, ReplayCluster.size(undisturbed.resolve(Replay.DECISIONS)) - 1);
    List<Signal> saved = signals(out);
    long last = saved.get(saved.size() - 1).time();
    assertThat(last).isBetween(firstFrom, secondFrom - 1);

    settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    cluster.assertFinishes(cluster.submit(settings, after, out));
    assertForced(out, last + 1);
    // What was in force before the savepoint goes on, and what was announced then takes over.
    for (String model : List.of(SignalFusion.LSTM, SignalFusion.ENSEMBLE)) {
      assertThat(versions(out, model, last + 1, secondFrom)).containsExactly(1);
      assertThat(versions(out, model, secondFrom, Long.MAX_VALUE)).containsExactly(2);
    }
    SameOutputs.assertSame(out, undisturbed);
  }

  @Test
  void goesOnWhenTaskManagersAreKilled() throws Exception {
    Path out = dir.resolve("killed");
    cluster.assertFinishesThoughKilled(3, undisturbed, out);
    SameOutputs.assertSame(out, undisturbed);
  }

  @BeforeEach
  void startCluster() throws Exception {
    cluster = ReplayCluster.start(in, CONFIG);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  /** From {@code from} on the portfolio is held long until the override ends, and then is free. */
  private static void assertForced(Path out, long from) throws IOException {
    int forced = 0;
    for (String line : Files.readAllLines(out.resolve(Replay.DECISIONS))) {
      Decision decision = Json.read(line, Decision.class);
      if (decision.time() >= from) {
        boolean commanded =
            decision.portfolio().equals("forced")
                && decision.time() >= firstFrom
                && decision.time() < secondFrom;
        assertThat(decision.reason().contains(COMMAND)).as(line).isEqualTo(commanded);
        forced += commanded ? 1 : 0;
      }
    }
    assertThat(forced).isGreaterThan(100);
  }

  /** Versions of {@code model} that answered bars in [{@code from}, {@code to}). */
  private static Set<Integer> versions(Path out, String model, long from, long to)
      throws IOException {
    Set<Integer> versions = new TreeSet<>();
    for (Signal signal : signals(out)) {
      if (signal.time() >= from && signal.time() < to) {
        signal.components().stream()
            .filter(c -> c.name().equals(model) && c.status() == Status.OK)
            .forEach(c -> versions.add(c.version()));
      }
    }
    return versions;
  }

  private static List<Signal> signals(Path out) throws IOException {
    return Files.readAllLines(out.resolve(Replay.SIGNALS)).stream()
        .map(line -> Json.read(line, Signal.class))
        .toList();
  }

  /** Event time of a line of trades. */
  private static long time(String line) {
    return Long.parseLong(line.split(",", -1)[1]);
  }
}
