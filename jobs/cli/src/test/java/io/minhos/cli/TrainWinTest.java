package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.evaluation.Performance;
import io.minhos.domain.inference.Status;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.retraining.History;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.retraining.TradeHistory;
import io.minhos.retraining.TrainingVerdict;
import io.minhos.retraining.Variant;
import io.minhos.retraining.VariantSearch;
import io.minhos.store.Manifest;
import io.minhos.store.ModelStore;
import io.minhos.store.StoredRelease;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.models.StoreControls;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Ledger;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The win-probability model from simulated markets of which the best accuracy is known. */
class TrainWinTest {

  private static final int SYMBOLS = 4;
  private static final int BARS = 4_000;
  private static final TradingConfig CONFIG =
      ConfigLoader.load(
          null,
          List.of(
              "training.folds=2",
              "training.trees=30",
              "training.winprob.trees=50",
              "training.winprob.depth=4"));

  @TempDir Path dir;

  private int runs;

  @Test
  void releasesWhatTellsWinnersFromLosersInAPlantedMarket() throws Exception {
    Path bars = simulate(0.65);
    Path store = dir.resolve("store");
    List<TrainingVerdict> verdicts = train(bars, store, List.of("ensemble", "winprob"), false, 2);
    assertThat(verdicts).extracting(TrainingVerdict::model).containsExactly("ensemble", "winprob");
    TrainingVerdict verdict = verdicts.get(1);
    assertThat(verdicts).allSatisfy(v -> assertThat(v.released()).isTrue());
    assertThat(verdict.reasons()).singleElement().asString().startsWith("SKILL: t=");
    assertThat(verdict.metrics().baselines()).containsOnlyKeys("constant");
    Manifest manifest = releases(store, "winprob").get(0).manifest();
    assertThat(manifest.metrics().get("ece")).isLessThan(0.05);
    assertThat(manifest.metrics().get("brierSkill")).isGreaterThan(0.02);
    assertThat(manifest.metrics().get("fixedFraction")).isBetween(0.0, 0.05).isNotZero();
    assertThat(manifest.training().horizonBars()).isEqualTo(10);
    assertThat(manifest.training().rows()).isEqualTo(verdict.metrics().samples());
    // The candidates of the other gate are as many as without it.
    assertThat(verdicts.get(0).reasons().get(0)).endsWith("candidates=1 retraining=1 variants=1");

    // By itself, on other subtasks: the ensemble is trained for its answers, and not judged again.
    List<TrainingVerdict> alone = train(bars, store, List.of("winprob"), false, 1);
    assertThat(alone).extracting(TrainingVerdict::model).containsExactly("winprob");
    assertThat(releases(store, "ensemble")).hasSize(1);
    assertThat(releases(store, "winprob")).hasSize(2);
    assertThat(new TreeMap<>(releases(store, "winprob").get(1).manifest().artifacts()))
        .isEqualTo(new TreeMap<>(manifest.artifacts()));

    // A search that tries the same finds the same, and publishes nothing.
    VariantSearch found =
        Retraining.search(
            Retraining.local(2),
            History.of(List.of(new MarketFile(bars.toString(), Kind.BARS))),
            List.of(new Variant("as it is", CONFIG)),
            publication(store),
            "winprob",
            (of, progress) -> {});
    assertThat(found.verdicts().get(0).metrics()).isEqualTo(alone.get(0).metrics());
    assertThat(releases(store, "winprob")).hasSize(2);

    // In force from the end of its training.
    ReplayInputs in =
        new ReplayInputs(
            List.of(new MarketFile(bars.toString(), Kind.BARS)),
            StoreControls.champions(ModelStore.existing(store.toString())),
            StoreModels.of(CONFIG.inference()));
    Replay.run(in, CONFIG, 2, dir.resolve("replay"));
    long known = manifest.training().to().toEpochMilli();
    int answered = 0;
    for (String line : Files.readAllLines(dir.resolve("replay").resolve(Replay.SIGNALS))) {
      Signal signal = Json.read(line, Signal.class);
      assertThat(signal.win().version()).isEqualTo(signal.time() > known ? 2 : 0);
      assertThat(signal.win().status()).isNotEqualTo(Status.FAILED);
      answered += signal.win().status() == Status.OK ? 1 : 0;
    }
    assertThat(answered).isPositive();
  }

