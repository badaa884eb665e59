package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.InputDistribution;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.ReferenceDistribution;
import io.minhos.domain.inference.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PopulationStabilityTest {

  private static final DriftConfig CONFIG = DriftConfig.defaults();
  private static final DriftConfig EARLY = new DriftConfig(0.25, 1, 7, 0.5);

  private static double[] normal(Random random, int n, double mean) {
    return random.doubles(n).map(u -> mean + random.nextGaussian()).toArray();
  }

  private static PopulationStability stability(ReferenceDistribution reference, double[] live) {
    long[] counts = new long[reference.bins()];
    for (double value : live) {
      counts[reference.bin(value)]++;
    }
    return PopulationStability.of(reference.fractions(), reference.samples(), counts);
  }

  /**
   * In NumPy 2.4.6: x = sin 1 … sin 1000, y = 0.6 + 0.8 sin(1.7 t) for t = 1 … 300; e_k = {@code
   * np.sort(x)[k*1000//10]}, bins {@code np.searchsorted(e, ·, 'right')}, fractions a of y at least
   * 0.5/300, {@code ((a-e)*np.log(a/e)).sum()}. Four of y's bins are empty.
   */
  @Test
  void isTheFormula() {
    double[] training = new double[1000];
    for (int t = 1; t <= 1000; t++) {
      training[t - 1] = StrictMath.sin(t);
    }
    double[] live = new double[300];
    for (int t = 1; t <= 300; t++) {
      live[t - 1] = 0.6 + 0.8 * StrictMath.sin(1.7 * t);
    }
    ReferenceDistribution reference = ReferenceDistribution.of(training, 10);
    assertThat(reference.edges())
        .containsExactly(
            new double[] {
              -0.9483108434411563,
              -0.8064362322233966,
              -0.5877706198198406,
              -0.30486804029509035,
              6.0288706691585265e-05,
              0.31322878243308516,
              0.5948600877161377,
              0.8115857761709371,
              0.9510546532543747
            },
            within(1e-15));
    PopulationStability stability = stability(reference, live);
    assertThat(stability.index()).isEqualTo(2.089877652411433, within(1e-12));
    assertThat(stability.samples()).isEqualTo(300);
    // By hand: 9·(1/300 + 1/1000), √18·(1/300 + 1/1000).
    assertThat(stability.noise()).isEqualTo(0.039, within(1e-15));
    assertThat(stability.deviation()).isEqualTo(0.018384776310850236, within(1e-15));
  }

  /** A shift by a standard deviation is found from 100 values on in 99 % of the trials. */
  @Test
  void findsAShiftByOneStandardDeviation() {
    Random random = new Random(1);
    ReferenceDistribution reference = ReferenceDistribution.of(normal(random, 10_000, 0), 10);
    int early = 0;
    for (int trial = 0; trial < 1000; trial++) {
      early += stability(reference, normal(random, 100, 1)).drifted(EARLY) ? 1 : 0;
      assertThat(stability(reference, normal(random, 500, 1)).drifted(CONFIG)).isTrue();
    }
    assertThat(early).isGreaterThanOrEqualTo(990);
  }

  /** No drift: never at 500 values; at 60 the bound alone is passed often, the noise is not. */
  @Test
  void sparesWhatHasNotMoved() {
    Random random = new Random(2);
    ReferenceDistribution reference = ReferenceDistribution.of(normal(random, 10_000, 0), 10);
    int beyondBound = 0;
    int found = 0;
    double sum = 0;
    for (int trial = 0; trial < 2000; trial++) {
      PopulationStability few = stability(reference, normal(random, 60, 0));
      beyondBound += few.index() > EARLY.bound() ? 1 : 0;
      found += few.drifted(EARLY) ? 1 : 0;
      PopulationStability many = stability(reference, normal(random, 500, 0));
      assertThat(many.drifted(CONFIG)).isFalse();
      sum += many.index() / many.noise();
    }
    assertThat(beyondBound).isGreaterThan(100);
    assertThat(found).isLessThan(20);
    assertThat(sum / 2000).as("mean over expectation").isEqualTo(1, within(0.05));
  }

  @Test
  void needsAMinimumOfSamples() {
    ReferenceDistribution reference = ReferenceDistribution.of(normal(new Random(3), 1000, 0), 10);
    assertThat(stability(reference, normal(new Random(4), 499, 3)).drifted(CONFIG)).isFalse();
    assertThat(stability(reference, normal(new Random(4), 500, 3)).drifted(CONFIG)).isTrue();
    PopulationStability none = PopulationStability.of(reference.fractions(), 1000, new long[10]);
    assertThat(none.drifted(EARLY)).isFalse();
    assertThat(none.index()).isZero();
  }

  /** Two features, in two and in three bins. */
  private static final InputDistribution INPUTS =
      new InputDistribution(
          List.of(
              new ReferenceDistribution(new double[] {0}, new double[] {0.5, 0.5}, 100),
              new ReferenceDistribution(new double[] {0, 1}, new double[] {0.2, 0.3, 0.5}, 100)));

  private static Prediction asked(double first, double second) {
    return new Prediction(
        "m",
        1,
        Status.OK,
        Direction.NEUTRAL,
        0,
        0,
        1,
        List.of(),
        0.0,
        INPUTS.digits(new double[] {9, first, second}, 1));
  }

  @Test
  void countsTheWindowAndForgetsWhatHasLeftIt() {
    DriftConfig week = new DriftConfig(0.25, 1, 7, 0.5);
    long day = 86_400_000;
    LiveInputs live = LiveInputs.of(INPUTS);
    for (int i = 0; i < 10; i++) {
      live = live.plus(i * day, List.of(asked(i < 5 ? -1 : 1, 0.5), asked(1, i)), week);
      live = live.plus(i * day + 1, List.of(Prediction.none("m", 1, Status.FAILED)), week);
      assertThat(live.stability(i * day, week)).hasSize(i < 7 ? 0 : 2);
    }
    // The days 3 to 9: of the first feature 2 values below and 12 above, of the second 7 in the
    // middle and 7 above.
    List<PopulationStability> found = live.stability(9 * day, week);
    assertThat(found)
        .containsExactly(
            PopulationStability.of(new double[] {0.5, 0.5}, 100, new long[] {2, 12}),
            PopulationStability.of(new double[] {0.2, 0.3, 0.5}, 100, new long[] {0, 7, 7}));
    assertThat(live.parts()).hasSize(6);
    // Once all has left it the window is empty, and what comes then begins it anew.
    assertThat(live.stability(100 * day, week)).allMatch(s -> s.samples() == 0);
    LiveInputs later = live.plus(100 * day, List.of(asked(0, 0)), week);
    assertThat(later.stability(100 * day, week)).allMatch(s -> s.samples() == 1);
    assertThat(later.parts()).isEmpty();
  }

  /** Numbers of parts mean other times then: what was counted is older or younger than it seems. */
  @Test
  void startsAfreshWhereTheWindowIsConfiguredOtherwise() {
    DriftConfig week = new DriftConfig(0.25, 1, 7, 0.5);
    long day = 86_400_000;
    for (double days : new double[] {1, 14}) {
      DriftConfig other = new DriftConfig(0.25, 1, days, 0.5);
      LiveInputs live = LiveInputs.of(INPUTS);
      for (int i = 0; i < 20; i++) {
        live = live.plus((100 + i) * day, List.of(asked(-1, -1)), week);
      }
      assertThat(live.stability(120 * day, week)).hasSize(2);
      // Nothing is said of what was counted in other parts, nor until there is a whole window.
      assertThat(live.stability(120 * day, other)).isEmpty();
      long step = Math.round(days * day / 7);
      for (int i = 0; i < 7; i++) {
        live = live.plus(140 * day + i * step, List.of(asked(1, 2)), other);
        assertThat(live.stability(140 * day + i * step, other)).isEmpty();
      }
      live = live.plus(140 * day + 7 * step, List.of(asked(1, 2)), other);
      assertThat(live.stability(140 * day + 7 * step, other))
          .containsExactly(
              PopulationStability.of(new double[] {0.5, 0.5}, 100, new long[] {0, 7}),
              PopulationStability.of(new double[] {0.2, 0.3, 0.5}, 100, new long[] {0, 0, 7}));
    }
  }

  /** What was kept from before parts had a length is of the configured one. */
  @Test
  void goesOnWithWhatWasKeptBefore() {
    DriftConfig week = new DriftConfig(0.25, 1, 7, 0.5);
    long day = 86_400_000;
    LiveInputs live = LiveInputs.of(INPUTS);
    for (int i = 0; i < 7; i++) {
      live = live.plus(i * day, List.of(asked(1, 2)), week);
    }
    LiveInputs kept =
        new LiveInputs(
            live.bins(),
            live.fractions(),
            live.trained(),
            live.since(),
            live.part(),
            live.current(),
            live.parts(),
            live.closed(),
            0);
    assertThat(kept.plus(7 * day, List.of(asked(1, 2)), week).stability(7 * day, week))
        .isEqualTo(live.plus(7 * day, List.of(asked(1, 2)), week).stability(7 * day, week))
        .hasSize(2);
  }

  /** A release's version with the bins of another: these say nothing of its training. */
  @Test
  void doesNotCountWhatIsInOtherBins() {
    DriftConfig week = new DriftConfig(0.25, 1, 7, 0.5);
    LiveInputs live = LiveInputs.of(INPUTS).plus(1, List.of(asked(1, 2)), week);
    for (String digits : List.of("1", "111", "21", "13", "z0")) {
      assertThat(live.plus(2, List.of(said(digits)), week)).as(digits).isSameAs(live);
    }
    LiveInputs mixed = live.plus(2, List.of(said("13"), asked(-1, -1), said("111")), week);
    assertThat(mixed.current()).containsExactly(1, 1, 1, 0, 1);
  }

  private static Prediction said(String digits) {
    return new Prediction("m", 1, Status.OK, Direction.NEUTRAL, 0, 0, 1, List.of(), 0.0, digits);
  }

  /** Counts are sums: the rows of a time in any order, and in any groups. */
  @Property(tries = 50)
  void theOrderOfRowsDoesNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    DriftConfig week = new DriftConfig(0.25, 1, 7, 0.5);
    List<Prediction> rows =
        IntStream.range(0, 30)
            .mapToObj(i -> asked(random.nextGaussian(), random.nextGaussian()))
            .toList();
    List<Prediction> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    LiveInputs one = LiveInputs.of(INPUTS).plus(1, rows, week);
    LiveInputs other = LiveInputs.of(INPUTS);
    for (Prediction row : shuffled) {
      other = other.plus(1, List.of(row), week);
    }
    assertThat(other.current()).isEqualTo(one.current());
  }

  /** Training values that are alike leave fewer bins; what was never seen is a bin of its own. */
  @Test
  void takesTies() {
    ReferenceDistribution flag = ReferenceDistribution.of(new double[] {0, 1, -0.0, 0, 1}, 10);
    assertThat(flag.edges()).containsExactly(0, 1);
    assertThat(flag.fractions()).containsExactly(0, 0.6, 0.4);
    assertThat(stability(flag, new double[] {0, -0.0, 1, 0, 1}).index()).isZero();
    assertThat(stability(flag, new double[] {-1, -1, -1, -1, -1}).index()).isGreaterThan(3);
  }

  @Property(tries = 200)
  void isNeverBelowZeroAndAllOfTheValuesCount(@ForAll long seed) {
    Random random = new Random(seed);
    double[] training = random.ints(1 + random.nextInt(50), 0, 8).asDoubleStream().toArray();
    double[] live = random.ints(1 + random.nextInt(50), -2, 10).asDoubleStream().toArray();
    ReferenceDistribution reference = ReferenceDistribution.of(training, 2 + random.nextInt(9));
    PopulationStability stability = stability(reference, live);
    assertThat(stability.index()).isGreaterThanOrEqualTo(0);
    assertThat(stability.samples()).isEqualTo(live.length);
    double sum = 0;
    for (double fraction : reference.fractions()) {
      sum += fraction;
    }
    assertThat(sum).isEqualTo(1, within(1e-12));
    assertThat(stability(reference, training).index()).isEqualTo(0, within(1e-12));
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> ReferenceDistribution.of(new double[] {Double.NaN}, 10))
        .hasMessage("values must hold a number: 1 NaN");
    assertThatThrownBy(() -> ReferenceDistribution.of(new double[] {1}, 1))
        .hasMessage("bins must be >= 2: 1");
    assertThatThrownBy(
            () -> new ReferenceDistribution(new double[] {1, 1}, new double[] {0, 0, 1}, 1))
        .hasMessage("edges must ascend: [1.0, 1.0]");
    assertThatThrownBy(() -> new ReferenceDistribution(new double[] {1}, new double[] {1}, 1))
        .hasMessage("fractions must be one more than edges: 1, 1");
    assertThatThrownBy(() -> new ReferenceDistribution(new double[0], new double[] {1}, 0))
        .hasMessage("samples must be >= 1: 0");
  }
}
