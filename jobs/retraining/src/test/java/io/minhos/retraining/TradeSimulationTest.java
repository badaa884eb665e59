package io.minhos.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.evaluation.ConfidenceCalibration;
import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.evaluation.ReturnLabel;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.trading.config.ConfigLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Bars of 10 ms, an ATR of 1, stop 2 and target 3 from the signal's close, two bars of horizon; 20
 * basis points for entry and exit together, that is 0.2 on a price of 100.
 */
class TradeSimulationTest {

  private static final WinConfig CONFIG =
      WinConfig.of(
          ConfigLoader.load(
              null,
              List.of(
                  "risk.holdingHorizonBars=2",
                  "fusion.adaptation.technicalInTrend=1",
                  "execution.commissionBps=6",
                  "execution.slippageBps=4")));

  private final List<TrainingBar> bars = new ArrayList<>();

  /** A bar of which technical analysis says {@code strength}, with a confidence of 0.5. */
  private TradeSimulationTest bar(
      String symbol, int n, double strength, double open, double high, double low, double close) {
    double[] sequence = new double[FeatureSchema.SEQUENCE_8.size()];
    sequence[FeatureSchema.SEQUENCE_8.names().indexOf("volumeRatio")] = 1.5;
    bars.add(
        new TrainingBar(
            Bar.of(symbol, n * 10L, n * 10L + 10, open, high, low, close, 1),
            new FeatureVector("sequence-8", 1, sequence, true),
            new FeatureVector("tabular", 1, new double[FeatureSchema.TABULAR.size()], true),
            new TechnicalOpinion(Status.OK, strength, 0.5, 0.25, List.of()),
            Regime.TREND,
            1,
            0.02,
            0,
            Double.NaN,
            Double.NaN));
    return this;
  }

  private TradeSimulationTest bar(
      int n, double strength, double open, double high, double low, double close) {
    return bar("A", n, strength, open, high, low, close);
  }

  private List<WinTrade> trades(SignalModel... models) {
    return simulation(models).trades();
  }

  private TradeSimulation simulation(SignalModel... models) {
    return new TradeSimulation(CONFIG, TrainingSet.of(bars), List.of(models));
  }

  private void assertOneTrade(long endTime, boolean win) {
    assertThat(trades()).hasSize(1);
    WinTrade trade = trades().get(0);
    assertThat(trade.time()).isEqualTo(9);
    assertThat(trade.endTime()).isEqualTo(endTime);
    assertThat(trade.win()).isEqualTo(win);
  }

  /** In at 100.5, out at the target of 103: 2.5 less 0.201. */
  @Test
  void theTargetWins() {
    bar(0, 0.4, 99, 101, 99, 100).bar(1, 0, 100.5, 103, 99, 100);
    assertOneTrade(19, true);
    assertThat(trades().get(0).features())
        .startsWith(0.5, 0.4, 1, 0.02, 1.5, 0.25)
        .hasSize(WinFeatures.NAMES.size());
  }

  /** In at 102.9, out at the target of 103: 0.1, which is less than the costs of 0.206. */
  @Test
  void costsMakeALossOfASmallGain() {
    bar(0, 0.4, 99, 101, 99, 100).bar(1, 0, 102.9, 103, 102, 103);
    assertOneTrade(19, false);
  }

  /** Sold at 100; two closes later out at the next open, 99.7: 0.3 less 0.2. */
  @Test
  void theHorizonExitsAtTheNextOpen() {
    bar(0, -0.4, 101, 101, 99, 100)
        .bar(1, 0, 100, 101, 99, 100)
        .bar(2, 0, 100, 101, 99, 101)
        .bar(3, 0, 99.7, 105, 90, 100);
    assertOneTrade(39, true);
  }

  /** Bought at 100; a signal to sell at the first close: out at 101, before the stop was hit. */
  @Test
  void anOppositeSignalExitsAtTheNextOpen() {
    bar(0, 0.4, 99, 101, 99, 100).bar(1, -0.4, 100, 101, 99, 100).bar(2, 0, 101, 101, 90, 90);
    List<WinTrade> trades = trades();
    assertThat(trades).hasSize(2);
    assertThat(trades.get(0).endTime()).isEqualTo(29);
    assertThat(trades.get(0).win()).isTrue();
    // The signal to sell was a trade of its own: in at 101, out at the target of 97.
    assertThat(trades.get(1).time()).isEqualTo(19);
    assertThat(trades.get(1).win()).isTrue();
  }

  /** Strengths of at least 0.1 are traded, and no neutral ones; what is open at the end is not. */
  @Test
  void weakSignalsAndOpenTradesAreNone() {
    bar(0, 0.09, 99, 101, 99, 100).bar(1, 0.04, 100, 101, 99, 100).bar(2, 0.4, 100, 101, 99, 100);
    assertThat(trades()).isEmpty();
  }

  @Test
  void tradesAreOfTheirOwnSymbolAndInTheOrderOfTime() {
    bar("B", 0, 0.4, 99, 101, 99, 100)
        .bar("B", 1, 0, 100, 103, 99, 100)
        .bar("A", 2, 0.4, 99, 101, 99, 100)
        .bar("A", 3, 0, 100, 101, 97, 98)
        .bar("C", 0, -0.4, 99, 101, 99, 100);
    assertThat(trades()).extracting(WinTrade::symbol).containsExactly("B", "A");
    assertThat(trades()).extracting(WinTrade::win).containsExactly(true, false);
  }

