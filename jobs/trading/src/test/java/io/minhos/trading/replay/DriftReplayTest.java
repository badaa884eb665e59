package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.features.FeatureState;
import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.InputDistribution;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseFacts;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.JobSettings;
import io.minhos.trading.Models;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ensemble on minutes of three symbols that move at random. In the middle the market becomes
 * another: it moves three times as far and trades ten times as much, which changes about half of
 * the features. What was released before, and does not say what it was trained on, stands by.
 */
class DriftReplayTest {

  private static final int MINUTES = 2_000;
  private static final int MIDDLE = MINUTES / 2;
  private static final List<String> SYMBOLS = List.of("A", "B", "C");
  private static final long START = Instant.parse("2026-11-02T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  /** A window of six hours: 1,080 rows. */
  private static final long WINDOW = 360 * MINUTE;

  private static final TradingConfig CONFIG = config(0.25);

  @TempDir Path dir;

  /** Bets against the last bar. */
  private record Reverting(ReleaseFacts facts) implements EnsembleModel {
    @Override
    public EnsembleAnswer answer(double[] features) {
      double value = Math.max(-0.9, Math.min(0.9, -200 * features[0]));
      return EnsembleAnswer.of(value, new double[] {value});
    }
  }

  @Test
  void aDriftTakesTheReleaseOutAndTheOneBeforeAnswersAtEveryParallelism() throws Exception {
    List<Bar> market = bars(MINUTES, 3, 10);
    for (int parallelism : new int[] {1, 2, 4}) {
      replay(market, parallelism, "drift-" + parallelism);
      SameOutputs.assertSame(dir.resolve("drift-" + parallelism), dir.resolve("drift-1"));
    }
    List<Alert> opened = breaker("drift-1", "to=OPEN reason=DRIFT");
    assertThat(opened).hasSize(1);
    Alert drift = opened.get(0);
    assertThat(drift.detail()).startsWith("from=CLOSED to=OPEN reason=DRIFT drifted=");
    assertThat(drift.version()).isEqualTo(2);
    long middle = START + MIDDLE * MINUTE;
    assertThat(drift.time()).isBetween(middle, middle + WINDOW + 60 * MINUTE);
    int before = 0;
    int after = 0;
    for (Signal signal : signals("drift-1")) {
      SignalComponent ensemble = signal.components().get(2);
      if (ensemble.status() != Status.OK || signal.time() < START + 120 * MINUTE) {
        continue;
      }
      // Of the release with a calibration half the confidence is left.
      double kept = ensemble.version() == 2 ? 0.5 : 1;
      assertThat(ensemble.calibrated()).isEqualTo(kept * ensemble.confidence());
      if (signal.time() <= drift.time()) {
        assertThat(ensemble.version()).isEqualTo(2);
        before++;
      } else if (signal.time() < drift.time() + 240 * MINUTE) {
        assertThat(ensemble.version()).isEqualTo(1);
        assertThat(signal.shadows()).extracting(SignalComponent::version).containsExactly(2);
        after++;
      }
    }
    assertThat(before).isGreaterThan(1_000);
    assertThat(after).isGreaterThan(500);
  }

  @Test
  void aMarketThatStaysAsItWasTakesNothingOut() throws Exception {
    replay(bars(MINUTES, 1, 1), 2, "same");
    assertThat(breaker("same", "to=OPEN")).isEmpty();
  }

  /**
   * In a market of four times the length, with a window of 3,600 of its 8,000 minutes: what is
   * counted when the job stops is in the window in which the drift is found, and the alert tells
   * its figures.
   */
  @Test
  void goesOnCountingFromASavepointAndWhenTaskManagersAreKilled() throws Exception {
    TradingConfig config = config(2.5);
    ReplayInputs in = inputs(bars(4 * MINUTES, 3, 10), "long");
    Path undisturbed = dir.resolve("undisturbed");
    Replay.run(in, config, 1, undisturbed);
    List<Alert> opened = breaker("undisturbed", "to=OPEN reason=DRIFT");
    assertThat(opened).hasSize(1);
    long drift = opened.get(0).time();

    Path out = dir.resolve("savepoint");
    Configuration settings = JobSettings.flink();
    try (ReplayCluster cluster = ReplayCluster.start(in, config)) {
      JobID first = cluster.submit(settings, 2, out);
      long quarter = ReplayCluster.size(undisturbed.resolve(Replay.SIGNALS)) / 4;
      ReplayCluster.await(
          "answers", () -> ReplayCluster.size(out.resolve(Replay.SIGNALS)) > quarter);
      String savepoint = cluster.stopWithSavepoint(first, dir.resolve("savepoints"));
      List<Signal> saved = signals("savepoint");
      assertThat(saved.get(saved.size() - 1).time()).isBetween(drift - 3_600 * MINUTE, drift);

      settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      cluster.assertFinishes(cluster.submit(settings, 4, out));
    }
    SameOutputs.assertSame(out, undisturbed);
    // Calibrated before and after it, so that the comparison is of something.
    for (Signal signal : saved(drift)) {
      SignalComponent ensemble = signal.components().get(2);
      assertThat(ensemble.version()).isEqualTo(2);
      assertThat(ensemble.calibrated()).isEqualTo(ensemble.confidence() / 2);
    }

    Path killed = dir.resolve("killed");
    try (ReplayCluster cluster = ReplayCluster.start(in, config)) {
      cluster.assertFinishesThoughKilled(2, undisturbed, killed);
    }
    SameOutputs.assertSame(killed, undisturbed);
  }

  /** Those that the second release answered, up to the drift. */
  private List<Signal> saved(long drift) throws IOException {
    List<Signal> answered =
        signals("savepoint").stream()
            .filter(s -> s.time() >= START + 120 * MINUTE && s.time() <= drift)
            .filter(s -> s.components().get(2).status() == Status.OK)
            .toList();
    assertThat(answered).hasSizeGreaterThan(10_000);
    return answered;
  }

  private static TradingConfig config(double windowDays) {
    return ConfigLoader.load(
        null,
        Unjudged.with(
            "bars.length=1m",
            "safeguards.drift.windowDays=" + windowDays,
            "safeguards.drift.features=0.4"));
  }

  private void replay(List<Bar> market, int parallelism, String out) throws Exception {
    Replay.run(inputs(market, out), CONFIG, parallelism, dir.resolve(out));
  }

  private ReplayInputs inputs(List<Bar> market, String out) throws IOException {
    Path file = dir.resolve(out + ".csv");
    List<String> lines = new ArrayList<>(List.of("symbol,open_time,open,high,low,close,volume"));
    for (Bar bar : market) {
      lines.add(
          "%s,%s,%s,%s,%s,%s,%s"
              .formatted(
                  bar.symbol(),
                  Instant.ofEpochMilli(bar.openTime()),
                  bar.open(),
                  bar.high(),
                  bar.low(),
                  bar.close(),
                  bar.volume()));
    }
    Files.write(file, lines);
    Models models =
        new Models(
            release -> {
              throw new ReleaseRefusedException(Code.MISSING, "");
            },
            release ->
                new Reverting(
                    release.version() == 1
                        ? ReleaseFacts.NONE
                        : new ReleaseFacts(trained(), confidence -> confidence / 2)),
            release -> {
              throw new ReleaseRefusedException(Code.MISSING, "");
            },
            release ->
                release.version() == 1
                    ? ReleaseProfile.unknown()
                    : new ReleaseProfile(0.55, 0, trained()),
            release -> {});
    List<ControlArrival> control = new ArrayList<>();
    for (int version = 1; version <= 2; version++) {
      ModelRelease release = new ModelRelease("ensemble", version, "none:" + version, "00");
      Instant from = Instant.ofEpochMilli(START + 60 * MINUTE * version);
      ControlEntry entry = ControlEntry.release(release, "test", "", from);
      control.add(new ControlArrival("commands", version, entry, null, ""));
    }
    return new ReplayInputs(
        List.of(new MarketFile(file.toString(), MarketFile.Kind.BARS)), control, models);
  }

  /** By (time, symbol); from the middle on they move and trade so many times as much. */
  private static List<Bar> bars(int minutes, double moves, double trades) {
    Random random = new Random(7);
    double[] price = {100, 100, 100};
    List<Bar> bars = new ArrayList<>();
    for (int minute = 0; minute < minutes; minute++) {
      long open = START + minute * MINUTE;
      for (int symbol = 0; symbol < SYMBOLS.size(); symbol++) {
        double size = (minute < minutes / 2 ? 1 : moves) * 0.0005;
        double from = price[symbol];
        double to = from * Math.exp(size * random.nextGaussian());
        double high = Math.max(from, to) * (1 + size * random.nextDouble());
        double low = Math.min(from, to) * (1 - size * random.nextDouble());
        double volume = (minute < minutes / 2 ? 1 : trades) * (1 + 10 * random.nextDouble());
        price[symbol] = to;
        bars.add(Bar.of(SYMBOLS.get(symbol), open, open + MINUTE, from, high, low, to, volume));
      }
    }
    return bars;
  }

  /** How the features are distributed of a market that stays as it was. */
  private static InputDistribution trained() {
    List<Bar> bars = bars(MINUTES, 1, 1);
    List<double[]> rows = new ArrayList<>();
    for (String symbol : SYMBOLS) {
      FeatureState state = FeatureState.empty();
      for (Bar bar : bars) {
        if (bar.symbol().equals(symbol)) {
          state = state.plus(bar);
          FeatureVector vector = FeatureSchema.TABULAR.vector(state);
          if (vector.warm()) {
            rows.add(vector.values());
          }
        }
      }
    }
    return InputDistribution.of(rows, 10);
  }

  private List<Alert> breaker(String out, String detail) throws IOException {
    return Files.readAllLines(dir.resolve(out).resolve(Replay.ALERTS)).stream()
        .map(line -> Json.read(line, Alert.class))
        .filter(alert -> alert.code().equals("BREAKER") && alert.detail().contains(detail))
        .toList();
  }

  private List<Signal> signals(String out) throws IOException {
    return Files.readAllLines(dir.resolve(out).resolve(Replay.SIGNALS)).stream()
        .map(line -> Json.read(line, Signal.class))
        .toList();
  }
}
