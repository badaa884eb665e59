package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minhos.cli.data.PlantedMarket;
import io.minhos.domain.evaluation.Reliability;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.retraining.History;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.retraining.TrainingVerdict;
import io.minhos.retraining.Variant;
import io.minhos.retraining.VariantSearch;
import io.minhos.store.ModelStore;
import io.minhos.store.StoredRelease;
import io.minhos.store.Trial;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.models.StoreControls;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
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
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The retraining job on simulated markets of which the best accuracy is known. */
class TrainTest {

  private static final int SYMBOLS = 4;
  private static final int BARS = 4_000;
  private static final TradingConfig CONFIG =
      ConfigLoader.load(
          null,
          List.of(
              "training.folds=2",
              "training.trees=60",
              "training.lstm.firstUnits=8",
              "training.lstm.secondUnits=4",
              "training.lstm.denseUnits=4",
              "training.lstm.firstDropout=0",
              "training.lstm.epochs=1"));

  @TempDir Path dir;

  @Test
  void releasesWhatFindsThePlantedSignalAndAsksItFromTheEndOfItsTraining() throws Exception {
    List<String> lines = simulate(0.65);
    int training = 1 + SYMBOLS * BARS * 3 / 4;
    Path past = Files.write(dir.resolve("past.csv"), lines.subList(0, training));
    Path store = dir.resolve("store");
    TrainingVerdict verdict = train(past, store, List.of("ensemble"), 2).get(0);
    assertThat(verdict.released()).as("%s", verdict).isTrue();
    assertThat(verdict.version()).isEqualTo(1);
    assertThat(verdict.reasons()).first().asString().startsWith("SKILL: ");
    // Half of the edge at least, on data this short; the interval holds the answer.
    assertThat(verdict.metrics().accuracy()).isBetween(0.575, 0.655);
    assertThat(verdict.metrics().accuracyLow()).isLessThan(verdict.metrics().accuracy());
    assertThat(verdict.metrics().baselines())
        .containsOnlyKeys("lastDirection", "linear", "majority", "oppositeOfLast");

    Path all = Files.write(dir.resolve("all.csv"), lines);
    ReplayInputs in =
        new ReplayInputs(
            List.of(new MarketFile(all.toString(), Kind.BARS)),
            StoreControls.champions(ModelStore.existing(store.toString())),
            StoreModels.of(CONFIG.inference()));
    Summary summary = Replay.run(in, CONFIG, 2, dir.resolve("replay"));
    Summary.ModelUse use = summary.models().get("ensemble");
    // In force from the end of its training: only the last quarter, of which it knows nothing.
    assertThat(use.calls()).isBetween((long) SYMBOLS * BARS / 4 - 8, (long) SYMBOLS * BARS / 4);
    assertThat(use.accuracy()).isBetween(0.57, 0.68);
    assertCalibratedOutOfSample(dir.resolve("replay").resolve(Replay.SIGNALS));

    // Trained again, on other subtasks: another version of the same bytes.
    train(past, store, List.of("ensemble"), 1);
    List<StoredRelease> releases = ModelStore.existing(store.toString()).list("ensemble");
    assertThat(releases).hasSize(2);
    assertThat(releases.get(1).manifest().metrics())
        .isEqualTo(releases.get(0).manifest().metrics());
    double shares = 0;
    for (String feature : FeatureSchema.TABULAR.names()) {
      shares += releases.get(0).manifest().metrics().get("importance." + feature);
    }
    assertThat(shares).isCloseTo(1, within(1e-9));
    assertThat(new TreeMap<>(releases.get(1).manifest().artifacts()))
        .containsKeys("inputs.json", "confidence.json")
        .isEqualTo(new TreeMap<>(releases.get(0).manifest().artifacts()));
  }

