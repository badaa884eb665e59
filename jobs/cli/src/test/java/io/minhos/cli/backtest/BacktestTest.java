package io.minhos.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.cli.Folders;
import io.minhos.cli.backtest.BacktestResult.StepResult;
import io.minhos.cli.backtest.WindowPlan.Window;
import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.inference.Status;
import io.minhos.domain.orders.Order;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.retraining.Variant;
import io.minhos.store.ModelStore;
import io.minhos.store.StoredRelease;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {

  private static final int SYMBOLS = 3;
  private static final long MINUTE = 60_000;
  private static final int WINDOW = 1_500;
  private static final int STEP = 600;
  private static final TradingConfig CONFIG =
      ConfigLoader.load(null, List.of("training.folds=2", "training.trees=30"));
  private static final Backtest.Terms TERMS =
      new Backtest.Terms(WINDOW * MINUTE, STEP * MINUTE, 60 * MINUTE, List.of("ensemble"));

  @TempDir Path dir;

  /** Stops before a part, as a kill between two lines would. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record StopAt(int part) implements Backtest.Listener {
    @Override
    public void reached(int done, int of, String next) {
      if (done == part) {
        throw new Stopped();
      }
    }

    @Override
    public void heard(String who, String text) {}
  }

  private static final Backtest.Listener TO_THE_END = new StopAt(-1);

  @Test
  void releasesAnswerFromWhenTheyWouldHaveBeenReadyAndTheBytesHangOnNothingElse() throws Exception {
    Path bars = simulate("bars.csv", 0.7, 2_500);
    Path whole = dir.resolve("whole");
    BacktestResult result = backtest(bars, TERMS, 1, whole).run(TO_THE_END);

    assertThat(result.steps()).hasSize(2);
    assertThat(result.tradedFrom()).isEqualTo(at(WINDOW + 60));
    for (int i = 0; i < 2; i++) {
      StepResult step = result.steps().get(i);
      assertThat(step.window())
          .isEqualTo(
              new Window(i + 1, at(i * STEP), at(WINDOW + i * STEP), at(WINDOW + i * STEP + 60)));
      assertThat(step.verdicts()).singleElement().matches(v -> v.released(), "released");
      assertThat(step.verdicts().get(0).version()).isEqualTo(i + 1);
    }
    assertTrainedWithinTheWindows(whole, result);
    assertAnswersBegin(whole, result);
    assertThat(result.releases())
        .extracting(BacktestResult.ReleaseUse::version)
        .containsExactly(1, 2);
    assertThat(result.releases())
        .allSatisfy(
            use -> {
              assertThat(use.accuracy()).isBetween(0.55, 0.75);
              assertThat(use.low()).isLessThan(use.accuracy());
              assertThat(use.high()).isGreaterThan(use.accuracy());
            });
    // Nothing is held before the first step: what the windows gained is all that was gained.
    assertThat(result.steps().stream().mapToDouble(StepResult::traded).sum())
        .isEqualTo(result.books().get(BacktestResult.TRADED).logGrowth(), within(1e-9));
    assertThat(result.steps().stream().mapToDouble(StepResult::technical).sum())
        .isEqualTo(result.books().get(BacktestResult.TECHNICAL).logGrowth(), within(1e-9));
    assertThat(result.steps().stream().mapToDouble(StepResult::buyAndHold).sum())
        .isEqualTo(result.books().get(BacktestResult.BUY_AND_HOLD).logGrowth(), within(1e-9));
    assertThat(result.growth()).containsOnlyKeys("buyAndHold", "technical", "traded");
    result
        .growth()
        .forEach(
            (book, growth) ->
                assertThat(growth.mean())
                    .as(book)
                    .isEqualTo(result.books().get(book).logGrowth(), within(1e-9)));
    assertThat(result.books())
        .containsOnlyKeys("buyAndHold", "constantSize", "technical", "traded");

    goesOnAfterAKill(bars, whole);
    learnsNothingOfWhatComes(bars, whole);
  }

  private static void assertTrainedWithinTheWindows(Path out, BacktestResult result)
      throws Exception {
    List<StoredRelease> releases =
        ModelStore.existing(out.resolve("store").toString()).list("ensemble");
    assertThat(releases).hasSize(2);
    for (StoredRelease release : releases) {
      Window window = result.steps().get(release.release().version() - 1).window();
      // The last row's label is of a bar that ended in the window.
      assertThat(release.manifest().training().to()).isBefore(window.until());
      assertThat(release.manifest().training().from()).isAfter(window.from());
      assertThat(release.manifest().createdAt()).isEqualTo(window.until());
    }
  }

  private static void assertAnswersBegin(Path out, BacktestResult result) throws Exception {
    long[] inForce =
        result.steps().stream().mapToLong(s -> s.window().inForce().toEpochMilli()).toArray();
    long first = Long.MAX_VALUE;
    for (String line : Files.readAllLines(out.resolve(Replay.SIGNALS))) {
      Signal signal = Json.read(line, Signal.class);
      SignalComponent ensemble = signal.components().get(2);
      assertThat(ensemble.name()).isEqualTo("ensemble");
      if (signal.time() < inForce[0]) {
        assertThat(ensemble.status()).isEqualTo(Status.UNTRAINED);
      } else {
        first = Math.min(first, signal.time());
        assertThat(ensemble.version()).isEqualTo(signal.time() < inForce[1] ? 1 : 2);
      }
    }
    assertThat(first).isEqualTo(inForce[0] + MINUTE - 1);
    List<String> orders = Files.readAllLines(out.resolve(Replay.ORDERS));
    assertThat(orders)
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(Json.read(line, Order.class).transactTime())
                    .isGreaterThanOrEqualTo(inForce[0]));
    assertThat(orders)
        .isNotEqualTo(Files.readAllLines(out.resolve(Backtest.TECHNICAL).resolve(Replay.ORDERS)));
  }

  /** Stopped after its first step, with what a killed second one leaves, at another parallelism. */
  private void goesOnAfterAKill(Path bars, Path whole) throws Exception {
    Path out = dir.resolve("killed");
    assertThatThrownBy(() -> backtest(bars, TERMS, 2, out).run(new StopAt(1)))
        .isInstanceOf(Stopped.class);
    assertThat(Files.readAllLines(out.resolve(StepLog.FILE))).hasSize(1);
    Folders.copy(out.resolve("store-after-1"), out.resolve("store-after-2"));
    Files.createDirectories(out.resolve("store-after-2/ensemble/000002"));
    Files.writeString(out.resolve("store-after-2/ensemble/000002/stack.json"), "half");
    Files.writeString(
        out.resolve(StepLog.FILE), "{\"window\":{\"step\":2,", StandardOpenOption.APPEND);

    for (Backtest.Terms other :
        List.of(
            new Backtest.Terms(WINDOW * MINUTE, 500 * MINUTE, 60 * MINUTE, TERMS.models()),
            new Backtest.Terms(WINDOW * MINUTE, STEP * MINUTE, 0, TERMS.models()))) {
      assertThatThrownBy(() -> backtest(bars, other, 2, out).run(TO_THE_END))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("BACKTEST_DIFFERS: out=" + out + " key=");
    }
    assertThatThrownBy(() -> backtest(bars, TERMS, 2, out).run(new StopAt(2)))
        .isInstanceOf(Stopped.class);
    backtest(bars, TERMS, 2, out).run(TO_THE_END);

    List<String> files = new ArrayList<>(List.of(StepLog.FILE, Backtest.RESULT, "plan.json"));
    for (String name : Replay.OUTPUTS) {
      files.add(name);
      files.add(Backtest.TECHNICAL + "/" + name);
    }
    files.add(Replay.REPORT);
    for (String name : files) {
      assertThat(Files.mismatch(out.resolve(name), whole.resolve(name))).as(name).isEqualTo(-1);
    }
    try (Stream<Path> left = Files.list(out)) {
      assertThat(left.map(p -> p.getFileName().toString()).filter(n -> n.startsWith("store")))
          .containsExactly("store");
    }
    // Done: it only says again what it found.
    assertThat(backtest(bars, TERMS, 1, out).run(new StopAt(0)))
        .isEqualTo(backtest(bars, TERMS, 1, whole).run(new StopAt(0)));
  }

  /** Whatever comes from the training's time on: what it makes is the same, to the hash. */
  private void learnsNothingOfWhatComes(Path bars, Path whole) throws Exception {
    String until = at(WINDOW).toString();
    List<String> other = new ArrayList<>();
    for (String line : Files.readAllLines(bars)) {
      String[] fields = line.split(",", -1);
      boolean later = !fields[0].equals("symbol") && fields[1].compareTo(until) >= 0;
      other.add(later ? fields[0] + "," + fields[1] + ",50,51,49,50,7" : line);
    }
    Path changed = Files.write(dir.resolve("changed.csv"), other);
    Path out = dir.resolve("changed");
    assertThatThrownBy(() -> backtest(changed, TERMS, 2, out).run(new StopAt(1)))
        .isInstanceOf(Stopped.class);
    assertThat(Files.readAllLines(out.resolve(StepLog.FILE)))
        .containsExactly(Files.readAllLines(whole.resolve(StepLog.FILE)).get(0));
  }

  @Test
  void onNoiseNothingIsReleasedAndTechnicalAnalysisTradesAlone() throws Exception {
    Path out = dir.resolve("noise");
    BacktestResult result =
        backtest(simulate("noise.csv", 0.5, 2_500), TERMS, 2, out).run(TO_THE_END);
    assertThat(result.steps()).hasSize(2);
    for (StepResult step : result.steps()) {
      assertThat(step.verdicts()).singleElement().matches(v -> !v.released(), "refused");
      assertThat(step.verdicts().get(0).metrics().samples()).isGreaterThan(500);
      assertThat(step.traded()).isEqualTo(step.technical());
    }
    assertThat(result.releases()).isEmpty();
    for (String name : List.of(Replay.ORDERS, Replay.DECISIONS, Replay.SIGNALS)) {
      assertThat(out.resolve(name))
          .isNotEmptyFile()
          .hasSameBinaryContentAs(out.resolve(Backtest.TECHNICAL).resolve(name));
    }
    assertThat(result.books().get(BacktestResult.TRADED))
        .isEqualTo(result.books().get(BacktestResult.TECHNICAL));
  }

  /** The best of a search on each window is judged as that, and its evidence goes with it. */
  @Test
  void triesVariantsOnEachWindow() throws Exception {
    Path bars = simulate("bars.csv", 0.7, 2_500);
    Path out = dir.resolve("searched");
    BacktestResult result = backtest(bars, tries(5, 30), 2, out).run(TO_THE_END);
    for (int i = 0; i < 2; i++) {
      assertThat(result.steps().get(i).verdicts())
          .singleElement()
          .satisfies(
              verdict -> {
                assertThat(verdict.released()).as("%s", verdict).isTrue();
                assertThat(verdict.reasons())
                    .last()
                    .asString()
                    .matches(
                        "SEARCH: variants=2 best=\"training.trees=(5|30)\" overfitting=[01]\\.\\d\\d");
              });
      assertThat(result.steps().get(i).verdicts().get(0).reasons())
          .first()
          .asString()
          .endsWith("candidates=1 retraining=" + (i + 1) + " variants=2");
    }
    List<StoredRelease> releases =
        ModelStore.existing(out.resolve("store").toString()).list("ensemble");
    for (StoredRelease release : releases) {
      List<String> reasons =
          result.steps().get(release.release().version() - 1).verdicts().get(0).reasons();
      assertThat(release.manifest().verdict().reasons()).isEqualTo(reasons);
      assertThat(Files.readString(out.resolve(Replay.REPORT)))
          .contains(reasons.get(reasons.size() - 1).replace("\"", "&quot;"));
    }
    assertThatThrownBy(() -> backtest(bars, tries(5, 20), 2, out).run(TO_THE_END))
        .hasMessageStartingWith("BACKTEST_DIFFERS: out=" + out + " key=variants value=");
  }

  private static Backtest.Terms tries(int... trees) {
    List<Variant> variants = new ArrayList<>();
    for (int count : trees) {
      String setting = "training.trees=" + count;
      variants.add(
          new Variant(setting, ConfigLoader.load(null, List.of("training.folds=2", setting))));
    }
    return new Backtest.Terms(
        TERMS.trainWindow(), TERMS.step(), TERMS.readyAfter(), TERMS.models(), variants);
  }

  @Test
  void refusesDataThatAreShorterThanATraining() throws Exception {
    Path out = dir.resolve("short");
    Path bars = simulate("short.csv", 0.5, WINDOW);
    assertThatThrownBy(() -> backtest(bars, TERMS, 1, out).run(TO_THE_END))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "NO_STEP: trainWindow=90000000ms readyAfter=3600000ms must be shorter than the data:"
                + " 90000000ms");
    assertThat(out).doesNotExist();
  }

  @Test
  void aStoreThatIsGoneIsNotMadeUp() throws Exception {
    Path store = Files.createDirectory(dir.resolve("stores"));
    StepStores stores = new StepStores(store);
    Files.createDirectories(stores.next(0).resolve("model"));
    stores.keep(1);
    assertThat(stores.next(1).resolve("model")).isDirectory();
    stores.keep(2);
    assertThatThrownBy(() -> stores.next(1)).hasMessageStartingWith("BACKTEST_BROKEN: missing=");
    stores.finish(2);
    assertThat(store.resolve("store/model")).isDirectory();
  }

  private static Instant at(int bars) {
    return PlantedMarket.START.plus(Duration.ofMinutes(bars));
  }

  private static Backtest backtest(Path bars, Backtest.Terms terms, int parallelism, Path out) {
    return new Backtest(
        List.of(new MarketFile(bars.toString(), Kind.BARS, "bars")),
        CONFIG,
        terms,
        "test",
        parallelism,
        out);
  }

  private Path simulate(String name, double signal, int bars) throws Exception {
    Path file = dir.resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      new PlantedMarket(SYMBOLS, MINUTE, signal, 5).write(bars, out);
    }
    return file;
  }
}
