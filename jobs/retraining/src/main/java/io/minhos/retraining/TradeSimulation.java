package io.minhos.retraining;

import io.minhos.domain.evaluation.BarrierTrade;
import io.minhos.domain.evaluation.ConfidenceCalibration;
import io.minhos.domain.evaluation.Touch;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.domain.technical.TechnicalOpinion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The trades that live signals would have led to. Signals are fused as the live job does, of
 * answers that the models gave out of sample; each that is good enough for an entry is traded by
 * itself, whether another trade is open or not.
 */
final class TradeSimulation {

  private final WinConfig config;
  private final SignalFusion fusion;
  private final List<TrainingBar> bars;

  /** One a bar, null where there is none. */
  private final Signal[] signals;

  /**
   * @param models that have a part in live signals; a bar that one of them did not answer has no
   *     signal
   */
  TradeSimulation(WinConfig config, TrainingSet set, List<SignalModel> models) {
    this.config = config;
    this.fusion = new SignalFusion(config.fusion());
    this.bars = set.bars();
    this.signals = signals(models);
  }

  private record Place(long time, String symbol) {}

  /** How often signals of a confidence point the way that the market goes over the horizon. */
  ConfidenceCalibration confidence() {
    CalledBars called = new CalledBars();
    for (int i = 0; i < signals.length; i++) {
      if (signals[i] != null) {
        called.add(signals[i].confidence(), signals[i].strength(), bars.get(i).realised());
      }
    }
    return called.fit();
  }

  /** The same of technical analysis by itself, over the bars of which it has an opinion. */
  ConfidenceCalibration technicalConfidence() {
    CalledBars called = new CalledBars();
    for (TrainingBar bar : bars) {
      TechnicalOpinion opinion = bar.technical();
      if (opinion.status() == Status.OK) {
        called.add(opinion.confidence(), opinion.signalStrength(), bar.realised());
      }
    }
    return called.fit();
  }

  /** All trades whose outcome is known, in the order of (time, symbol). */
  List<WinTrade> trades() {
    List<WinTrade> trades = new ArrayList<>();
    for (int i = 0; i < signals.length; i++) {
      if (enters(signals[i])) {
        BarrierTrade trade = trade(i);
        if (trade.touch().labels()) {
          trades.add(
              new WinTrade(
                  trade.time(),
                  trade.symbol(),
                  WinFeatures.of(signals[i]),
                  trade.endTime(),
                  trade.netReturn(config.costs()) > 0));
        }
      }
    }
    trades.sort(Comparator.comparingLong(WinTrade::time).thenComparing(WinTrade::symbol));
    return trades;
  }

  private BarrierTrade trade(int at) {
    Signal signal = signals[at];
    Side side = signal.direction() == Direction.LONG ? Side.BUY : Side.SELL;
    BarrierTrade trade = BarrierTrade.enter(signal.bar(), side, signal.atr(), config.barriers());
    for (int i = at + 1;
        i < signals.length
            && bars.get(i).symbol().equals(signal.symbol())
            && trade.touch() == Touch.OPEN;
        i++) {
      trade = trade.plus(bars.get(i).bar(), config.barriers());
      if (speaks(signals[i]) && signals[i].direction() != signal.direction()) {
        trade = trade.opposed();
      }
    }
    return trade;
  }

  private Signal[] signals(List<SignalModel> models) {
    Map<Place, List<Prediction>> answers = new HashMap<>();
    for (SignalModel model : models) {
      double threshold =
          model.model().equals(SignalFusion.LSTM)
              ? config.lstmThreshold()
              : config.ensembleThreshold();
      for (SignalModel.Answer at : model.answers()) {
        answers
            .computeIfAbsent(new Place(at.time(), at.symbol()), place -> new ArrayList<>())
            .add(model.prediction(at.answer(), threshold));
      }
    }
    Signal[] made = new Signal[bars.size()];
    for (int i = 0; i < made.length; i++) {
      TrainingBar bar = bars.get(i);
      List<Prediction> predictions =
          answers.getOrDefault(new Place(bar.time(), bar.symbol()), List.of());
      if (predictions.size() == models.size()) {
        made[i] =
            fusion.fuse(
                bar.bar(),
                bar.technical(),
                bar.atr(),
                bar.volatility(),
                bar.volumeRatio(),
                bar.regime(),
                predictions);
      }
    }
    return made;
  }

  /** True if a portfolio acts on the signal. */
  private boolean speaks(Signal signal) {
    return signal != null
        && signal.direction() != Direction.NEUTRAL
        && signal.confidence() >= config.risk().minConfidence()
        && Math.abs(signal.strength()) >= config.risk().minStrength();
  }

  private boolean enters(Signal signal) {
    return speaks(signal)
        && signal.bar().close() > 0
        && signal.atr() > 0
        && Double.isFinite(signal.atr());
  }
}
