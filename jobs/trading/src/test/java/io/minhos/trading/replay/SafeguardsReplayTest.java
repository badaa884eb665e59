package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.Status;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.safeguards.StickyShare;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.Models;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.output.Json;
import io.minhos.trading.report.Event;
import io.minhos.trading.report.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ensembles that go wrong, on real trades: they are taken out, and what was good before answers.
 */
class SafeguardsReplayTest {

  private static final int TRADES = 20_000;

  @TempDir static Path dir;

  private static MarketFile market;
  private static long start;
  private static long middle;

  /**
   * Releases of the ensemble. The first bets against the last bar, which is right here more often
   * than not: trades bounce between bid and ask.
   */
  private enum Kind implements EnsembleModel {
    GOOD {
      @Override
      double value(double r) {
        return -bounded(r);
      }
    },
    CONSTANT {
      @Override
      double value(double r) {
        return 0.5;
      }
    },
    NOT_A_NUMBER {
      @Override
      double value(double r) {
        return Double.NaN;
      }
    },
    ONE_SIDED {
      @Override
      double value(double r) {
        return 0.1 + Math.abs(bounded(r)) / 2;
      }
    },
    /** Right about as often as wrong. */
    NOISE {
      @Override
      double value(double r) {
        return (Double.hashCode(r) & 64) == 0 ? 0.3 + bounded(r) / 10 : -0.3 + bounded(r) / 10;
      }
    },
    WRONG {
      @Override
      double value(double r) {
        return bounded(r);
      }
    };

    abstract double value(double r);

    private static double bounded(double r) {
      return Math.max(-0.9, Math.min(0.9, 100 * r));
    }

    @Override
    public EnsembleAnswer answer(double[] features) {
      double value = value(features[0]);
      return EnsembleAnswer.of(value, new double[] {value});
    }
  }

