package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.risk.Assessment.Sizing;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.WinEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * One trade that every rule has a say in. Expected values by plain Python: the formulas of the
 * Javadoc, the heat's part by bisection of heat(f) = max − f · (max − soft).
 */
class RiskAssessorTest {

  private static final double CLOSE = 1e-12;

  private static final RiskAdjustments ADJUSTMENTS =
      new RiskAdjustments(0.15, 5, 0.6, 0.7, 0.9, 0.8, 0.5, 0.75, 0.25, 0);

  private static final HeatConfig HEAT = new HeatConfig(60, 2, 0.1, 0.07, 0.8, 0.3);

  private static final RiskUse MODERATE = new RiskUse(RiskLevel.MODERATE, List.of());

  private final RiskConfig config = config(ADJUSTMENTS);
  private final PortfolioHeat heat = new PortfolioHeat(HEAT, covariance(), 252);

  private static RiskConfig config(RiskAdjustments adjustments) {
    return new RiskConfig(
        100_000,
        0.2,
        0.05,
        0.5,
        0,
        0,
        2,
        3,
        10,
        1,
        252,
        adjustments,
        RiskLimits.none(),
        HEAT,
        OutcomeConfig.defaults());
  }

  private static ReturnCovariance covariance() {
    return Closes.fold(
        HEAT,
        List.of(
            Map.of("A", 100.0, "B", 50.0),
            Map.of("A", 102.0, "B", 50.5),
            Map.of("A", 101.0, "B", 50.2),
            Map.of("A", 103.0, "B", 51.0)));
  }

  /** 40 trades at 0.62: 28 won 2 %, 12 lost 1 %. */
  private static Lessons lessons() {
    TradeOutcomes outcomes = TradeOutcomes.empty();
    OutcomeConfig config = OutcomeConfig.defaults();
    for (int i = 0; i < 40; i++) {
      outcomes = outcomes.plus(new ClosedTrade("B", 0, i, 0.62, i < 28 ? 0.02 : -0.01), config);
    }
    return Lessons.of(outcomes, config);
  }

  private static Signal signal(
      Direction direction, double confidence, Regime regime, List<SignalComponent> components) {
    Signal plain = Signals.at("A", 0, 103, direction == Direction.LONG ? 0.5 : -0.5, confidence);
    return new Signal(
        plain.symbol(),
        plain.time(),
        direction,
        plain.strength(),
        confidence,
        components,
        plain.bar(),
        plain.atr(),
        0.012,
        plain.trendStrength(),
        plain.fired(),
        plain.volumeRatio(),
        regime,
        plain.win());
  }

  private static SignalComponent model(String name, Status status) {
    return new SignalComponent(
        name, 1, status, 0.5, Direction.LONG, 0.5, 0.45, 0.5, List.of(0.5, 0.5));
  }

  private static Signal long61() {
    return signal(
            Direction.LONG,
            0.8,
            Regime.RANGE,
            List.of(model("lstm", Status.OK), model("ensemble", Status.OK)))
        .estimated(new WinEstimate(3, Status.OK, 0.61, 0.03));
  }