  /**
   * The fusion of live signals: weights 0.4 and 0.25 of 0.65, so strength (0.4·0.4 −
   * 0.25·0.92)/0.65 = −0.1077, and it is sold; confidence (0.4·0.5 + 0.25·0.92·⅔)/0.65 = 0.5436.
   */
  @Test
  void signalsAreFusedOfWhatEveryModelAnswered() {
    bar(0, 0.4, 101, 101, 99, 100).bar(1, 0, 100, 101, 97, 98).bar(2, 0.4, 98, 98, 98, 98);
    SignalModel ensemble =
        new SignalModel(
            "ensemble",
            null,
            ConfidenceCalibration.none(),
            List.of(
                new SignalModel.Answer(
                    9, "A", new EnsembleAnswer(-0.92, 2 / 3.0, new double[] {-1, -1, 0.1}))));
    List<WinTrade> trades = trades(ensemble);
    // The last bar has no answer, so it is no signal.
    assertThat(trades).hasSize(1);
    Map<String, Double> features = named(trades.get(0).features());
    assertThat(features.get("strength")).isCloseTo(0.07 / 0.65, within(1e-12));
    assertThat(features.get("confidence")).isCloseTo((0.2 + 0.46 / 3) / 0.65, within(1e-12));
    assertThat(features.get("modelAgreement")).isEqualTo(2 / 3.0);
    assertThat(features.get("agreeing")).isEqualTo(1);
    assertThat(trades.get(0).win()).isTrue();
  }

  /**
   * Signals of confidence 0.5, of which as many are right as a coin's and twice as many; of the
   * bars without label, or whose return is none, nothing follows.
   */
  @Test
  void aSignalsConfidenceIsHowOftenItPointsTheRightWay() {
    for (int n = 0; n < 300; n++) {
      bar(n, 0.4, 100, 101, 99, 100);
      double realised = n % 3 == 0 ? -0.01 : 0.01;
      TrainingBar last = bars.remove(bars.size() - 1);
      bars.add(last.labelled(new ReturnLabel("A", last.time(), last.time() + 10, realised, 1)));
      bar("B", n, 0.4, 100, 101, 99, 100);
    }
    // Platt's smoothed target: 201/202 of 200 and 1/102 of 100 answers.
    double chance = (200 * 201 / 202.0 + 100 / 102.0) / 300;
    assertThat(simulation().confidence().apply(0.5)).isCloseTo(2 * chance - 1, within(1e-9));
  }

  /**
   * The models turn every signal to the wrong side; technical analysis is right two times of three.
   */
  @Test
  void technicalAnalysisIsMeasuredByItselfWhateverTheModelsSay() {
    List<SignalModel.Answer> against = new ArrayList<>();
    for (int n = 0; n < 300; n++) {
      bar(n, 0.4, 100, 101, 99, 100);
      double realised = n % 3 == 0 ? -0.01 : 0.01;
      TrainingBar last = bars.remove(bars.size() - 1);
      bars.add(last.labelled(new ReturnLabel("A", last.time(), last.time() + 10, realised, 1)));
      against.add(
          new SignalModel.Answer(
              last.time(), "A", new EnsembleAnswer(-0.92, 1, new double[] {-1, -1, -0.76})));
    }
    TradeSimulation simulation =
        simulation(new SignalModel("ensemble", null, ConfidenceCalibration.none(), against));
    double chance = (200 * 201 / 202.0 + 100 / 102.0) / 300;
    assertThat(simulation.technicalConfidence().apply(0.5)).isCloseTo(2 * chance - 1, within(1e-9));
    // Of signals one of three is right: no confidence at all.
    double fused = (0.4 * 0.5 + 0.25 * 0.92) / 0.65;
    assertThat(simulation.confidence().apply(fused)).isZero();
  }

  /**
   * The ensemble's 0.92·⅔ = 0.6133 is calibrated to half of it. That was fitted to these answers:
   * it would tell what became of them.
   */
  @Test
  void theClassifierIsNotToldTheConfidenceThatTheReleaseHasMadeOfIt() {
    bar(0, 0.4, 101, 101, 99, 100).bar(1, 0, 100, 101, 97, 98).bar(2, 0.4, 98, 98, 98, 98);
    SignalModel ensemble =
        new SignalModel(
            "ensemble",
            null,
            new ConfidenceCalibration(
                new IsotonicCalibration(new double[] {0, 1}, new double[] {0, 0.5})),
            List.of(
                new SignalModel.Answer(
                    9, "A", new EnsembleAnswer(-0.92, 2 / 3.0, new double[] {-1, -1, 0.1}))));
    Map<String, Double> features = named(trades(ensemble).get(0).features());
    assertThat(features.get("confidence")).isCloseTo((0.2 + 0.46 / 3) / 0.65, within(1e-12));
  }

  private static Map<String, Double> named(double[] features) {
    Map<String, Double> named = new TreeMap<>();
    for (int i = 0; i < features.length; i++) {
      named.put(WinFeatures.NAMES.get(i), features[i]);
    }
    return named;
  }
}