  @BeforeAll
  static void writeTrades() throws IOException {
    List<String> lines = RealTrades.lines(TRADES);
    market =
        new MarketFile(
            RealTrades.write(dir.resolve("trades.csv"), lines).toString(), MarketFile.Kind.TRADES);
    start = Long.parseLong(lines.get(0).split(",", -1)[1]);
    middle = Long.parseLong(lines.get(TRADES / 2).split(",", -1)[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "CONSTANT, DEGENERATE code=CONSTANT, 30",
    "NOT_A_NUMBER, DEGENERATE code=FAILED, 30",
    "ONE_SIDED, DEGENERATE code=ONE_SIDED, 30",
    "WRONG, ACCURACY evidence=, 600"
  })
  void whatGoesWrongIsTakenOutAndWhatWasGoodBeforeAnswers(Kind bad, String reason, int calls)
      throws Exception {
    Path out = dir.resolve("fallback-" + bad);
    Replay.run(inputs(Kind.GOOD, bad), ConfigLoader.load(null, List.of()), 1, out);
    Alert opened = opened(out, 2);
    assertThat(opened.detail()).startsWith("from=CLOSED to=OPEN reason=" + reason);
    int asked = 0;
    int stoodIn = 0;
    for (Signal signal : signals(out)) {
      if (signal.time() < middle) {
        continue;
      }
      SignalComponent ensemble = signal.components().get(2);
      if (signal.time() <= opened.time()) {
        // Where it has no answer, what stands by has one at once.
        assertThat(ensemble.version()).isEqualTo(bad == Kind.NOT_A_NUMBER ? 1 : 2);
        asked++;
      } else if (signal.time() < opened.time() + 3_600_000) {
        assertThat(ensemble.version()).isEqualTo(1);
        assertThat(ensemble.status()).isEqualTo(Status.OK);
        assertThat(ensemble.weight()).isPositive();
        assertThat(signal.shadows()).extracting(SignalComponent::version).containsExactly(2);
        stoodIn++;
      }
    }
    assertThat(asked).isBetween(10, calls);
    assertThat(stoodIn).isGreaterThan(30);
    // Who stands in is no rollback.
    EventLog events = new EventLog();
    signals(out).forEach(events::add);
    assertThat(events.events()).extracting(Event::kind).containsOnly(Event.Kind.SWAP);
  }

  @Test
  void withoutOneThatWasGoodBeforeTheSignalIsTechnicalAnalysisAlone() throws Exception {
    Path out = dir.resolve("technical");
    Replay.run(inputs(Kind.CONSTANT), ConfigLoader.load(null, List.of()), 1, out);
    Path technical = dir.resolve("technical-alone");
    Replay.run(inputs(), ConfigLoader.load(null, List.of()), 1, technical);
    long openedAt = opened(out, 1).time();
    List<Signal> fallen = signals(out);
    List<Signal> alone = signals(technical);
    int compared = 0;
    for (int i = 0; i < fallen.size(); i++) {
      Signal signal = fallen.get(i);
      if (signal.time() > openedAt && signal.time() < openedAt + 3_600_000) {
        assertThat(signal.components().get(2).status()).isEqualTo(Status.DISABLED);
        assertThat(signal.components().get(2).weight()).isZero();
        assertThat(signal.strength()).isEqualTo(alone.get(i).strength());
        assertThat(signal.confidence()).isEqualTo(alone.get(i).confidence());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  @Test
  void aGoodModelStaysAndItsWeightGrowsWithItsAccuracy() throws Exception {
    Path out = dir.resolve("good");
    Replay.run(inputs(Kind.GOOD), ConfigLoader.load(null, List.of()), 1, out);
    assertThat(Files.readAllLines(out.resolve(Replay.ALERTS)))
        .noneMatch(line -> line.contains("BREAKER"));
    List<AccuracyReport> reports = reports(out, "");
    // Of one symbol the figures of all are its own.
    assertThat(reports)
        .filteredOn(report -> report.figures().calls() > 0)
        .extracting(AccuracyReport::time, report -> report.figures().accuracy())
        .containsExactlyElementsOf(
            reports(out, "BTCUSD").stream()
                .map(report -> tuple(report.time(), report.figures().accuracy()))
                .toList());
    AccuracyReport last = reports.get(reports.size() - 1);
    // As often as one that bets against the last bar is right here.
    int calls = 0;
    double right = 0;
    List<Signal> signals = signals(out);
    for (int i = 0; i + 1 < signals.size(); i++) {
      Signal signal = signals.get(i);
      SignalComponent ensemble = signal.components().get(2);
      Signal next = signals.get(i + 1);
      if (ensemble.status() == Status.OK
          && next.time() - signal.time() == 60_000
          && next.time() <= last.time()) {
        double product =
            Math.signum(ensemble.value()) * Math.signum(next.bar().close() - signal.bar().close());
        calls++;
        right += product > 0 ? 1 : product < 0 ? 0 : 0.5;
      }
    }
    assertThat(last.figures().calls()).isEqualTo(calls);
    assertThat(last.figures().accuracy()).isEqualTo(right / calls);
    assertThat(last.figures().accuracy()).isGreaterThan(0.55);
    Signal end = signals.get(signals.size() - 1);
    double hitRate = Math.round(100 * (right + 100) / (calls + 200)) / 100.0;
    // Told when it moves by two hundredths.
    assertThat(end.components().get(2).factor())
        .isCloseTo(Math.min(1.5, 1 + 2 * (2 * hitRate - 1)), Offset.offset(4 * 0.02));
  }

  @Test
  void aChallengerIsTradedOnItsSymbolsAndOnAllOnceItIsBetter() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line : RealTrades.lines(3 * TRADES)) {
      lines.add("BTC" + lines.size() % 4 + line.substring(line.indexOf(',')));
    }
    MarketFile four =
        new MarketFile(
            RealTrades.write(dir.resolve("four.csv"), lines).toString(), MarketFile.Kind.TRADES);
    ReplayInputs both = inputs(Kind.NOISE, Kind.GOOD);
    List<ControlArrival> control =
        List.of(
            both.control().get(0),
            new ControlArrival(
                "commands",
                1,
                ControlEntry.challenge(
                    both.control().get(1).entry().release(),
                    0.5,
                    "test",
                    "",
                    Instant.ofEpochMilli(start)),
                null,
                ""));
    ReplayInputs in = new ReplayInputs(List.of(four), control, both.models());
    for (int parallelism : new int[] {1, 2, 4}) {
      Path out = dir.resolve("challenge-" + parallelism);
      Replay.run(in, ConfigLoader.load(null, List.of()), parallelism, out);
      SameOutputs.assertSame(out, dir.resolve("challenge-1"));
    }
    Path out = dir.resolve("challenge-1");
    Alert promoted =
        Files.readAllLines(out.resolve(Replay.ALERTS)).stream()
            .map(line -> Json.read(line, Alert.class))
            .filter(alert -> alert.code().equals("CHALLENGER_PROMOTED"))
            .findFirst()
            .orElseThrow();
    assertThat(promoted.version()).isEqualTo(2);
    int before = 0;
    int after = 0;
    for (Signal signal : signals(out)) {
      SignalComponent ensemble = signal.components().get(2);
      if (ensemble.status() != Status.OK) {
        continue;
      }
      boolean shared = StickyShare.contains("ensemble", 2, signal.symbol(), 0.5);
      if (signal.time() > promoted.time()) {
        assertThat(ensemble.version()).isEqualTo(2);
        after++;
      } else {
        assertThat(ensemble.version()).isEqualTo(shared ? 2 : 1);
        before++;
      }
      assertThat(signal.shadows()).extracting(SignalComponent::version).hasSize(1);
    }
    assertThat(before).isGreaterThan(100);
    assertThat(after).isGreaterThan(100);
    // Each call is of one symbol and of all.
    int whole = 0;
    List<AccuracyReport> ofSymbols = new ArrayList<>();
    for (int symbol = 0; symbol < 4; symbol++) {
      ofSymbols.addAll(reports(out, "BTC" + symbol));
    }
    for (AccuracyReport all : reports(out, "")) {
      List<AccuracyReport> each =
          ofSymbols.stream()
              .filter(r -> r.time() == all.time() && r.version() == all.version())
              .toList();
      if (each.size() == 4) {
        assertThat(each.stream().mapToInt(r -> r.figures().calls()).sum())
            .isEqualTo(all.figures().calls());
        whole++;
      }
    }
    assertThat(whole).isGreaterThan(10);
  }

  @Test
  void breakersAndFallbacksAreTheSameAtEveryParallelism() throws Exception {
    ReplayInputs in = inputs(Kind.GOOD, Kind.CONSTANT, Kind.WRONG);
    for (int parallelism : new int[] {1, 2, 4}) {
      Path out = dir.resolve("parallelism-" + parallelism);
      Replay.run(in, ConfigLoader.load(null, List.of()), parallelism, out);
      SameOutputs.assertSame(out, dir.resolve("parallelism-1"));
    }
    assertThat(Files.readAllLines(dir.resolve("parallelism-1").resolve(Replay.ALERTS)))
        .anyMatch(line -> line.contains("BREAKER"));
  }

  /** The first release from the beginning, the second from the middle, the third soon after. */
  private static ReplayInputs inputs(Kind... kinds) {
    List<ControlArrival> control = new ArrayList<>();
    for (int i = 0; i < kinds.length; i++) {
      ModelRelease release = new ModelRelease("ensemble", i + 1, "none:" + kinds[i], "00");
      long from = i == 0 ? start : middle + (i - 1) * 7_200_000L;
      ControlEntry entry = ControlEntry.release(release, "test", "", Instant.ofEpochMilli(from));
      control.add(new ControlArrival("commands", i, entry, null, ""));
    }
    Models models =
        new Models(
            release -> {
              throw new ReleaseRefusedException(Code.MISSING, "");
            },
            release -> Kind.valueOf(release.uri().substring("none:".length())),
            release -> {
              throw new ReleaseRefusedException(Code.MISSING, "");
            },
            release -> new ReleaseProfile(0.55),
            release -> {});
    return new ReplayInputs(List.of(market), control, models);
  }

  /** The alert that the release's breaker opened, the first. */
  private static Alert opened(Path out, int version) throws IOException {
    return Files.readAllLines(out.resolve(Replay.ALERTS)).stream()
        .map(line -> Json.read(line, Alert.class))
        .filter(alert -> alert.code().equals("BREAKER") && alert.version() == version)
        .findFirst()
        .orElseThrow();
  }

  /** Of the ensemble; the scope is a symbol, or empty for all. */
  private static List<AccuracyReport> reports(Path out, String scope) throws IOException {
    return Files.readAllLines(out.resolve(Replay.ACCURACY)).stream()
        .map(line -> Json.read(line, AccuracyReport.class))
        .filter(report -> report.model().equals("ensemble") && report.symbol().equals(scope))
        .toList();
  }

  private static List<Signal> signals(Path out) throws IOException {
    return Files.readAllLines(out.resolve(Replay.SIGNALS)).stream()
        .map(line -> Json.read(line, Signal.class))
        .toList();
  }
}
