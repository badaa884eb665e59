package io.minhos.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.evaluation.ChanceRow;
import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.evaluation.Reliability;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.engines.ensemble.CalibratedTrees;
import io.minhos.flink.inference.FusedSignal;
import io.minhos.flink.inference.PredictWin;
import io.minhos.retraining.trees.NativeTrees;
import io.minhos.retraining.trees.TabularRows;
import io.minhos.retraining.trees.TrainingProgress;
import io.minhos.retraining.trees.XGBoostClassifier;
import io.minhos.store.Alias;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.models.StoreModels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trades that win with a chance of |strength|, whatever else is said of them. */
class WinTrainerTest {

  private static final int TRADES = 3_000;
  private static final long MINUTE = 60_000;
  private static final TradingConfig CONFIG = ConfigLoader.load(null, List.of());
  private static final WinConfig WIN = WinConfig.of(CONFIG);

  private static final List<Signal> SIGNALS = new ArrayList<>();
  private static final List<WinTrade> MADE = make(3, TRADES, strength -> strength, SIGNALS);
  private static final long[] TIMES = times(TRADES);
  private static WinTrainer.Trained trained;

  @BeforeAll
  static void train() throws InterruptedException {
    trained = new WinTrainer(WIN).train(MADE, TIMES, text -> {});
  }

