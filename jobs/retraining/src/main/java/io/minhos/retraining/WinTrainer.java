package io.minhos.retraining;

import io.minhos.domain.evaluation.ChanceRow;
import io.minhos.domain.evaluation.IsotonicCalibration;
import io.minhos.domain.evaluation.Reliability;
import io.minhos.domain.risk.Kelly;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.WinEstimate;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.engines.ensemble.CalibratedTrees;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.retraining.trees.TabularRows;
import io.minhos.retraining.trees.TrainingProgress;
import io.minhos.retraining.trees.XGBoostClassifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains the win-probability model.
 *
 * <ol>
 *   <li>The classifier is trained on each fold's other trades and gives the fold's trades margins.
 *   <li>For the gate, each fold's margins become chances by a calibration that was fitted on the
 *       margins of the trades that its classifier learned from: crossfit, so that neither was
 *       fitted to the trade. The classifiers that gave those margins had learned from it; what can
 *       come of that through a rising curve of one score is little, and not nothing.
 *   <li>The release's calibration is fitted on all margins, none of which is of a trade that its
 *       classifier had seen, and its classifier is trained on all trades.
 * </ol>
 */
final class WinTrainer {

  static final String TREES = "winprob.trees";
  static final String CALIBRATION = "calibration.json";
  static final String FIXED_FRACTION = "fixedFraction";

  private static final int FOLDS = 5;
  private static final int BINS = 10;

  private final WinConfig config;
  private final XGBoostClassifier classifier;

  WinTrainer(WinConfig config) {
    this.config = config;
    this.classifier =
        new XGBoostClassifier(SignalFusion.WIN, config.boosting(), Long.hashCode(config.seed()));
  }

  /**
   * What was trained.
   *
   * @param rows the crossfit chances, one a trade
   * @param artifacts by file name
   * @param metrics what to say of it
   */
  record Trained(
      List<ChanceRow> rows, Map<String, byte[]> artifacts, Map<String, Double> metrics) {}

  /**
   * Trains on all trades.
   *
   * @param trades by (time, symbol)
   * @param times event times of all bars, ascending, each once
   */
  Trained train(List<WinTrade> trades, long[] times, ModelTrainer.Progress progress)
      throws InterruptedException {
    TabularRows rows = rows(trades);
    boolean[] wins = new boolean[trades.size()];
    for (int i = 0; i < wins.length; i++) {
      wins[i] = trades.get(i).win();
    }
    List<WinFold> folds = WinFold.of(trades, times, FOLDS, config.embargoBars());
    double[] margins = new double[wins.length];
    for (int fold = 0; fold < FOLDS; fold++) {
      int[] test = folds.get(fold).test();
      TabularRows tested = rows.select(test);
      FlatTrees trees =
          classifier.train(
              rows.select(folds.get(fold).train()), tested, reporting(fold + 1, progress));
      for (int i = 0; i < test.length; i++) {
        margins[test[i]] = trees.predict(tested.row(i));
      }
    }
    double[] chances = new double[wins.length];
    List<ChanceRow> chanceRows = new ArrayList<>();
    for (WinFold fold : folds) {
      IsotonicCalibration calibration =
          calibrate(select(margins, fold.train()), select(wins, fold.train()));
      double base = rate(select(wins, fold.train()));
      for (int i : fold.test()) {
        chances[i] = calibration.apply(margins[i]);
        WinTrade trade = trades.get(i);
        chanceRows.add(new ChanceRow(trade.time(), trade.symbol(), chances[i], base, trade.win()));
      }
    }
    FlatTrees whole = classifier.train(rows, rows, reporting(FOLDS + 1, progress));
    IsotonicCalibration calibration = calibrate(margins, wins);
    Map<String, Double> metrics = metrics(chances, wins, whole);
    metrics.putAll(
        FeatureReliance.metrics(
            WinFeatures.NAMES,
            rows.rows(),
            rows::row,
            asked -> Arrays.stream(whole.predict(asked)).map(calibration::apply).toArray()));
    return new Trained(
        chanceRows,
        Map.of(TREES, whole.toBytes(), CALIBRATION, CalibratedTrees.toJson(calibration)),
        metrics);
  }

  private static TabularRows rows(List<WinTrade> trades) {
    int features = WinFeatures.NAMES.size();
    double[] values = new double[features * trades.size()];
    double[] labels = new double[trades.size()];
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(trades.get(i).features(), 0, values, i * features, features);
      labels[i] = trades.get(i).win() ? 1 : 0;
    }
    return new TabularRows(features, values, labels);
  }

  /** Clipped as its answers are. */
  private static IsotonicCalibration calibrate(double[] margins, boolean[] wins) {
    return IsotonicCalibration.fit(margins, wins).clamped(WinEstimate.LOWEST, WinEstimate.HIGHEST);
  }

  private Map<String, Double> metrics(double[] chances, boolean[] wins, FlatTrees whole) {
    Reliability reliability = Reliability.of(chances, wins, BINS);
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("winRate", reliability.baseRate());
    metrics.put("brier", reliability.brier());
    metrics.put("brierSkill", reliability.brierSkill());
    metrics.put("ece", reliability.expectedCalibrationError());
    for (int i = 0; i < reliability.curve().size(); i++) {
      Reliability.Bin bin = reliability.curve().get(i);
      metrics.put("reliability." + i + ".predicted", bin.predicted());
      metrics.put("reliability." + i + ".observed", bin.observed());
      metrics.put("reliability." + i + ".count", bin.count());
    }
    metrics.put("nodes.winprob", (double) whole.nodes());
    metrics.put(FIXED_FRACTION, fixedFraction(chances));
    return metrics;
  }

  /** Unless it is given: the mean of what Kelly bets at even odds, over the bets that it takes. */
  private double fixedFraction(double[] chances) {
    if (config.fixedFraction() > 0) {
      return config.fixedFraction();
    }
    double[] bets =
        Arrays.stream(chances)
            .map(
                chance ->
                    Kelly.fraction(
                        chance,
                        1,
                        config.risk().kellyFraction(),
                        config.risk().maxPositionFraction()))
            .filter(bet -> bet > 0)
            .toArray();
    double sum = 0;
    for (double bet : bets) {
      sum += bet;
    }
    return bets.length == 0 ? config.risk().fixedFraction() : sum / bets.length;
  }

  private static TrainingProgress reporting(int number, ModelTrainer.Progress progress) {
    return (name, round, rounds, loss) ->
        progress.report(
            String.format(
                Locale.ROOT,
                "training %d of %d, round %d of %d, loss %.5f",
                number,
                FOLDS + 1,
                round,
                rounds,
                loss));
  }

  private static double rate(boolean[] wins) {
    int won = 0;
    for (boolean win : wins) {
      won += win ? 1 : 0;
    }
    return (double) won / wins.length;
  }

  private static double[] select(double[] values, int[] indices) {
    return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
  }

  private static boolean[] select(boolean[] values, int[] indices) {
    boolean[] selected = new boolean[indices.length];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = values[indices[i]];
    }
    return selected;
  }
}
