package io.minhos.domain.safeguards;

import static io.minhos.domain.safeguards.BreakerReason.ACCURACY;
import static io.minhos.domain.safeguards.BreakerReason.COMMAND;
import static io.minhos.domain.safeguards.BreakerReason.COOLED_DOWN;
import static io.minhos.domain.safeguards.BreakerReason.DEGENERATE;
import static io.minhos.domain.safeguards.BreakerReason.DRIFT;
import static io.minhos.domain.safeguards.BreakerReason.RECOVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class ModelHealthTest {

  private static final SafeguardConfig CONFIG = SafeguardConfig.defaults();
  private static final long HOUR = 3_600_000;
  private static final PopulationStability STABLE = new PopulationStability(0.01, 0.02, 0.01, 1000);
  private static final PopulationStability MOVED = new PopulationStability(0.6, 0.02, 0.01, 1000);

  /** Monday, 2 November 2026, 00:00 UTC. */
  private static final long MONDAY = 1_793_577_600_000L;

  /**
   * A model that is asked about so many symbols each hour, and scored the hour after. Its accuracy
   * is by the time of the answer; what it would say of that accuracy goes through {@code answers}.
   */
  private static final class Simulation {
    private final Random random;
    private final int symbols;
    private final LongToDoubleFunction accuracy;
    private final DoubleUnaryOperator answers;
    private final List<BreakerTransition> transitions = new ArrayList<>();
    private List<ScoredAnswer> unscored = List.of();
    private ModelHealth health;
    private long time = MONDAY;

    Simulation(long seed, int symbols, LongToDoubleFunction accuracy, DoubleUnaryOperator answers) {
      this.random = new Random(seed);
      this.symbols = symbols;
      this.accuracy = accuracy;
      this.answers = answers;
      this.health = ModelHealth.initial("lstm", 3, MONDAY, new ReleaseProfile(0.54), 1, CONFIG);
    }

    Simulation run(int hours) {
      for (int hour = 0; hour < hours; hour++) {
        List<Prediction> predictions = new ArrayList<>();
        List<ScoredAnswer> scores = new ArrayList<>();
        for (int symbol = 0; symbol < symbols; symbol++) {
          double outcome = 0.01 * random.nextGaussian();
          boolean right = random.nextDouble() < accuracy.applyAsDouble(time);
          double value =
              answers.applyAsDouble(
                  Math.signum(outcome) * (right ? 1 : -1) * 0.9 * random.nextDouble());
          predictions.add(
              new Prediction(
                  "lstm", 3, Status.OK, Direction.NEUTRAL, value, Math.abs(value), 1, List.of()));
          scores.add(
              new ScoredAnswer(
                  "lstm", 3, "S" + symbol, time, time + HOUR, value, Math.abs(value), outcome));
        }
        take(health.scored(time, unscored, CONFIG));
        take(health.answered(time, predictions, CONFIG));
        unscored = scores;
        time += HOUR;
      }
      return this;
    }

    void take(HealthStep step) {
      transitions.addAll(step.transitions());
      health = step.health();
    }

    List<BreakerReason> reasons() {
      return transitions.stream().map(BreakerTransition::reason).toList();
    }
  }

  /** All rules at once, over 1,000 weeks of 840 calls; its lower bound is near its accuracy. */
  @Test
  void hardlyAnyWeekOfAHealthyModelTripsAnyRule() {
    int tripped = 0;
    for (int week = 0; week < 1000; week++) {
      Simulation simulation = new Simulation(week, 5, time -> 0.55, value -> value).run(168);
      tripped += simulation.transitions.isEmpty() ? 0 : 1;
    }
    assertThat(tripped).isLessThan(10);
  }

  @Test
  void leavesAHealthyModelAlone() {
    Simulation simulation = new Simulation(1, 5, time -> 0.55, value -> value).run(20 * 168);
    assertThat(simulation.transitions).isEmpty();
    TrackedAccuracy tracked =
        simulation.health.window().tracked(simulation.time, CONFIG.tracking());
    // The last call is not scored yet, and the window's first hour is over.
    assertThat(tracked.calls()).isEqualTo(5 * 167);
    assertThat(tracked.accuracy()).isEqualTo(0.55, within(0.06));
  }

  @Test
  void takesABrokenModelOutAndBringsItBackOnceItIsWell() {
    long broken = MONDAY + 24 * HOUR;
    long well = broken + 40 * HOUR;
    Simulation simulation =
        new Simulation(
                2, 5, time -> time < broken ? 0.65 : time < well ? 0.2 : 0.65, value -> value)
            .run(120);
    assertThat(simulation.reasons())
        .containsExactly(ACCURACY, COOLED_DOWN, ACCURACY, COOLED_DOWN, RECOVERED);
    BreakerTransition first = simulation.transitions.get(0);
    assertThat(first.time()).isBetween(broken + HOUR, broken + 36 * HOUR);
    assertThat(first.detail()).startsWith("evidence=").contains("threshold=100.0 healthy=0.5400");
    assertThat(simulation.transitions.get(1).time()).isEqualTo(first.time() + 4 * HOUR);
    // 60 calls at 5 an hour, the first of them scored an hour later; then twice the time.
    assertThat(simulation.transitions.get(2).time()).isEqualTo(first.time() + 16 * HOUR);
    assertThat(simulation.transitions.get(3).time()).isEqualTo(first.time() + 24 * HOUR);
    assertThat(simulation.health.breaker().trades()).isTrue();
    // What was before counts no more.
    assertThat(simulation.health.accuracy().capital().value()).isLessThan(100);
  }

  @Test
  void takesADegenerateModelOut() {
    for (double answer : new double[] {Double.NaN, 0.3, 0}) {
      Simulation simulation = new Simulation(3, 1, time -> 0.55, value -> answer).run(30);
      assertThat(simulation.reasons()).containsExactly(DEGENERATE);
      assertThat(simulation.transitions.get(0).time()).isEqualTo(MONDAY + 29 * HOUR);
      assertThat(simulation.transitions.get(0).detail())
          .isEqualTo(Double.isNaN(answer) ? "code=FAILED" : "code=CONSTANT");
      // On probation it shows itself again at once, and the cool-down doubles.
      simulation.run(5);
      assertThat(simulation.reasons()).containsExactly(DEGENERATE, COOLED_DOWN, DEGENERATE);
      assertThat(simulation.transitions.get(2).coolDownMillis()).isEqualTo(8 * HOUR);
    }
    Simulation oneSided = new Simulation(3, 1, time -> 0.55, Math::abs).run(30);
    assertThat(oneSided.transitions.get(0).detail()).isEqualTo("code=ONE_SIDED");
  }

  @Test
  void opensWhenDriftSetsInAndNotForItsLasting() {
    ModelHealth health = ModelHealth.initial("lstm", 3, 0, new ReleaseProfile(0.54), 1, CONFIG);
    assertThat(observed(health, 1, STABLE, STABLE, MOVED).transitions()).isEmpty();
    assertThat(observed(health, 1).transitions()).isEmpty();
    HealthStep step = observed(health, 1, MOVED, STABLE, MOVED);
    assertThat(step.transitions()).hasSize(1);
    assertThat(step.transitions().get(0).reason()).isEqualTo(DRIFT);
    assertThat(step.transitions().get(0).detail())
        .isEqualTo("drifted=2 features=3 highest=0.6000 bound=0.25");
    ModelHealth enabled = step.health().enabled(2, "known").health();
    assertThat(observed(enabled, 3, MOVED, MOVED).transitions()).isEmpty();
    ModelHealth back = observed(enabled, 4, STABLE, STABLE).health();
    assertThat(observed(back, 5, MOVED, MOVED).transitions()).hasSize(1);
  }

  private static HealthStep observed(
      ModelHealth health, long time, PopulationStability... features) {
    DriftConfig drift = DriftConfig.defaults();
    return health.observed(time, InputDrift.of(List.of(features), drift), drift, CONFIG.breaker());
  }

  /** What is shown of drift is what the breaker goes by, and nothing while that is not judged. */
  @Test
  void tellsOfDriftWhatTheBreakerGoesBy() {
    DriftConfig config = DriftConfig.defaults();
    InputDrift seen = InputDrift.of(List.of(STABLE, MOVED, STABLE, MOVED), config);
    assertThat(seen).isEqualTo(new InputDrift(4, 2, 0.6));
    assertThat(seen.part()).isEqualTo(0.5);
    assertThat(seen.opens(config)).isFalse();
    assertThat(seen.opens(new DriftConfig(0.25, 500, 7, 0.5))).isTrue();
    // Beyond the bound, but not beyond what sampling makes.
    assertThat(InputDrift.of(List.of(new PopulationStability(0.3, 0.2, 0.1, 500)), config))
        .isEqualTo(new InputDrift(1, 0, 0.3));
    PopulationStability few = new PopulationStability(0.6, 0.02, 0.01, 499);
    for (List<PopulationStability> unjudged :
        List.of(List.<PopulationStability>of(), List.of(few, few))) {
      InputDrift none = InputDrift.of(unjudged, config);
      assertThat(none).isEqualTo(InputDrift.none());
      assertThat(none.highest()).isNaN();
      assertThat(none.part()).isNaN();
      assertThat(none.opens(config)).isFalse();
    }
  }

  @Test
  void isJudgedAnewOnceAPersonHasItTraded() {
    Simulation simulation = new Simulation(4, 2, time -> 0.1, value -> value);
    while (simulation.transitions.isEmpty()) {
      simulation.run(1);
    }
    simulation.take(simulation.health.enabled(simulation.time, "over"));
    assertThat(simulation.health.breaker().trades()).isTrue();
    simulation.run(30);
    assertThat(simulation.reasons().subList(0, 3)).containsExactly(ACCURACY, COMMAND, ACCURACY);
  }

  @Test
  void judgesAnewWhatAPersonLetIn() {
    Simulation simulation = new Simulation(5, 1, time -> 0.55, Math::abs).run(30);
    assertThat(simulation.reasons()).containsExactly(DEGENERATE);
    simulation.take(simulation.health.enabled(simulation.time, "a trend"));
    assertThat(simulation.run(29).reasons()).containsExactly(DEGENERATE, COMMAND);
    assertThat(simulation.run(1).reasons()).containsExactly(DEGENERATE, COMMAND, DEGENERATE);
  }

  /** Whoever hears of the transitions alone knows what is traded. */
  @Test
  void tellsAllInItsTransitions() {
    Simulation simulation =
        new Simulation(6, 3, time -> time / (60 * HOUR) % 2 == 0 ? 0.6 : 0.1, value -> value)
            .run(2000);
    Breaker told = Breaker.closed("lstm", 3, MONDAY);
    for (BreakerTransition transition : simulation.transitions) {
      assertThat(transition.from()).isEqualTo(told.state());
      told = told.after(transition);
    }
    assertThat(simulation.transitions).hasSizeGreaterThan(10);
    assertThat(told.state()).isEqualTo(simulation.health.breaker().state());
    assertThat(told.since()).isEqualTo(simulation.health.breaker().since());
  }
}
