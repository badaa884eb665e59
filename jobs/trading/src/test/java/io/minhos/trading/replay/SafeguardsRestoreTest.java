package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.SequenceModel;
import io.minhos.domain.inference.Status;
import io.minhos.domain.orders.Order;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Outcome;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.safeguards.Safeguards;
import io.minhos.domain.safeguards.StickyShare;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.trading.JobSettings;
import io.minhos.trading.Models;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real trades under commands, breakers and a challenge at once: at every parallelism, and stopped
 * or killed on the way, the bytes are those of a run that went through.
 *
 * <p>From a tenth of the time on, a person keeps one of two portfolios long and rolls the models
 * out in part; from two tenths on, a release of the LSTM is constant, and its breaker opens. From
 * three tenths on, one portfolio is halted on one symbol and the ensemble disabled on another.
 * Meanwhile another release of the ensemble answers on its share of the symbols, and proves itself
 * later. A savepoint in between has all of that in its state.
 */
class SafeguardsRestoreTest {

  private static final int TRADES = 60_000;
  private static final int SYMBOLS = 4;
  private static final double SHARE = 0.5;
  private static final double PART = 0.6;
  private static final int FORCED = 1;
  private static final int POISONED = 2;
  private static final int HELD = 3;
  private static final int FREE = 8;

  @TempDir static Path dir;

  private static final TradingConfig CONFIG =
      ConfigLoader.load(
          null,
          List.of(
              "portfolios=[main, forced]",
              "safeguards.promotion.threshold=1e5",
              "safeguards.rollout.automatic=true",
              "safeguards.rollout.initial=0.25",
              "safeguards.rollout.minAccuracyLow=0",
              "safeguards.rollout.minMeanPnl=-1",
              "safeguards.rollout.holdDays=0.6"));

  private static long[] tenths;
  private static ReplayInputs in;
  private static Path undisturbed;