  /** Trades that win with a chance that |strength| gives; adds their signals. */
  private static List<WinTrade> make(
      long seed, int trades, DoubleUnaryOperator chance, List<Signal> signals) {
    Random random = new Random(seed);
    List<Regime> regimes = List.of(Regime.values());
    SignalFusion fusion = new SignalFusion(CONFIG.fusion());
    List<WinTrade> made = new ArrayList<>();
    for (int i = 0; i < trades; i++) {
      double strength = (0.2 + 0.6 * random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
      Bar bar = Bar.of("A", i * MINUTE, (i + 1) * MINUTE, 100, 101, 99, 100, 5);
      Signal signal =
          fusion.fuse(
              bar,
              new TechnicalOpinion(Status.OK, strength, 0.5, random.nextDouble(), List.of()),
              1,
              0.01 * random.nextDouble(),
              2 * random.nextDouble(),
              regimes.get(random.nextInt(regimes.size())),
              List.of(Prediction.none("lstm", 0, Status.UNTRAINED)));
      signals.add(signal);
      boolean win = random.nextDouble() < chance.applyAsDouble(Math.abs(strength));
      made.add(new WinTrade(bar.time(), "A", WinFeatures.of(signal), bar.time(), win));
    }
    return made;
  }

  private static long[] times(int trades) {
    return LongStream.rangeClosed(1, trades).map(i -> i * MINUTE - 1).toArray();
  }

  @Test
  void chancesAreNearTheTruth() {
    assertThat(trained.rows()).extracting(ChanceRow::time).containsExactly(boxed(TIMES));
    double error = 0;
    for (int i = 0; i < TRADES; i++) {
      error += Math.abs(trained.rows().get(i).chance() - Math.abs(SIGNALS.get(i).strength()));
    }
    // Of a uniform chance in [0.2, 0.8] a constant is 0.15 off in the mean.
    assertThat(error / TRADES).isLessThan(0.06);
    assertThat(trained.metrics().get("ece")).isLessThan(0.05);
    // 1 − E[p(1 − p)]/0.25 = 0.12 at best.
    assertThat(trained.metrics().get("brierSkill")).isBetween(0.06, 0.15);
    assertThat(trained.metrics().get("winRate")).isCloseTo(0.5, within(0.03));
    double shares = 0;
    double count = 0;
    for (var metric : trained.metrics().entrySet()) {
      shares += metric.getKey().startsWith("importance.") ? metric.getValue() : 0;
      count += metric.getKey().matches("reliability\\.\\d\\.count") ? metric.getValue() : 0;
    }
    assertThat(shares).isCloseTo(1, within(1e-9));
    assertThat(count).isEqualTo(TRADES);
    assertThat(trained.metrics().get("importance.strength")).isGreaterThan(0.5);
    assertThat(trained.metrics().get("reliability.9.predicted"))
        .isGreaterThan(trained.metrics().get("reliability.0.predicted") + 0.3);
  }

  /**
   * Where odds are faint, what the product's trees add to strength is noise. Trees that learn it by
   * heart keep less than half of the skill that strength has alone.
   */
  @Test
  void faintOddsAreNotLostInNoise() throws InterruptedException {
    int trades = 10_000;
    List<Signal> signals = new ArrayList<>();
    List<WinTrade> made = make(5, trades, strength -> 0.4 + 0.4 * strength, signals);
    boolean[] wins = new boolean[trades];
    double[] strengths = new double[trades];
    for (int i = 0; i < trades; i++) {
      wins[i] = made.get(i).win();
      strengths[i] = Math.abs(signals.get(i).strength());
    }
    WinTrainer.Trained faint = new WinTrainer(WIN).train(made, times(trades), text -> {});
    double alone = skillAlone(strengths, wins);
    // Var(p)/(E[p](1 − E[p])) = 0.0048/0.24 = 0.02 at best.
    assertThat(alone).isBetween(0.015, 0.025);
    assertThat(faint.metrics().get("brierSkill")).isGreaterThan(2 * alone / 3);
  }

  /** Brier's skill of the scores alone, calibrated on the other four fifths of the trades. */
  private static double skillAlone(double[] scores, boolean[] wins) {
    int folds = 5;
    double[] chances = new double[scores.length];
    for (int fold = 0; fold < folds; fold++) {
      int from = scores.length * fold / folds;
      int to = scores.length * (fold + 1) / folds;
      double[] others = new double[scores.length - to + from];
      boolean[] won = new boolean[others.length];
      for (int i = 0; i < others.length; i++) {
        int at = i < from ? i : i + to - from;
        others[i] = scores[at];
        won[i] = wins[at];
      }
      IsotonicCalibration calibration = IsotonicCalibration.fit(others, won);
      for (int i = from; i < to; i++) {
        chances[i] = calibration.apply(scores[i]);
      }
    }
    return Reliability.of(chances, wins, 10).brierSkill();
  }

  /** A quarter of 2p − 1, at most 0.05, where p is more than a half. */
  @Test
  void theFixedFractionIsTheMeanOfKellysBets() {
    double sum = 0;
    int bets = 0;
    for (ChanceRow row : trained.rows()) {
      if (row.chance() > 0.5) {
        sum += Math.min(0.05, 0.25 * (2 * row.chance() - 1));
        bets++;
      }
    }
    assertThat(bets).isBetween(TRADES / 4, 3 * TRADES / 4);
    assertThat(trained.metrics().get("fixedFraction")).isCloseTo(sum / bets, within(1e-12));
  }

  @Test
  void theSameTradesGiveTheSameBytes() throws InterruptedException {
    WinTrainer.Trained again = new WinTrainer(WIN).train(MADE, TIMES, text -> {});
    assertThat(again.artifacts()).containsOnlyKeys("winprob.trees", "calibration.json");
    again
        .artifacts()
        .forEach((name, bytes) -> assertThat(bytes).isEqualTo(trained.artifacts().get(name)));
    assertThat(again.metrics()).isEqualTo(trained.metrics());
    assertThat(again.rows()).isEqualTo(trained.rows());
  }

  /** The operator's answer from the store is the library's margin, calibrated. */
  @Test
  void theLiveJobAnswersAsTheLibraryDoes(@TempDir Path dir) throws Exception {
    Publication publication = new Publication(dir.toString(), "test", Instant.EPOCH).force();
    publication.publish(draft(), trained.artifacts(), false);
    ModelStore store = ModelStore.existing(dir.toString());
    ModelRelease release = store.find("winprob", Alias.CHAMPION).orElseThrow();
    double[] values = new double[TRADES * WinFeatures.NAMES.size()];
    double[] labels = new double[TRADES];
    for (int i = 0; i < TRADES; i++) {
      double[] row = MADE.get(i).features();
      System.arraycopy(row, 0, values, i * row.length, row.length);
      labels[i] = MADE.get(i).win() ? 1 : 0;
    }
    TabularRows rows = new TabularRows(WinFeatures.NAMES.size(), values, labels);
    NativeTrees library =
        new XGBoostClassifier("winprob", WIN.boosting(), (int) WIN.seed())
            .fit(rows, TrainingProgress.SILENT);
    IsotonicCalibration calibration =
        CalibratedTrees.fromJson(trained.artifacts().get("calibration.json"));
    Set<Double> chances = new HashSet<>();
    var harness =
        new OneInputStreamOperatorTestHarness<FusedSignal, Signal>(
            new StreamMap<>(new PredictWin(StoreModels.of(CONFIG.inference()).win())));
    try {
      harness.open();
      double[] margins = library.predict(rows);
      for (int i = 0; i < TRADES; i++) {
        harness.processElement(new FusedSignal(SIGNALS.get(i), release, List.of()), i);
        Signal answered = harness.extractOutputValues().get(i);
        assertThat(answered.win().status()).isEqualTo(Status.OK);
        assertThat(answered.win().probability()).isEqualTo(calibration.apply(margins[i]));
        assertThat(answered.win().fixedFraction()).isEqualTo(0.03);
        chances.add(answered.win().probability());
      }
    } finally {
      harness.close();
      library.close();
    }
    assertThat(chances).hasSizeGreaterThan(20);
  }

  private static ReleaseDraft draft() {
    return new ReleaseDraft(
        "winprob",
        ModelKind.WIN_PROBABILITY,
        WinFeatures.ID,
        WinFeatures.VERSION,
        WinFeatures.hash(),
        0,
        null,
        new Candidate.Trained(TIMES[0], TIMES[TRADES - 1], TRADES, List.of("A")).manifest(10, 42),
        Map.of("fixedFraction", 0.03),
        new io.minhos.store.Verdict(true, List.of("FORCED: a test")),
        "test",
        Instant.EPOCH);
  }

  private static Long[] boxed(long[] values) {
    return LongStream.of(values).boxed().toArray(Long[]::new);
  }
}