  /** By the bar after each answer, in the part of the market that training did not know. */
  private static void assertCalibratedOutOfSample(Path signals) throws Exception {
    TreeMap<String, Signal> before = new TreeMap<>();
    List<Double> raw = new ArrayList<>();
    List<Double> calibrated = new ArrayList<>();
    List<Boolean> right = new ArrayList<>();
    for (String line : Files.readAllLines(signals)) {
      Signal signal = Json.read(line, Signal.class);
      Signal last = before.put(signal.symbol(), signal);
      if (last != null && last.components().get(2).status() == Status.OK) {
        SignalComponent answer = last.components().get(2);
        double outcome = signal.bar().close() - last.bar().close();
        if (answer.value() * outcome != 0) {
          raw.add(0.5 + answer.confidence() / 2);
          calibrated.add(0.5 + answer.calibrated() / 2);
          right.add(answer.value() * outcome > 0);
        }
      }
    }
    assertThat(raw).hasSizeGreaterThan(SYMBOLS * BARS / 5);
    assertThat(error(calibrated, right)).isLessThan(error(raw, right));
  }

  private static double error(List<Double> chances, List<Boolean> right) {
    boolean[] outcomes = new boolean[right.size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = right.get(i);
    }
    double[] predicted = chances.stream().mapToDouble(Double::doubleValue).toArray();
    return Reliability.of(predicted, outcomes, 10).expectedCalibrationError();
  }

  @Test
  void refusesWhatWasFoundInNoiseAndPublishesNothing() throws Exception {
    Path noise = Files.write(dir.resolve("noise.csv"), simulate(0.5));
    Path store = dir.resolve("store");
    List<TrainingVerdict> verdicts = train(noise, store, List.of("lstm", "ensemble"), 2);
    assertThat(verdicts).extracting(TrainingVerdict::model).containsExactly("lstm", "ensemble");
    for (TrainingVerdict verdict : verdicts) {
      assertThat(verdict.released()).as("%s", verdict).isFalse();
      assertThat(verdict.version()).isNull();
      assertThat(verdict.reasons()).isNotEmpty();
      assertThat(verdict.metrics().samples()).isGreaterThan(1_000);
    }
    assertThat(ModelStore.at(store.toString()).list()).isEmpty();
  }

  /** Three ensembles of a market without a signal: the best is judged as the best of three. */
  @Test
  void aSearchIsRememberedAndJudgedAsOne() throws Exception {
    Path noise = Files.write(dir.resolve("noise.csv"), simulate(0.5).subList(0, 2 * 4_000));
    Path variants = dir.resolve("variants.txt");
    StringBuilder lines = new StringBuilder("# depth and number of trees\n\n");
    for (int depth = 2; depth <= 4; depth++) {
      lines.append("training.boostingDepth=%d training.trees=%d%n".formatted(depth, 2 * depth));
    }
    Files.writeString(variants, lines);
    Path store = dir.resolve("store");
    Run first = search(noise, store, variants);
    assertThat(first.status()).isZero();
    JsonNode search = first.told().get("search");
    assertThat(search.get("variants").asInt()).isEqualTo(3);
    double best = 0;
    for (JsonNode accuracy : search.get("accuracies")) {
      best = Math.max(best, accuracy.asDouble());
    }
    JsonNode verdict = first.told().get("verdicts").get(0);
    // What it found while it searched is what it found in the end.
    assertThat(verdict.get("metrics").get("accuracy").asDouble()).isEqualTo(best);
    assertThat(search.get("best").asText()).startsWith("training.boostingDepth=");
    assertThat(search.get("probabilityOfOverfitting").asDouble()).isBetween(0.0, 1.0);
    assertThat(verdict.get("reasons").get(0).asText())
        .contains("candidates=1 retraining=1 variants=3");
    assertThat(verdict.get("reasons").toString())
        .contains(
            "SEARCH: variants=3 best=\\\"%s\\\" overfitting=%.2f"
                .formatted(
                    search.get("best").asText(),
                    search.get("probabilityOfOverfitting").asDouble()));
    assertThat(verdict.get("released").asBoolean()).isFalse();
    Run again = search(noise, store, variants);
    assertThat(again.told().get("verdicts").get(0).get("reasons").toString())
        .contains("candidates=1 retraining=2 variants=3")
        .contains("tried=6");
    assertThat(ModelStore.at(store.toString()).trials("ensemble"))
        .extracting(Trial::variants)
        .containsExactly(3, 3);

    // What a search has told is known: who trains after it is judged as one of three.
    TrainingVerdict alone = train(noise, store, List.of("ensemble"), 2).get(0);
    assertThat(alone.reasons().toString()).contains("candidates=1 retraining=3 variants=3");
  }