  @Test
  void refusesInAMarketThatNobodyForeseesUnlessItIsForced() throws Exception {
    Path bars = simulate(0.5);
    Path store = dir.resolve("store");
    TrainingVerdict refused = train(bars, store, List.of("winprob"), false, 2).get(0);
    assertThat(refused.released()).as("%s", refused).isFalse();
    assertThat(refused.version()).isNull();
    assertThat(refused.reasons()).singleElement().asString().startsWith("NO_SKILL: t=");
    assertThat(refused.metrics().samples()).isGreaterThan(1_000);
    assertThat(ModelStore.at(store.toString()).list()).isEmpty();

    TrainingVerdict forced = train(bars, store, List.of("winprob"), true, 2).get(0);
    assertThat(forced.released()).isTrue();
    assertThat(forced.version()).isEqualTo(1);
    // The same evidence; what is asked of it is more, because it is the second trial.
    String evidence = refused.reasons().get(0);
    assertThat(forced.reasons())
        .hasSize(2)
        .last()
        .asString()
        .startsWith(evidence.substring(0, evidence.indexOf(" critical=")))
        .contains(
            evidence.substring(evidence.indexOf(" pValue="), evidence.indexOf(" retraining=1")))
        .contains(" retraining=2 ");
    assertThat(forced.reasons()).first().asString().startsWith("FORCED: ");
    StoredRelease release = releases(store, "winprob").get(0);
    assertThat(release.manifest().verdict().reasons()).isEqualTo(forced.reasons());
    ModelStore models = ModelStore.existing(store.toString());
    assertThat(models.champion("winprob").version()).isEqualTo(1);
    assertThat(models.journal("winprob").entries().get(0).why()).startsWith("FORCED: ");
  }

  /** The round trips are those that the ledger counts. */
  @Test
  void learnsFromTradesThatWereMade() throws Exception {
    Path bars = simulate(0.65);
    Path out = dir.resolve("replay");
    ReplayInputs in =
        new ReplayInputs(
            List.of(new MarketFile(bars.toString(), Kind.BARS)),
            List.of(),
            StoreModels.of(CONFIG.inference()));
    Replay.run(in, CONFIG, 2, out);
    Ledger ledger = new Ledger(CONFIG.startingCash());
    for (String line : Files.readAllLines(out.resolve(Replay.EXECUTIONS))) {
      ledger.add(Json.read(line, Execution.class));
    }
    Performance made = ledger.performance();
    Path store = dir.resolve("store");
    TrainingVerdict verdict =
        new TradeHistory(
                out.resolve(Replay.SIGNALS),
                out.resolve(Replay.DECISIONS),
                out.resolve(Replay.EXECUTIONS))
            .train(CONFIG, publication(store).force(), (trainer, text) -> {});
    assertThat(verdict.version()).isEqualTo(1);
    assertThat(verdict.metrics().samples()).isGreaterThan(500).isEqualTo((int) made.trades());
    assertThat(releases(store, "winprob").get(0).manifest().metrics().get("winRate"))
        .isCloseTo(made.winRate(), within(1e-12));
  }

  @Test
  void tooFewTradesAreNotTrainedOn() throws Exception {
    Path all = simulate(0.5);
    Path few = Files.write(dir.resolve("few.csv"), Files.readAllLines(all).subList(0, 1 + 4 * 400));
    Path store = dir.resolve("store");
    TrainingVerdict verdict = train(few, store, List.of("winprob"), true, 1).get(0);
    assertThat(verdict.released()).isFalse();
    assertThat(verdict.metrics()).isNull();
    assertThat(verdict.reasons())
        .singleElement()
        .asString()
        .matches("TOO_FEW_TRADES: trades=\\d+ minimum=500 signalsOf=\\[\\]");
    assertThat(ModelStore.at(store.toString()).list()).isEmpty();
  }

  private static List<StoredRelease> releases(Path store, String model) throws Exception {
    return ModelStore.existing(store.toString()).list(model);
  }

  private Path simulate(double signal) throws Exception {
    Path file = dir.resolve("planted.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      new PlantedMarket(SYMBOLS, 60_000, signal, 11).write(BARS, out);
    }
    return file;
  }

  /** Of a run of its own. */
  private Publication publication(Path store) {
    Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(runs++);
    return new Publication(store.toString(), "test", at);
  }

  private List<TrainingVerdict> train(
      Path bars, Path store, List<String> candidates, boolean forced, int parallelism)
      throws Exception {
    Publication publication = publication(store);
    return Retraining.run(
        List.of(new MarketFile(bars.toString(), Kind.BARS)),
        CONFIG,
        forced ? publication.force() : publication,
        candidates,
        parallelism,
        (trainer, progress) -> {});
  }
}