  @BeforeAll
  static void runsThrough() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line : RealTrades.lines(TRADES)) {
      lines.add("BTC" + lines.size() % SYMBOLS + line.substring(line.indexOf(',')));
    }
    Path trades = RealTrades.write(dir.resolve("trades.csv"), lines);
    tenths = new long[10];
    for (int i = 0; i < tenths.length; i++) {
      tenths[i] = Long.parseLong(lines.get(TRADES / 10 * i).split(",", -1)[1]);
    }
    in =
        new ReplayInputs(
            List.of(new MarketFile(trades.toString(), Kind.TRADES)), control(), models());
    undisturbed = dir.resolve("undisturbed");
    Replay.run(in, CONFIG, 1, undisturbed);
  }

  /** Else the comparisons would be of nothing. */
  @Test
  void muchHappensBeforeAndAfterTheMiddle() throws Exception {
    List<Alert> alerts = read(undisturbed, Replay.ALERTS, Alert.class);
    long opened = opened();
    assertThat(alerts)
        .anyMatch(alert -> alert.code().equals(Safeguards.BREAKER) && alert.time() > opened)
        .anyMatch(alert -> alert.code().equals(Safeguards.ROLLOUT) && alert.time() < opened)
        .anyMatch(alert -> alert.code().equals(Safeguards.ROLLOUT) && alert.time() > opened);
    assertThat(promotion()).isGreaterThan(opened);
    assertThat(read(undisturbed, Replay.ORDERS, Order.class)).hasSizeGreaterThan(1_000);
    assertThat(read(undisturbed, Replay.ACKS, Acknowledgement.class))
        .hasSize(6)
        .allSatisfy(ack -> assertThat(ack.status()).isEqualTo(Acknowledgement.Status.ACCEPTED));
    assertControlled(undisturbed, Long.MIN_VALUE);
    assertThat(shared()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void isTheSameAtEveryParallelism(int parallelism) throws Exception {
    Path out = dir.resolve("parallelism-" + parallelism);
    Replay.run(in, CONFIG, parallelism, out);
    SameOutputs.assertSame(out, undisturbed);
  }

  @Test
  void goesOnFromASavepointAfterABreakerOpened() throws Exception {
    Path out = dir.resolve("savepoint");
    long opened = opened();
    assertThat(opened).isBetween(tenths[POISONED], tenths[HELD]);
    long written = 0;
    for (String line : Files.readAllLines(undisturbed.resolve(Replay.SIGNALS))) {
      written += Json.read(line, Signal.class).time() <= opened ? line.length() + 1 : 0;
    }
    long untilOpened = written;
    Configuration settings = JobSettings.flink();
    try (ReplayCluster cluster = ReplayCluster.start(in, CONFIG)) {
      JobID first = cluster.submit(settings, 2, out);
      ReplayCluster.await(
          "a breaker", () -> ReplayCluster.size(out.resolve(Replay.SIGNALS)) > untilOpened);
      String savepoint = cluster.stopWithSavepoint(first, dir.resolve("savepoints"));
      List<Signal> saved = read(out, Replay.SIGNALS, Signal.class);
      long last = saved.get(saved.size() - 1).time();
      assertThat(last).isBetween(opened, tenths[9]);
      assertControlled(out, Long.MIN_VALUE);

      settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      cluster.assertFinishes(cluster.submit(settings, 4, out));
      assertControlled(out, last + 1);
    }
    SameOutputs.assertSame(out, undisturbed);
  }

  @Test
  void goesOnWhenATaskManagerIsKilled() throws Exception {
    Path out = dir.resolve("killed");
    try (ReplayCluster cluster = ReplayCluster.start(in, CONFIG)) {
      cluster.assertFinishesThoughKilled(1, undisturbed, out);
    }
    SameOutputs.assertSame(out, undisturbed);
  }

  private static List<ControlArrival> control() {
    List<ControlEntry> entries =
        List.of(
            release(SignalFusion.LSTM, 1, 0),
            release(SignalFusion.ENSEMBLE, 1, 0),
            ControlEntry.challenge(
                new ModelRelease(SignalFusion.ENSEMBLE, 2, "none:", "00"),
                SHARE,
                "test",
                "",
                Instant.ofEpochMilli(tenths[0])),
            release(SignalFusion.LSTM, 2, POISONED),
            command("long", ControlType.OVERRIDE, FORCED, FREE)
                .about("forced", null)
                .saying("long"),
            command("part", ControlType.ROLLOUT, FORCED, FREE).saying("" + PART),
            command("halt", ControlType.HALT, HELD, FREE).about("main", "BTC1"),
            command("disable", ControlType.DISABLE, HELD, 0)
                .naming(SignalFusion.ENSEMBLE, 0)
                .about(null, "BTC2"),
            command("enable", ControlType.ENABLE, FREE, 0).naming(SignalFusion.ENSEMBLE, 0),
            command("late", ControlType.HALT, FREE, 9).about("forced", null));
    List<ControlArrival> control = new ArrayList<>();
    for (ControlEntry entry : entries) {
      assertThat(entry.flaw()).isEmpty();
      control.add(new ControlArrival("commands", control.size(), entry, null, ""));
    }
    return control;
  }

  private static ControlEntry release(String model, int version, int from) {
    return ControlEntry.release(
        new ModelRelease(model, version, "none:", "00"),
        "test",
        "",
        Instant.ofEpochMilli(tenths[from]));
  }

  /** From one tenth to another, without an end where that is 0. */
  private static ControlEntry command(String id, ControlType type, int from, int until) {
    return ControlEntry.of(id, type, "ann", "test")
        .between(
            Instant.ofEpochMilli(tenths[from]),
            until == 0 ? null : Instant.ofEpochMilli(tenths[until]));
  }

  /** Bars from {@code from} on are as the commands and the challenge say. */
  private static void assertControlled(Path out, long from) throws IOException {
    long promoted = promotion();
    int answered = 0;
    for (Signal signal : read(out, Replay.SIGNALS, Signal.class)) {
      if (signal.time() < from) {
        continue;
      }
      assertThat(signal.allocation()).isEqualTo(isBetween(signal.time(), FORCED, FREE) ? PART : 1);
      SignalComponent ensemble = signal.components().get(2);
      assertThat(ensemble.status() == Status.DISABLED)
          .isEqualTo(signal.symbol().equals("BTC2") && isBetween(signal.time(), HELD, FREE));
      if (ensemble.status() == Status.OK) {
        boolean challenged =
            signal.time() > promoted
                || StickyShare.contains(SignalFusion.ENSEMBLE, 2, signal.symbol(), SHARE);
        assertThat(ensemble.version()).isEqualTo(challenged ? 2 : 1);
        answered++;
      }
    }
    assertThat(answered).isGreaterThan(100);
    for (Decision decision : read(out, Replay.DECISIONS, Decision.class)) {
      if (decision.time() < from) {
        continue;
      }
      boolean forced = decision.portfolio().equals("forced");
      boolean halted =
          forced
              ? isBetween(decision.time(), FREE, 9)
              : decision.symbol().equals("BTC1") && isBetween(decision.time(), HELD, FREE);
      if (halted) {
        assertThat(decision.outcome()).isNotEqualTo(Outcome.ENTER);
      }
      assertThat(decision.reason().contains("commandId=long"))
          .isEqualTo(forced && isBetween(decision.time(), FORCED, FREE));
    }
  }

  private static boolean isBetween(long time, int from, int until) {
    return time >= tenths[from] && time < tenths[until];
  }

  /** Bars that the challenger answers on its share, while another is in force. */
  private static long shared() throws IOException {
    long promoted = promotion();
    return read(undisturbed, Replay.SIGNALS, Signal.class).stream()
        .filter(signal -> signal.time() <= promoted)
        .filter(signal -> signal.components().get(2).version() == 2)
        .count();
  }

  /** When the first breaker opened. */
  private static long opened() throws IOException {
    return first(Safeguards.BREAKER);
  }

  /** When the challenger took all symbols. */
  private static long promotion() throws IOException {
    return first(Safeguards.CHALLENGER_PROMOTED);
  }

  private static long first(String code) throws IOException {
    return read(undisturbed, Replay.ALERTS, Alert.class).stream()
        .filter(alert -> alert.code().equals(code))
        .findFirst()
        .orElseThrow()
        .time();
  }

  /**
   * Those that are right bet against the last bar, for trades bounce between bid and ask. The
   * second LSTM is constant, the first ensemble right about as often as wrong.
   */
  private static Models models() {
    return new Models(
        release -> {
          double[] max = new double[8];
          Arrays.fill(max, 1);
          return new ScaledSequenceModel(new Sequences(release.version() == 2), new double[8], max);
        },
        release ->
            features -> {
              double value = release.version() == 2 ? often(features[0]) : noise(features[0]);
              return EnsembleAnswer.of(value, new double[] {value});
            },
        release -> {
          throw new ReleaseRefusedException(Code.MISSING, "");
        },
        release -> ReleaseProfile.unknown(),
        release -> {});
  }

  private static double noise(double r) {
    return ((Double.hashCode(r) & 64) == 0 ? 0.3 : -0.3) - against(r) / 10;
  }

  /** Right a little more often. */
  private static double often(double r) {
    return (Double.hashCode(r) & 128) == 0 ? noise(r) : against(r);
  }

  private static double against(double r) {
    return Math.max(-0.9, Math.min(0.9, -100 * r));
  }

  private record Sequences(boolean constant) implements SequenceModel {

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
      int length = steps() * features();
      for (int i = 0; i < rows; i++) {
        float change = sequences[(i + 1) * length - features()];
        out[i] = constant ? 0.01f : (float) against(change);
      }
    }

    @Override
    public void close() {}
  }

  private static <T> List<T> read(Path out, String output, Class<T> type) throws IOException {
    return Files.readAllLines(out.resolve(output)).stream()
        .map(line -> Json.read(line, type))
        .toList();
  }
}