  /** The rows are read once for all of them, and each is what it is in a job of its own. */
  @Test
  void variantsAreAssessedInOneJobAndToldInTheirOrder() throws Exception {
    Path bars = Files.write(dir.resolve("bars.csv"), simulate(0.5).subList(0, 1 + 4_000));
    History history = History.of(List.of(new MarketFile(bars.toString(), Kind.BARS)));
    Publication publication =
        new Publication(dir.resolve("store").toString(), "test", Instant.EPOCH);
    List<Variant> variants = new ArrayList<>();
    // The first takes longest.
    for (int trees = 60; trees > 0; trees -= 20) {
      List<String> settings = List.of("training.folds=2", "training.trees=" + trees);
      variants.add(new Variant("trees=" + trees, ConfigLoader.load(null, settings)));
    }
    List<String> said = new ArrayList<>();
    VariantSearch search =
        Retraining.search(
            Retraining.localSearch(2),
            history,
            variants,
            publication,
            "ensemble",
            (of, text) -> said.add(of + " " + text));

    List<TrainingVerdict> alone = new ArrayList<>();
    for (Variant variant : variants) {
      alone.addAll(
          Retraining.run(
              Retraining.local(2),
              history,
              variant.config(),
              publication.bestOf(3).assessing(),
              List.of("ensemble"),
              (trainer, progress) -> {},
              OptionalLong.empty()));
    }
    assertThat(search.verdicts()).isEqualTo(alone).doesNotHaveDuplicates();
    assertThat(search.variants()).isEqualTo(variants);
    assertThat(said).hasSize(4).last().isEqualTo("input read=4000 accepted=4000");
    for (int i = 0; i < 3; i++) {
      assertThat(said.get(i)).startsWith("variant %d of 3: trees=".formatted(i + 1));
    }
    // It is remembered, and nothing else is written.
    ModelStore store = ModelStore.at(dir.resolve("store").toString());
    assertThat(store.trials("ensemble")).extracting(Trial::variants).containsExactly(3);
    assertThat(store.list()).isEmpty();
  }

  private record Run(int status, JsonNode told) {}

  private static Run search(Path bars, Path store, Path variants) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    int status;
    try {
      status =
          Minhos.run(
              "train",
              "--bars",
              bars.toString(),
              "--store",
              store.toString(),
              "--only",
              "ensemble",
              "--variants",
              variants.toString(),
              "--set",
              "training.folds=2",
              "--set",
              "training.forestDepth=3",
              "--json");
    } finally {
      System.setOut(before);
    }
    return new Run(status, new ObjectMapper().readTree(said.toString(StandardCharsets.UTF_8)));
  }

  private static List<String> simulate(double signal) throws Exception {
    Path file = Files.createTempFile("planted", ".csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      new PlantedMarket(SYMBOLS, 60_000, signal, 11).write(BARS, out);
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    Files.delete(file);
    return lines;
  }

  private static List<TrainingVerdict> train(
      Path bars, Path store, List<String> candidates, int parallelism) throws Exception {
    return Retraining.run(
        List.of(new MarketFile(bars.toString(), Kind.BARS)),
        CONFIG,
        new Publication(store.toString(), "test", Instant.parse("2026-01-01T00:00:00Z")),
        candidates,
        parallelism,
        (trainer, progress) -> {});
  }
}
