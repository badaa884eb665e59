package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.SequenceModel;
import io.minhos.domain.inference.Status;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.Models;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that answer with their version, swapped every few bars of real trades. */
class HotSwapTest {

  private static final int TRADES = 20_000;
  private static final int SWAPS = 100;

  /** Not a bar's boundary: the switch comes with the first bar that ends behind it. */
  private static final long EVERY_MILLIS = 7 * 60_000 + 13;

  /** Cannot serve; what was in force goes on. */
  private static final int BROKEN = 5;

  @TempDir Path dir;

  @Test
  void everyBarIsAnsweredByTheOneVersionInForceAtEveryParallelism() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line : RealTrades.lines(TRADES)) {
      lines.add("BTC" + lines.size() % 5 + line.substring(line.indexOf(',')));
    }
    Path trades = RealTrades.write(dir.resolve("trades.csv"), lines);
    long start = Long.parseLong(lines.get(0).split(",", -1)[1]) + 3_600_000;
    List<ControlArrival> control = new ArrayList<>();
    TreeMap<Long, Integer> ensembleAt = new TreeMap<>();
    TreeMap<Long, Integer> lstmAt = new TreeMap<>();
    ensembleAt.put(Long.MIN_VALUE, 0);
    lstmAt.put(Long.MIN_VALUE, 0);
    for (int version = 1; version <= SWAPS; version++) {
      long ensembleFrom = start + version * EVERY_MILLIS;
      control.add(release("ensemble", version, ensembleFrom, control.size()));
      long lstmFrom = start + version * EVERY_MILLIS + 300_000;
      control.add(release("lstm", version, lstmFrom, control.size()));
      if (version != BROKEN) {
        ensembleAt.put(ensembleFrom, version);
        lstmAt.put(lstmFrom, version);
      }
    }
    ReplayInputs in =
        new ReplayInputs(
            List.of(new MarketFile(trades.toString(), MarketFile.Kind.TRADES)), control, models());
    TradingConfig config = ConfigLoader.load(null, settings("inference.batchSize=3"));
    Replay.run(in, config, 1, dir.resolve("1"));

    int answers = 0;
    for (String line : Files.readAllLines(dir.resolve("1").resolve(Replay.SIGNALS))) {
      Signal signal = Json.read(line, Signal.class);
      SignalComponent lstm = signal.components().get(1);
      SignalComponent ensemble = signal.components().get(2);
      assertThat(ensemble.version()).isEqualTo(ensembleAt.floorEntry(signal.time()).getValue());
      assertThat(lstm.version()).isEqualTo(lstmAt.floorEntry(signal.time()).getValue());
      if (ensemble.status() == Status.OK) {
        assertThat(ensemble.value()).isEqualTo(ensemble.version() / 1000.0);
        assertThat(ensemble.bases()).containsExactly(0.25, (double) ensemble.version());
        answers++;
      }
      if (lstm.status() == Status.OK) {
        assertThat(lstm.value()).isEqualTo((double) (float) (lstm.version() / 1000.0));
        answers++;
      }
    }
    assertThat(answers).isGreaterThan(2_000);
    assertThat(Files.readAllLines(dir.resolve("1").resolve(Replay.ALERTS)))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("RELEASE_REFUSED", "CORRUPT: artifact=x", "\"version\":5"));
    for (int parallelism : new int[] {2, 4}) {
      Path out = dir.resolve("" + parallelism);
      Replay.run(
          in, ConfigLoader.load(null, settings("inference.batchSize=128")), parallelism, out);
      SameOutputs.assertSame(out, dir.resolve("1"));
    }
  }

  /** The one before stands in; a version that is not in force is nobody's loss. */
  @Test
  void aVersionThatIsTakenOutGivesWayToTheOneBefore() throws Exception {
    List<String> lines = RealTrades.lines(6_000);
    Path trades = RealTrades.write(dir.resolve("trades.csv"), lines);
    long[] quarters = new long[4];
    for (int i = 0; i < 4; i++) {
      quarters[i] = Long.parseLong(lines.get(1_500 * i).split(",", -1)[1]);
    }
    List<ControlArrival> control = new ArrayList<>();
    control.add(release("ensemble", 1, quarters[0], 0));
    control.add(release("ensemble", 2, quarters[1], 1));
    control.add(disable(2, quarters[2], quarters[3], 2));
    control.add(disable(1, quarters[3], Long.MAX_VALUE, 3));
    ReplayInputs in =
        new ReplayInputs(
            List.of(new MarketFile(trades.toString(), MarketFile.Kind.TRADES)), control, models());
    Replay.run(in, ConfigLoader.load(null, settings("inference.batchSize=3")), 1, dir.resolve("1"));

    int[] answers = new int[4];
    for (String line : Files.readAllLines(dir.resolve("1").resolve(Replay.SIGNALS))) {
      Signal signal = Json.read(line, Signal.class);
      int quarter = 3;
      while (signal.time() < quarters[quarter]) {
        quarter--;
      }
      SignalComponent ensemble = signal.components().get(2);
      int version = quarter == 1 || quarter == 3 ? 2 : 1;
      assertThat(ensemble.version()).isEqualTo(version);
      if (ensemble.status() != Status.INSUFFICIENT_DATA) {
        assertThat(ensemble.status()).isEqualTo(Status.OK);
        assertThat(ensemble.value()).isEqualTo(version / 1000.0);
        assertThat(ensemble.weight()).isPositive();
        answers[quarter]++;
      }
      if (quarter == 2) {
        // Still asked, and told of.
        assertThat(signal.shadows()).extracting(SignalComponent::version).containsExactly(2);
      }
    }
    assertThat(Arrays.stream(answers).min().orElseThrow()).isGreaterThan(100);
  }

  private static ControlArrival disable(int version, long from, long until, int ordinal) {
    ControlEntry entry =
        ControlEntry.of("d" + version, ControlType.DISABLE, "ann", "test")
            .naming("ensemble", version)
            .between(
                Instant.ofEpochMilli(from),
                until == Long.MAX_VALUE ? null : Instant.ofEpochMilli(until));
    assertThat(entry.flaw()).isEmpty();
    return new ControlArrival("commands", ordinal, entry, null, "");
  }

  /** These models are constants: here that is no fault of theirs. */
  private static List<String> settings(String more) {
    return Unjudged.with(more, "safeguards.tracking.alertAccuracy=0");
  }

  private static ControlArrival release(String model, int version, long from, int ordinal) {
    ControlEntry entry =
        ControlEntry.release(
            new ModelRelease(model, version, "none:" + model + "/" + version, "00"),
            "test",
            "",
            Instant.ofEpochMilli(from));
    return new ControlArrival("commands", ordinal, entry, null, "");
  }

  private static Models models() {
    return new Models(
        release -> new ScaledSequenceModel(constant(release), new double[8], new double[8]),
        release ->
            features ->
                new EnsembleAnswer(
                    release.version() / 1000.0, 1, new double[] {0.25, release.version()}),
        release -> {
          throw new ReleaseRefusedException(Code.MISSING, "");
        },
        release -> ReleaseProfile.unknown(),
        release -> {
          if (release.version() == BROKEN) {
            throw new ReleaseRefusedException(Code.CORRUPT, "artifact=x");
          }
        });
  }

  private static SequenceModel constant(ModelRelease release) {
    return new SequenceModel() {
      @Override
      public int steps() {
        return 20;
      }

      @Override
      public int features() {
        return 8;
      }

      @Override
      public void predict(float[] sequences, int rows, float[] out) {
        for (int i = 0; i < rows; i++) {
          out[i] = (float) (release.version() / 1000.0);
        }
      }

      @Override
      public void close() {}
    };
  }
}
