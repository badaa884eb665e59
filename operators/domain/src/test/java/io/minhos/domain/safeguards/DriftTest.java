package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.CommandTimeline;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.InputDistribution;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A model of eight features, asked about five symbols each hour. Half of the features have nothing
 * to do with the hour before; the others move slowly, as a moving average does: xₜ = φxₜ₋₁ + √(1 −
 * φ²)·ε, of variance 1. Trained on three years of that.
 */
class DriftTest {

  private static final long HOUR = 3_600_000;
  private static final int SYMBOLS = 5;
  private static final int FEATURES = 8;
  private static final int WEEK_ROWS = 168 * SYMBOLS;
  private static final double PHI = 0.9;

  private static final InputDistribution TRAINED = trained();

  private static InputDistribution trained() {
    Market market = new Market(0);
    List<double[]> rows = new ArrayList<>();
    for (int hour = 0; hour < 3 * 52 * 168; hour++) {
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        rows.add(market.row(symbol));
      }
    }
    return InputDistribution.of(rows, 10);
  }

  private static final class Market {
    private final Random random;
    private final double[][] last = new double[SYMBOLS][FEATURES];

    Market(long seed) {
      random = new Random(seed);
      for (double[] row : last) {
        for (int i = 0; i < FEATURES; i++) {
          row[i] = random.nextGaussian();
        }
      }
    }

    double[] row(int symbol) {
      double[] row = last[symbol];
      for (int i = 0; i < FEATURES; i++) {
        row[i] =
            i < FEATURES / 2
                ? random.nextGaussian()
                : PHI * row[i] + Math.sqrt(1 - PHI * PHI) * random.nextGaussian();
      }
      return row.clone();
    }
  }

  /** Answers and scores of one run: what is asked is shifted in some features from an hour on. */
  private static final class Run {
    private final Safeguards safeguards = new Safeguards(SafeguardConfig.defaults(), 1);
    private final Market market;
    private final Random random;
    private final InputDistribution reference;
    private final List<Alert> alerts = new ArrayList<>();
    private final List<AccuracyReport> reports = new ArrayList<>();
    private SafeguardState state = SafeguardState.initial();
    private List<ScoredAnswer> unscored = List.of();
    private double shift;
    private int shifted;
    private int hour;

    Run(long seed, InputDistribution reference) {
      this.market = new Market(seed);
      this.random = new Random(~seed);
      this.reference = reference;
    }

    Run shifting(int features, double by) {
      shifted = features;
      shift = by;
      return this;
    }

    Run hours(int count) {
      for (int i = 0; i < count; i++) {
        step();
      }
      return this;
    }

    private void step() {
      long time = ++hour * HOUR;
      List<BarAnswers> bars = new ArrayList<>();
      List<ScoredAnswer> scores = new ArrayList<>();
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        double[] row = market.row(symbol);
        for (int i = 0; i < shifted; i++) {
          row[i] += shift;
        }
        double value = 1.8 * random.nextDouble() - 0.9;
        double outcome = (random.nextDouble() < 0.6 ? 1 : -1) * Math.signum(value) * 0.01;
        List<ScoredAnswer> due = unscored.isEmpty() ? List.of() : List.of(unscored.get(symbol));
        bars.add(new BarAnswers("S" + symbol, time, List.of(answer(value, row)), due, List.of()));
        scores.add(
            new ScoredAnswer(
                "m", 1, "S" + symbol, time, time + HOUR, value, Math.abs(value), outcome));
      }
      unscored = scores;
      SafeguardStep step =
          safeguards.step(
              state,
              time,
              bars,
              (model, version) -> new ReleaseProfile(0.55, 0, reference),
              CommandTimeline.empty());
      state = step.state();
      alerts.addAll(step.alerts());
      reports.addAll(step.reports());
    }

    private Prediction answer(double value, double[] row) {
      return new Prediction(
          "m",
          1,
          Status.OK,
          Direction.NEUTRAL,
          value,
          Math.abs(value),
          1,
          List.of(),
          null,
          reference.digits(row, 0));
    }

    List<Alert> breaker(String reason) {
      return alerts.stream()
          .filter(a -> a.code().equals(Safeguards.BREAKER) && a.detail().contains(reason))
          .toList();
    }
  }

  /**
   * 0 in 156 weeks, the first three of ten seeds that had 0 in 520: by the rule of three fewer than
   * one in 170 weeks, at a level of 95 %.
   */
  @Test
  void sparesWhatIsAsItWasInTraining() {
    for (int seed = 1; seed <= 3; seed++) {
      assertThat(new Run(seed, TRAINED).hours(52 * 168).breaker("DRIFT")).isEmpty();
    }
  }

  /** Within the rows of a window, 840, and an hour's. */
  @Test
  void opensOnADriftWithinTheRowsOfAWindowAndComesBackOnceItProvesItself() {
    for (int seed = 1; seed <= 4; seed++) {
      Run run = new Run(seed, TRAINED).hours(4 * 168).shifting(5, 1).hours(2 * 168);
      List<Alert> opened = run.breaker("to=OPEN reason=DRIFT");
      assertThat(opened).hasSize(1);
      long rows = (opened.get(0).time() / HOUR - 4 * 168) * SYMBOLS;
      assertThat(rows).isBetween(1L, (long) WEEK_ROWS + SYMBOLS);
      assertThat(opened.get(0).detail())
          .startsWith("from=CLOSED to=OPEN reason=DRIFT drifted=5 features=8 highest=")
          .endsWith("bound=0.25");
      // It is right as often as ever, and so it may go on although its inputs stay where they are.
      assertThat(run.breaker("from=OPEN to=HALF_OPEN reason=COOLED_DOWN openedBy=DRIFT"))
          .hasSize(1);
      assertThat(run.breaker("from=HALF_OPEN to=CLOSED reason=RECOVERED")).hasSize(1);
      assertThat(run.state.releases().get("m/1").health().breaker().trades()).isTrue();
    }
  }

  /** Each hour's report has what that hour's review saw; nothing before there is a whole window. */
  @Test
  void reportsWhatTheBreakerGoesBy() {
    Run run = new Run(1, TRAINED).hours(2 * 168).shifting(5, 1).hours(168);
    assertThat(run.reports).hasSize(3 * 168);
    Alert opened = run.breaker("to=OPEN reason=DRIFT").get(0);
    for (AccuracyReport report : run.reports) {
      InputDrift drift = report.drift();
      if (report.time() < 168 * HOUR) {
        assertThat(drift).isEqualTo(InputDrift.none());
        continue;
      }
      assertThat(drift.features()).isEqualTo(FEATURES);
      assertThat(drift.highest()).isPositive();
      assertThat(drift.part() >= SafeguardConfig.defaults().drift().features())
          .as("at %s", report.time())
          .isEqualTo(report.time() >= opened.time());
      if (report.time() == opened.time()) {
        assertThat(opened.detail())
            .contains(
                String.format(
                    Locale.ROOT,
                    "drifted=%d features=%d highest=%.4f ",
                    drift.drifted(),
                    drift.features(),
                    drift.highest()));
      }
    }
  }

  @Test
  void aDriftOfFewFeaturesIsNone() {
    for (int seed = 1; seed <= 5; seed++) {
      Run run = new Run(seed, TRAINED).hours(168).shifting(2, 1).hours(3 * 168);
      assertThat(run.breaker("DRIFT")).isEmpty();
    }
  }

  /** From the first row on: found once there is a whole window. */
  @Test
  void whatWasNeverLikeTrainingIsFoundAfterAWindow() {
    Run run = new Run(1, TRAINED).shifting(8, 1).hours(3 * 168);
    long found = run.breaker("DRIFT").get(0).time() / HOUR;
    assertThat(found).isBetween(168L, 192L);
  }

  @Test
  void aReleaseThatDoesNotSayWhatItWasTrainedOnIsNotJudged() {
    Run run = new Run(1, InputDistribution.none()).shifting(8, 9).hours(3 * 168);
    assertThat(run.breaker("DRIFT")).isEmpty();
    assertThat(run.reports).extracting(AccuracyReport::drift).containsOnly(InputDrift.none());
  }
}
