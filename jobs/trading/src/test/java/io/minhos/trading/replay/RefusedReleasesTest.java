package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.Status;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.engines.ensemble.CalibratedTrees;
import io.minhos.engines.lstm.LstmWeights;
import io.minhos.engines.lstm.OnnxLstm;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.Scaling;
import io.minhos.trading.Models;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.models.Releases;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real trades with releases from a real store: a good one of each model, then broken ones of every
 * kind, then another good one.
 */
class RefusedReleasesTest {

  private static final int TRADES = 20_000;
  private static final int TABULAR = FeatureSchema.TABULAR.size();
  private static final int SEQUENCE = FeatureSchema.SEQUENCE_8.size();
  private static final int WIN = WinFeatures.NAMES.size();

  /** So wide that the random net is not saturated. */
  private static final Scaling SCALING = Releases.scaling(SEQUENCE, 100);

  private static final String OTHER_HASH = "0123456789abcdef".repeat(4);

  /** Not a bar's boundary: the switch comes with the first bar that ends behind it. */
  private static final long EVERY_MILLIS = 31 * 60_000 + 13;

  @TempDir Path dir;

  private final List<ControlArrival> control = new ArrayList<>();
  private final List<String> expectedAlerts = new ArrayList<>();
  private final TreeMap<Long, Integer> ensembleAt = new TreeMap<>(Map.of(Long.MIN_VALUE, 0));
  private final TreeMap<Long, Integer> lstmAt = new TreeMap<>(Map.of(Long.MIN_VALUE, 0));
  private final TreeMap<Long, Integer> winAt = new TreeMap<>(Map.of(Long.MIN_VALUE, 0));
  private ModelStore store;
  private Path trades;
  private long next;

  /** Breaks what lies in a release's folder. */
  private interface Breaking {
    void apply(Path folder) throws Exception;
  }

  @BeforeEach
  void inputs() throws Exception {
    store = ModelStore.at(dir.resolve("store").toString());
    List<String> lines = new ArrayList<>();
    for (String line : RealTrades.lines(TRADES)) {
      lines.add("BTC" + lines.size() % 5 + line.substring(line.indexOf(',')));
    }
    trades = RealTrades.write(dir.resolve("trades.csv"), lines);
    next = Long.parseLong(lines.get(0).split(",", -1)[1]) + 3_600_000;
  }

  @Test
  void theRunningVersionGoesOnThroughEveryBrokenRelease() throws Exception {
    Set<ModelRelease> good = new HashSet<>();
    good.add(good(stack(), Releases.artifacts(Releases.stack(TABULAR, 1)), ensembleAt));
    good.add(good(lstm(), Releases.artifacts(weights(1)), lstmAt));
    good.add(
        good(Releases.win(Map.of("fixedFraction", 0.03)), Releases.winArtifacts(WIN, 1), winAt));
    publishBroken();
    ModelRelease lastEnsemble =
        good(
            Releases.ensemble(ModelKind.LINEAR),
            Releases.artifacts(Releases.linear(TABULAR, 2)),
            ensembleAt);
    ModelRelease lastLstm = good(lstm(), Releases.artifacts(weights(2)), lstmAt);
    good.add(lastEnsemble);
    good.add(lastLstm);
    TradingConfig config = ConfigLoader.load(null, settings("inference.batchSize=3"));
    Models models = StoreModels.of(config.inference());
    run(models, config, 1, "1");

    Map<Integer, Set<Double>> values = new HashMap<>();
    Set<Double> chances = new HashSet<>();
    for (String line : Files.readAllLines(dir.resolve("1").resolve(Replay.SIGNALS))) {
      Signal signal = Json.read(line, Signal.class);
      SignalComponent lstm = signal.components().get(1);
      SignalComponent ensemble = signal.components().get(2);
      assertThat(lstm.version()).isEqualTo(lstmAt.floorEntry(signal.time()).getValue());
      assertThat(ensemble.version()).isEqualTo(ensembleAt.floorEntry(signal.time()).getValue());
      assertThat(signal.win().version()).isEqualTo(winAt.floorEntry(signal.time()).getValue());
      assertThat(signal.win().status()).isNotEqualTo(Status.FAILED);
      if (signal.win().status() == Status.OK) {
        chances.add(signal.win().probability());
        assertThat(signal.win().fixedFraction()).isEqualTo(0.03);
      }
      assertThat(lstm.status()).isNotEqualTo(Status.FAILED);
      assertThat(ensemble.status()).isNotEqualTo(Status.FAILED);
      if (ensemble.status() == Status.OK && lstm.status() == Status.OK) {
        values.computeIfAbsent(ensemble.version(), v -> new HashSet<>()).add(ensemble.value());
        values.computeIfAbsent(-lstm.version(), v -> new HashSet<>()).add(lstm.value());
      }
    }
    assertThat(chances).hasSizeGreaterThan(10);
    // All four were asked, and say many things.
    assertThat(values.keySet())
        .containsExactlyInAnyOrder(1, -1, lastEnsemble.version(), -lastLstm.version());
    assertThat(values.values()).allSatisfy(v -> assertThat(v).hasSizeGreaterThan(20));

    List<String> alerts = new ArrayList<>();
    for (String line : Files.readAllLines(dir.resolve("1").resolve(Replay.ALERTS))) {
      Alert alert = Json.read(line, Alert.class);
      assertThat(alert.code()).isEqualTo("RELEASE_REFUSED");
      alerts.add(
          "%s.%d@%d %s"
              .formatted(
                  alert.model(),
                  alert.version(),
                  alert.time(),
                  alert.detail().substring(0, alert.detail().indexOf(':'))));
    }
    assertThat(alerts).containsExactlyElementsOf(expectedAlerts);

    // The same from models that never saw a store.
    run(inMemory(good, lastEnsemble.version()), config, 1, "memory");
    List<String> allButAlerts = new ArrayList<>(Replay.OUTPUTS);
    allButAlerts.remove(Replay.ALERTS);
    SameOutputs.assertSame(dir.resolve("memory"), dir.resolve("1"), allButAlerts);
    run(models, ConfigLoader.load(null, settings("inference.batchSize=128")), 2, "2");
    SameOutputs.assertSame(dir.resolve("2"), dir.resolve("1"));
  }