  private static double value(Assessment assessment, String name) {
    return assessment.factors().stream()
        .filter(factor -> factor.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static String detail(Assessment assessment, String name) {
    return assessment.factors().stream()
        .filter(factor -> factor.name().equals(name))
        .findFirst()
        .orElseThrow()
        .detail();
  }

  @Test
  void everyRuleHasItsSay() {
    heat.add(new Exposure("B", 0.3, Double.NaN));
    Assessment assessment =
        new RiskAssessor(config, heat, lessons(), 0.08, MODERATE).assess(long61());

    assertThat(assessment.sizing()).isEqualTo(Sizing.KELLY);
    assertThat(assessment.modelProbability()).isEqualTo(0.61);
    // Between the bin's mean 0.62, corrected to 59/90, and the centre before it, 0.55.
    assertThat(assessment.winProbability()).isCloseTo(0.6404761904761904, within(CLOSE));
    // 2^(12/42).
    assertThat(assessment.payoffRatio()).isCloseTo(1.2190136542044754, within(CLOSE));
    assertThat(assessment.fullKelly()).isCloseTo(0.34554609819725385, within(CLOSE));
    assertThat(assessment.asked()).isCloseTo(0.17277304909862692, within(CLOSE));
    assertThat(assessment.fixedFraction()).isEqualTo(0.03);
    assertThat(assessment.use()).isEqualTo(MODERATE);
    assertThat(assessment.heat()).isCloseTo(0.05403650584013282, within(CLOSE));

    assertThat(assessment.factors())
        .extracting(RiskFactor::name)
        .containsExactly(
            "volatility",
            "drawdown",
            "confidence",
            "agreement",
            "regime",
            "level",
            "correlation",
            "heat");
    double[] expected = {
      0.7874259854358899,
      0.6703200460356393,
      0.75,
      0.7142857142857143,
      0.8,
      0.75,
      0.8318650857858799,
      0.8033250499003867
    };
    double product = assessment.asked();
    for (int i = 0; i < expected.length; i++) {
      assertThat(assessment.factors().get(i).value()).isCloseTo(expected[i], within(CLOSE));
      product *= assessment.factors().get(i).value();
    }
    assertThat(assessment.fraction())
        .isCloseTo(0.019588294837895426, within(CLOSE))
        .isEqualTo(product);
    assertThat(assessment.denial()).isNull();

    assertThat(detail(assessment, "volatility")).isEqualTo("limit=0.15 got=0.19049409439665055");
    assertThat(detail(assessment, "drawdown")).isEqualTo("drawdown=0.08");
    assertThat(detail(assessment, "confidence")).isEqualTo("limit=0.6 got=0.45");
    assertThat(detail(assessment, "agreement")).isEqualTo("limit=0.7 got=0.5");
    assertThat(detail(assessment, "regime")).isEqualTo("regime=RANGE");
    assertThat(detail(assessment, "level")).isEqualTo("level=MODERATE");
    assertThat(detail(assessment, "correlation")).startsWith("limit=0.3 got=0.87861401727007");
    assertThat(detail(assessment, "heat")).startsWith("limit=0.07 heat=0.0540365058401");
  }

  @Test
  void aShortThatHedgesKeepsItsSize() {
    heat.add(new Exposure("B", 0.3, Double.NaN));
    Signal hedge =
        signal(Direction.SHORT, 0.8, Regime.TREND, List.of())
            .estimated(new WinEstimate(3, Status.OK, 0.61, 0.03));
    Assessment assessment =
        new RiskAssessor(config, heat, lessons(), 0, RiskUse.NONE).assess(hedge);
    assertThat(value(assessment, "correlation")).isEqualTo(1);
    assertThat(value(assessment, "heat")).isEqualTo(1);
    assertThat(detail(assessment, "correlation")).startsWith("limit=0.3 got=-0.87861401727007");
    assertThat(value(assessment, "regime")).isEqualTo(0.9);
    assertThat(detail(assessment, "confidence")).isEqualTo("lstm=none");
    assertThat(detail(assessment, "agreement")).isEqualTo("ensemble=none");
    // 0.17277304909862692 · 0.7874259854358899 · 0.9.
    assertThat(assessment.fraction()).isCloseTo(0.12244138959892473, within(CLOSE));
  }

  @Test
  void whatDidNotAnswerIsNotHeldAgainstIt() {
    Signal failed =
        signal(
            Direction.LONG,
            0.8,
            Regime.UNKNOWN,
            List.of(model("lstm", Status.FAILED), model("ensemble", Status.DISABLED)));
    Assessment assessment =
        new RiskAssessor(config, heat, lessons(), 0, RiskUse.NONE).assess(failed);
    assertThat(detail(assessment, "confidence")).isEqualTo("lstm=none");
    assertThat(detail(assessment, "agreement")).isEqualTo("ensemble=none");
    for (String name : List.of("drawdown", "confidence", "agreement", "regime", "level")) {
      assertThat(value(assessment, name)).as(name).isEqualTo(1);
    }
    // No win-probability model: 5 % · 0.8, whatever the closed trades said.
    assertThat(assessment)
        .returns(Sizing.FIXED, Assessment::sizing)
        .returns(0.5, Assessment::modelProbability)
        .returns(0.5, Assessment::winProbability)
        .returns(1.0, Assessment::payoffRatio)
        .returns(0.0, Assessment::fullKelly)
        .returns(0.05, Assessment::fixedFraction);
    assertThat(assessment.asked()).isCloseTo(0.04, within(CLOSE));
  }

  @Test
  void everyRegimeAndLevelHasItsSize() {
    Map<Regime, Double> regimes =
        Map.of(
            Regime.UNKNOWN, 1.0, Regime.TREND, 0.9, Regime.RANGE, 0.8, Regime.HIGH_VOLATILITY, 0.5);
    regimes.forEach(
        (regime, size) -> {
          Signal signal = signal(Direction.LONG, 0.8, regime, List.of());
          Assessment assessment =
              new RiskAssessor(config, heat, lessons(), 0, RiskUse.NONE).assess(signal);
          assertThat(value(assessment, "regime")).isEqualTo(size);
          assertThat(detail(assessment, "regime")).isEqualTo("regime=" + regime);
        });
    Map<RiskLevel, Double> levels =
        Map.of(
            RiskLevel.LOW,
            1.0,
            RiskLevel.MODERATE,
            0.75,
            RiskLevel.HIGH,
            0.25,
            RiskLevel.EXTREME,
            0.0);
    levels.forEach(
        (level, size) -> {
          RiskUse use = new RiskUse(level, List.of());
          Assessment assessment =
              new RiskAssessor(config, heat, lessons(), 0, use).assess(long61());
          assertThat(value(assessment, "level")).isEqualTo(size);
        });
  }

  @Test
  void aFactorOfNothingDeniesAndNamesIt() {
    RiskUse extreme = new RiskUse(RiskLevel.EXTREME, List.of());
    Assessment assessment = new RiskAssessor(config, heat, lessons(), 0, extreme).assess(long61());
    assertThat(assessment.fraction()).isZero();
    // What hangs on the size is not asked about nothing.
    assertThat(assessment.factors()).hasSize(6);
    assertThat(assessment.denial().reason()).isEqualTo("RISK_FACTOR: factor=level level=EXTREME");
  }

  @Test
  void thresholdsOfNothingDoNotMatter() {
    Assessment assessment =
        new RiskAssessor(config(RiskAdjustments.none()), heat, lessons(), 0.9, MODERATE)
            .assess(long61());
    assertThat(assessment.factors())
        .hasSize(8)
        .allSatisfy(factor -> assertThat(factor.value()).isEqualTo(1));
    assertThat(assessment.fraction()).isEqualTo(assessment.asked());
  }

  @Test
  void noEdgeIsNoSize() {
    Signal even =
        signal(Direction.LONG, 0.8, Regime.RANGE, List.of())
            .estimated(new WinEstimate(3, Status.OK, 0.5, 0));
    Lessons none = Lessons.of(TradeOutcomes.empty(), OutcomeConfig.defaults());
    Assessment assessment = new RiskAssessor(config, heat, none, 0, RiskUse.NONE).assess(even);
    assertThat(assessment.asked()).isZero();
    assertThat(assessment.factors()).isEmpty();
    assertThat(assessment.denial().reason())
        .isEqualTo("NO_EDGE: winProbability=0.5 payoffRatio=1.0");
    // A release without a constant fraction is compared with the configured one.
    assertThat(assessment.fixedFraction()).isEqualTo(0.05);
  }

  @Test
  void theCapIsBeforeTheFactors() {
    Signal sure =
        signal(Direction.LONG, 0.8, Regime.TREND, List.of())
            .estimated(new WinEstimate(3, Status.OK, 0.95, 0));
    List<Double> fractions = new ArrayList<>();
    for (double drawdown : new double[] {0, 0.08}) {
      Lessons none = Lessons.of(TradeOutcomes.empty(), OutcomeConfig.defaults());
      Assessment assessment =
          new RiskAssessor(config, heat, none, drawdown, RiskUse.NONE).assess(sure);
      // Clipped to 0.9; full 0.8, half of it 0.4, capped.
      assertThat(assessment.winProbability()).isEqualTo(0.9);
      assertThat(assessment.fullKelly()).isCloseTo(0.8, within(CLOSE));
      assertThat(assessment.asked()).isEqualTo(0.2);
      fractions.add(assessment.fraction() / value(assessment, "heat"));
    }
    assertThat(fractions.get(1)).isCloseTo(0.6703200460356393 * fractions.get(0), within(CLOSE));
  }
}
