package io.minhos.domain.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.technical.TechnicalOpinion;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class SignalFusionTest {

  private static final Bar BAR = Bar.of("EURUSD", 0, 60_000, 1, 2, 0.5, 1.5, 10);
  private static final TechnicalOpinion TECHNICAL =
      new TechnicalOpinion(Status.OK, 0.5, 0.8, 0.3, List.of("rsi", "macd"));
  private static final Prediction LSTM = answer("lstm", 7, 0.4, 0.6);
  private static final Prediction ENSEMBLE = answer("ensemble", 3, -0.2, 0.9);

  private final SignalFusion fusion = new SignalFusion(FusionConfig.defaults());

  @Test
  void weighsAllThatAnswer() {
    // The order of the answers does not matter, that of the components is fixed.
    Signal signal =
        fusion.fuse(BAR, TECHNICAL, 0.1, 0.02, 1, Regime.RANGE, List.of(ENSEMBLE, LSTM));

    assertThat(signal.components())
        .containsExactly(
            component("technical", 0, 0.40, 0.5, 0.8),
            component("lstm", 7, 0.35, 0.4, 0.6),
            component("ensemble", 3, 0.25, -0.2, 0.9));
    assertThat(signal.strength()).isEqualTo(0.40 * 0.5 + 0.35 * 0.4 + 0.25 * -0.2, within(1e-15));
    assertThat(signal.confidence()).isEqualTo(0.40 * 0.8 + 0.35 * 0.6 + 0.25 * 0.9, within(1e-15));
    assertThat(signal.direction()).isEqualTo(Direction.LONG);
    assertThat(signal.symbol()).isEqualTo("EURUSD");
    assertThat(signal.time()).isEqualTo(59_999);
    assertThat(signal.atr()).isEqualTo(0.1);
    assertThat(signal.volatility()).isEqualTo(0.02);
    assertThat(signal.trendStrength()).isEqualTo(0.3);
    assertThat(signal.fired()).containsExactly("rsi", "macd");
    assertThat(signal.bar()).isEqualTo(BAR);
  }

  /** These weights sum to 1 only up to rounding. */
  @Test
  void keepsItsBoundsWhenAllAnswersAreAtTheirs() {
    SignalFusion uneven = new SignalFusion(new FusionConfig(0.05, 0.2, 0.05, 0.05));
    Signal signal =
        uneven.fuse(
            BAR,
            new TechnicalOpinion(Status.OK, 1, 1, 0, List.of()),
            0.1,
            0.02,
            1,
            Regime.RANGE,
            List.of(answer("lstm", 1, 1, 1), answer("ensemble", 1, 1, 1)));
    assertThat(signal.strength()).isEqualTo(1);
    assertThat(signal.confidence()).isEqualTo(1);
  }

  @Test
  void untrainedEnsembleLeavesItsWeightInProportion() {
    Prediction untrained = Prediction.none("ensemble", 0, Status.UNTRAINED);
    Signal signal =
        fusion.fuse(BAR, TECHNICAL, 0.1, 0.02, 1, Regime.RANGE, List.of(LSTM, untrained));

    assertThat(signal.components())
        .extracting(SignalComponent::weight)
        .containsExactly(0.40 / 0.75, 0.35 / 0.75, 0.0);
    assertThat(signal.components().get(2)).isEqualTo(silent("ensemble", 0, Status.UNTRAINED));
    assertThat(signal.strength()).isEqualTo((0.40 * 0.5 + 0.35 * 0.4) / 0.75, within(1e-15));
  }

  @Test
  void answerThatIsNotThereCountsAsUntrained() {
    Signal signal = fusion.fuse(BAR, TECHNICAL, 0.1, 0.02, 1, Regime.RANGE, List.of());

    assertThat(signal.components())
        .extracting(SignalComponent::status)
        .containsExactly(Status.OK, Status.UNTRAINED, Status.UNTRAINED);
    assertThat(signal.components())
        .extracting(SignalComponent::weight)
        .containsExactly(1.0, 0.0, 0.0);
    assertThat(signal.strength()).isEqualTo(0.5);
  }

  @Test
  void answerThatIsNoNumberCountsAsFailed() {
    Prediction broken = answer("lstm", 7, Double.NaN, 0.6);
    Signal signal =
        fusion.fuse(BAR, TECHNICAL, 0.1, 0.02, 1, Regime.RANGE, List.of(broken, ENSEMBLE));

    assertThat(signal.components().get(1)).isEqualTo(silent("lstm", 7, Status.FAILED));
    assertThat(signal.components().get(0).weight()).isEqualTo(0.40 / 0.65);
  }

  @Test
  void noAnswerIsNeutral() {
    Signal signal =
        fusion.fuse(
            BAR,
            TechnicalOpinion.insufficientData(),
            Double.NaN,
            Double.NaN,
            1,
            Regime.UNKNOWN,
            List.of(
                Prediction.none("lstm", 0, Status.DISABLED),
                Prediction.none("ensemble", 0, Status.FAILED)));

    assertThat(signal.direction()).isEqualTo(Direction.NEUTRAL);
    assertThat(signal.strength()).isZero();
    assertThat(signal.confidence()).isZero();
    assertThat(signal.components())
        .containsExactly(
            silent("technical", 0, Status.INSUFFICIENT_DATA),
            silent("lstm", 0, Status.DISABLED),
            silent("ensemble", 0, Status.FAILED));
  }

  @Test
  void neutralBandIncludesItsEdge() {
    assertThat(alone(0.05).direction()).isEqualTo(Direction.NEUTRAL);
    assertThat(alone(-0.05).direction()).isEqualTo(Direction.NEUTRAL);
    assertThat(alone(0.0501).direction()).isEqualTo(Direction.LONG);
    assertThat(alone(-0.0501).direction()).isEqualTo(Direction.SHORT);
  }

  private Signal alone(double strength) {
    return fusion.fuse(
        BAR,
        new TechnicalOpinion(Status.OK, strength, 0.8, 0, List.of()),
        0.1,
        0.02,
        1,
        Regime.RANGE,
        List.of());
  }

  @Property
  void strengthLiesBetweenTheAnswersAndWeightsSumToOne(
      @ForAll @DoubleRange(min = -1, max = 1) double technical,
      @ForAll @DoubleRange(min = -1, max = 1) double lstm,
      @ForAll Status ensemble) {
    Signal signal =
        fusion.fuse(
            BAR,
            new TechnicalOpinion(Status.OK, technical, 0.5, 0, List.of()),
            0.1,
            0.02,
            1,
            Regime.RANGE,
            List.of(
                answer("lstm", 1, lstm, 0.5),
                ensemble == Status.OK
                    ? answer("ensemble", 1, lstm, 0.5)
                    : Prediction.none("ensemble", 1, ensemble)));

    assertThat(signal.strength())
        .isBetween(Math.min(technical, lstm) - 1e-12, Math.max(technical, lstm) + 1e-12);
    assertThat(signal.components().stream().mapToDouble(SignalComponent::weight).sum())
        .isEqualTo(1, within(1e-12));
  }

  // Under commands.

  private static Command command(ControlType type, String model, int version, String value) {
    return Command.of(
        ControlEntry.of("c", type, "ann", "test").naming(model, version).saying(value), 0, 0);
  }

  private Signal under(Command... commands) {
    return fusion.fuse(
        BAR, TECHNICAL, 0.1, 0.02, 1, Regime.RANGE, List.of(LSTM, ENSEMBLE), List.of(commands));
  }

  /** By hand: technical alone is 0.5 with 0.8, all together 0.29 with 0.755. */
  @Test
  void rolloutMixesTechnicalAloneWithAll() {
    Signal quarter = under(command(ControlType.ROLLOUT, null, 0, "0.25"));
    assertThat(quarter.strength()).isEqualTo(0.75 * 0.5 + 0.25 * 0.29, within(1e-15));
    assertThat(quarter.confidence()).isEqualTo(0.75 * 0.8 + 0.25 * 0.755, within(1e-15));
    assertThat(quarter.allocation()).isEqualTo(0.25);
    assertThat(quarter.components())
        .extracting(SignalComponent::weight)
        .containsExactly(0.75 + 0.25 * 0.40, 0.25 * 0.35, 0.25 * 0.25);
    Signal none = under(command(ControlType.ROLLOUT, null, 0, "0"));
    assertThat(none.strength()).isEqualTo(0.5);
    assertThat(none.confidence()).isEqualTo(0.8);
    assertThat(none.components())
        .extracting(SignalComponent::status)
        .containsExactly(Status.OK, Status.OK, Status.OK);
  }

  @Test
  void theLastRolloutCountsAndAllOfItIsAsIfThereWereNone() {
    Command none = command(ControlType.ROLLOUT, null, 0, "0");
    Command all = command(ControlType.ROLLOUT, null, 0, "1");
    Signal plain = under();
    assertThat(plain.allocation()).isEqualTo(1);
    assertThat(under(none, all))
        .returns(plain.strength(), Signal::strength)
        .returns(plain.confidence(), Signal::confidence)
        .returns(plain.components(), Signal::components)
        .returns(List.of(none, all), Signal::commands);
    assertThat(under(all, none).strength()).isEqualTo(0.5);
  }

  private static double strength(SignalFusion fusion, List<Vote> votes, Command... commands) {
    return fusion
        .fuse(BAR, TECHNICAL, 0.5, 0.1, 0.02, 1, Regime.RANGE, votes, List.of(), List.of(commands))
        .strength();
  }

  /** Both models at ½ by rule: technical alone is 0.5, all together 0.29. */
  @Test
  void whereARuleMovesAllocationsARolloutIsTheMost() {
    SignalFusion ruled = new SignalFusion(FusionConfig.defaults(), true);
    List<Vote> halves =
        Stream.of(LSTM, ENSEMBLE).map(answer -> new Vote(answer, true, 0.5, 0.5)).toList();
    assertThat(strength(ruled, halves)).isEqualTo(0.5 * 0.5 + 0.5 * 0.29, within(1e-15));
    assertThat(strength(ruled, halves, command(ControlType.ROLLOUT, null, 0, "1")))
        .isEqualTo(0.5 * 0.5 + 0.5 * 0.29, within(1e-15));
    Command quarter = command(ControlType.ROLLOUT, null, 0, "0.25");
    assertThat(strength(ruled, halves, quarter)).isEqualTo(0.75 * 0.5 + 0.25 * 0.29, within(1e-15));
    assertThat(strength(fusion, halves, command(ControlType.ROLLOUT, null, 0, "1")))
        .isEqualTo(0.29, within(1e-15));
  }

  @Test
  void whereTechnicalAnalysisIsSilentARolloutLeavesThatPartNeutral() {
    Signal signal =
        fusion.fuse(
            BAR,
            TechnicalOpinion.insufficientData(),
            0.1,
            0.02,
            1,
            Regime.RANGE,
            List.of(LSTM),
            List.of(command(ControlType.ROLLOUT, null, 0, "0.5")));
    assertThat(signal.strength()).isEqualTo(0.5 * 0.4, within(1e-15));
    assertThat(signal.components())
        .extracting(SignalComponent::weight)
        .containsExactly(0.0, 0.5, 0.0);
  }

  @Test
  void aDisabledModelAnswersInShadowAndLeavesItsWeightToTheOthers() {
    Signal signal = under(command(ControlType.DISABLE, "lstm", 0, null));
    assertThat(signal.components().get(1))
        .isEqualTo(
            new SignalComponent(
                "lstm", 7, Status.DISABLED, 0, Direction.LONG, 0.4, 0.6, 1, LSTM.bases()));
    assertThat(signal.components())
        .extracting(SignalComponent::weight)
        .containsExactly(0.40 / 0.65, 0.0, 0.25 / 0.65);
    assertThat(signal.strength()).isEqualTo((0.40 * 0.5 + 0.25 * -0.2) / 0.65, within(1e-15));
    assertThat(under(command(ControlType.DISABLE, "lstm", 7, null)).components())
        .isEqualTo(signal.components());
    assertThat(under(command(ControlType.DISABLE, "lstm", 6, null)).components())
        .isEqualTo(under().components());
    assertThat(under(command(ControlType.DISABLE, "technical", 0, null)).strength())
        .isEqualTo((0.35 * 0.4 + 0.25 * -0.2) / 0.60, within(1e-15));
  }

  /** 0.40 of 0.5, 0.35 of the person's 1 and 0.25 of −0.2; confidence 0.8, 1 and 0.9. */
  @Test
  void aPersonSpeaksInTheModelsPlace() {
    Signal signal = under(command(ControlType.OVERRIDE, "lstm", 0, "long"));
    assertThat(signal.strength()).isEqualTo(0.40 * 0.5 + 0.35 + 0.25 * -0.2, within(1e-15));
    assertThat(signal.confidence()).isEqualTo(0.40 * 0.8 + 0.35 + 0.25 * 0.9, within(1e-15));
    SignalComponent lstm = signal.components().get(1);
    assertThat(lstm.override()).isEqualTo(signal.commands().get(0).commandId()).isNotEmpty();
    assertThat(lstm.version()).isZero();
    assertThat(lstm.direction()).isEqualTo(Direction.LONG);
    assertThat(signal.components().get(2).override()).isEmpty();
    // What it said itself is kept, and the others are as they were.
    assertThat(signal.shadows())
        .extracting(SignalComponent::name, SignalComponent::version, SignalComponent::value)
        .containsExactly(tuple("lstm", 7, 0.4));
    assertThat(signal.components().get(0)).isEqualTo(under().components().get(0));
    assertThat(under(command(ControlType.OVERRIDE, "lstm", 0, "short")).strength())
        .isEqualTo(0.40 * 0.5 - 0.35 + 0.25 * -0.2, within(1e-15));
    Signal flat = under(command(ControlType.OVERRIDE, "lstm", 0, "flat"));
    assertThat(flat.strength()).isEqualTo(0.40 * 0.5 + 0.25 * -0.2, within(1e-15));
    assertThat(flat.confidence()).isEqualTo(0.40 * 0.8 + 0.25 * 0.9, within(1e-15));
    assertThat(under(command(ControlType.OVERRIDE, "technical", 0, "short")).strength())
        .isEqualTo(-0.40 + 0.35 * 0.4 + 0.25 * -0.2, within(1e-15));
  }

  @Test
  void thePersonsWordNeedsNoAnswerAndADisableIsStronger() {
    List<Vote> tripped = List.of(new Vote(LSTM, false, 1, 0.5));
    Command forced = command(ControlType.OVERRIDE, "lstm", 0, "short");
    Command fixed = command(ControlType.OVERRIDE, "lstm", 0, "0.9");
    assertThat(strength(fusion, tripped)).isEqualTo(0.5);
    assertThat(strength(fusion, tripped, forced))
        .isEqualTo((0.40 * 0.5 - 0.35) / 0.75, within(1e-15));
    assertThat(strength(fusion, List.of(), forced))
        .isEqualTo((0.40 * 0.5 - 0.35) / 0.75, within(1e-15));
    // A weight is of an answer that may be traded.
    assertThat(strength(fusion, tripped, fixed)).isEqualTo(0.5);
    assertThat(strength(fusion, List.of(), fixed)).isEqualTo(0.5);
    Command disabled = command(ControlType.DISABLE, "lstm", 0, null);
    assertThat(strength(fusion, tripped, forced, disabled)).isEqualTo(0.5);
    assertThat(under(fixed, disabled).components())
        .extracting(SignalComponent::weight)
        .containsExactly(0.40 / 0.65, 0.0, 0.25 / 0.65);
  }

  /** 0.5 to the LSTM; the other half 0.40 to 0.25. */
  @Test
  void aPersonFixesAWeightWhateverElseMovesIt() {
    Command fixed = command(ControlType.OVERRIDE, "lstm", 0, "0.5");
    double[] expected = {0.5 * 0.40 / 0.65, 0.5, 0.5 * 0.25 / 0.65};
    assertWeights(under(fixed), expected);
    assertThat(under(fixed).components().get(1).version()).isEqualTo(7);
    // A rollout moves the others alone: the ensemble's half goes to technical analysis.
    assertWeights(
        under(fixed, command(ControlType.ROLLOUT, null, 0, "0.5")),
        expected[0] + expected[2] / 2,
        0.5,
        expected[2] / 2);
    Command more = command(ControlType.OVERRIDE, "ensemble", 0, "0.75");
    assertWeights(under(fixed, more), 0, 0.5 / 1.25, 0.75 / 1.25);
    assertWeights(
        under(command(ControlType.OVERRIDE, "lstm", 0, "0")), 0.40 / 0.65, 0, 0.25 / 0.65);
    // Of two about the same the later counts; those of portfolios say nothing here.
    assertThat(under(command(ControlType.OVERRIDE, null, 0, "long")).components())
        .isEqualTo(under().components());
  }

  private static void assertWeights(Signal signal, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(signal.components().get(i).weight()).isEqualTo(expected[i], within(1e-15));
    }
  }

  @Test
  void whatHasNoAnswerIsDisabledAllTheSame() {
    Signal signal =
        fusion.fuse(
            BAR,
            TECHNICAL,
            0.1,
            0.02,
            1,
            Regime.RANGE,
            List.of(),
            List.of(command(ControlType.DISABLE, "lstm", 0, null)));
    assertThat(signal.components().get(1)).isEqualTo(silent("lstm", 0, Status.DISABLED));
  }

  @Test
  void configStatesItsBounds() {
    assertThatThrownBy(() -> new FusionConfig(1.1, 0.35, 0.25, 0))
        .hasMessage("fusion.technicalWeight must be in [0, 1]: 1.1");
    assertThatThrownBy(() -> new FusionConfig(0.4, -0.1, 0.25, 0))
        .hasMessage("fusion.lstmWeight must be in [0, 1]: -0.1");
    assertThatThrownBy(() -> new FusionConfig(0.4, 0.35, Double.NaN, 0))
        .hasMessage("fusion.ensembleWeight must be in [0, 1]: NaN");
    assertThatThrownBy(() -> new FusionConfig(0, 0, 0, 0)).hasMessageContaining("must be > 0");
    assertThatThrownBy(() -> new FusionConfig(0.4, 0.35, 0.25, 1))
        .hasMessage("fusion.neutralBand must be in [0, 1): 1.0");
  }

  private static Prediction answer(String model, int version, double value, double confidence) {
    return new Prediction(
        model, version, Status.OK, sign(value), value, confidence, 1, List.of(value, -value));
  }

  private static SignalComponent component(
      String name, int version, double weight, double value, double confidence) {
    List<Double> bases = version == 0 ? List.of() : List.of(value, -value);
    return new SignalComponent(
        name, version, Status.OK, weight, sign(value), value, confidence, 1, bases);
  }

  private static SignalComponent silent(String name, int version, Status status) {
    return new SignalComponent(name, version, status, 0, Direction.NEUTRAL, 0, 0, 0, List.of());
  }

  private static Direction sign(double value) {
    return value > 0 ? Direction.LONG : value < 0 ? Direction.SHORT : Direction.NEUTRAL;
  }
}