  private void publishBroken() throws Exception {
    Map<String, byte[]> stack = Releases.artifacts(Releases.stack(TABULAR, 7));
    Map<String, byte[]> lstm = Releases.artifacts(weights(7));
    byte[] garbage = "not what it says it is".getBytes(StandardCharsets.UTF_8);

    broken(stack(), stack, folder -> flip(folder.resolve("forest.trees")), Code.CORRUPT);
    broken(lstm(), lstm, folder -> flip(folder.resolve("lstm.onnx")), Code.CORRUPT);
    broken(stack(), stack, folder -> flip(folder.resolve("manifest.json")), Code.CORRUPT);
    broken(stack(), stack, folder -> Files.delete(folder.resolve("stack.json")), Code.MISSING);
    broken(lstm(), lstm, folder -> Files.delete(folder.resolve("manifest.json")), Code.MISSING);
    broken(
        Releases.draft("ensemble", ModelKind.STACK, "tabular", 1, OTHER_HASH, 0, null),
        stack,
        folder -> {},
        Code.WRONG_SCHEMA);
    broken(
        Releases.draft("lstm", ModelKind.LSTM, FeatureSchema.TABULAR, 20, SCALING),
        lstm,
        folder -> {},
        Code.WRONG_SCHEMA);
    broken(stack(), Releases.artifacts(Releases.stack(28, 7)), folder -> {}, Code.WRONG_SHAPE);
    broken(lstm(), Releases.artifacts(Releases.lstm(20, 7, 7)), folder -> {}, Code.WRONG_SHAPE);
    broken(Releases.lstm(20, Releases.scaling(7, 1)), lstm, folder -> {}, Code.WRONG_SHAPE);
    broken(
        Releases.lstm(30, SCALING),
        Releases.artifacts(Releases.lstm(30, SEQUENCE, 7)),
        folder -> {},
        Code.WRONG_SHAPE);
    broken(
        Releases.draft("ensemble", ModelKind.LSTM, FeatureSchema.TABULAR, 20, SCALING),
        lstm,
        folder -> {},
        Code.CORRUPT);
    stack.put("lightgbm.trees", garbage);
    broken(stack(), stack, folder -> {}, Code.CORRUPT);
    lstm.put("lstm.onnx", garbage);
    broken(lstm(), lstm, folder -> {}, Code.CORRUPT);
    broken(
        Releases.draft("gru", ModelKind.LINEAR, FeatureSchema.TABULAR, 0, null),
        Releases.artifacts(Releases.linear(TABULAR, 7)),
        folder -> {},
        Code.MISSING);
    publishBrokenWin(garbage);
    refused(new ModelRelease("ensemble", 99, "none:///ensemble/99", OTHER_HASH), Code.UNREACHABLE);
  }

  private void publishBrokenWin(byte[] garbage) throws Exception {
    Map<String, byte[]> win = Releases.winArtifacts(WIN, 7);
    Map<String, Double> metrics = Map.of("fixedFraction", 0.03);
    broken(
        Releases.win(metrics), win, folder -> flip(folder.resolve("winprob.trees")), Code.CORRUPT);
    broken(
        Releases.win(metrics),
        win,
        folder -> Files.delete(folder.resolve("calibration.json")),
        Code.MISSING);
    broken(Releases.win(OTHER_HASH, metrics), win, folder -> {}, Code.WRONG_SCHEMA);
    broken(
        Releases.win(metrics), Releases.winArtifacts(WIN + 1, 7), folder -> {}, Code.WRONG_SHAPE);
    broken(Releases.win(Map.of("fixedFraction", 2.0)), win, folder -> {}, Code.CORRUPT);
    broken(
        Releases.draft("winprob", ModelKind.LINEAR, FeatureSchema.TABULAR, 0, null),
        Releases.artifacts(Releases.linear(TABULAR, 7)),
        folder -> {},
        Code.CORRUPT);
    win.put("calibration.json", garbage);
    broken(Releases.win(metrics), win, folder -> {}, Code.CORRUPT);
  }

  private ModelRelease good(
      ReleaseDraft draft, Map<String, byte[]> artifacts, Map<Long, Integer> inForceAt)
      throws Exception {
    ModelRelease release = store.publish(draft, artifacts);
    inForceAt.put(schedule(release), release.version());
    return release;
  }

  private void broken(
      ReleaseDraft draft, Map<String, byte[]> artifacts, Breaking breaking, Code code)
      throws Exception {
    ModelRelease release = store.publish(draft, artifacts);
    breaking.apply(Path.of(URI.create(release.uri()).getPath()));
    refused(release, code);
  }

  private void refused(ModelRelease release, Code code) {
    long from = schedule(release);
    expectedAlerts.add("%s.%d@%d %s".formatted(release.model(), release.version(), from, code));
  }

  private long schedule(ModelRelease release) {
    long from = next;
    next += EVERY_MILLIS;
    ControlEntry entry = ControlEntry.release(release, "test", "", Instant.ofEpochMilli(from));
    control.add(new ControlArrival("commands", control.size(), entry, null, ""));
    return from;
  }

  private void run(Models models, TradingConfig config, int parallelism, String out)
      throws Exception {
    Replay.run(
        new ReplayInputs(
            List.of(new MarketFile(trades.toString(), MarketFile.Kind.TRADES)), control, models),
        config,
        parallelism,
        dir.resolve(out));
  }

  /** What these models answer is not judged here. */
  private static List<String> settings(String more) {
    return Unjudged.with(more, "safeguards.tracking.alertAccuracy=0");
  }

  private static Models inMemory(Set<ModelRelease> good, int lastEnsemble) {
    return new Models(
        release ->
            new ScaledSequenceModel(
                OnnxLstm.of(weights(release.version() == 1 ? 1 : 2)),
                SCALING.minima(),
                SCALING.maxima()),
        release ->
            release.version() == lastEnsemble
                ? Releases.linear(TABULAR, 2)
                : Releases.stack(TABULAR, 1),
        release ->
            new CalibratedTrees(
                FlatTrees.fromBytes(Releases.winArtifacts(WIN, 1).get("winprob.trees")),
                Releases.CALIBRATION,
                0.03),
        release -> ReleaseProfile.unknown(),
        release -> {
          if (!good.contains(release)) {
            throw new ReleaseRefusedException(Code.CORRUPT, "artifact=x");
          }
        });
  }

  private static ReleaseDraft stack() {
    return Releases.ensemble(ModelKind.STACK);
  }

  private static ReleaseDraft lstm() {
    return Releases.lstm(Releases.STEPS, SCALING);
  }

  private static LstmWeights weights(long seed) {
    return Releases.lstm(Releases.STEPS, SEQUENCE, seed);
  }

  private static void flip(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
