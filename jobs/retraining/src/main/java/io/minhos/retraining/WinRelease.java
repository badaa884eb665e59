package io.minhos.retraining;

import io.minhos.domain.evaluation.ChanceGate;
import io.minhos.domain.evaluation.ConfidenceCalibration;
import io.minhos.domain.evaluation.Trials;
import io.minhos.domain.evaluation.Verdict;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.engines.ensemble.ReleaseFactsJson;
import io.minhos.store.ModelKind;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.StoreRefusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From trades to a verdict on the win-probability model, and a release if that is what it says. */
final class WinRelease {

  /** Trades below which nothing is trained. */
  private static final int MIN_TRADES = 500;

  private final WinConfig config;
  private final Publication publication;

  WinRelease(WinConfig config, Publication publication) {
    this.config = config;
    this.publication = publication;
  }

  /**
   * Trains, judges, and publishes what is released.
   *
   * @param trades by (time, symbol), of which each is there once
   * @param times event times of all bars, ascending, each once
   * @param confidence of signals, once they are fused
   * @param technical confidence of technical analysis
   * @param origin of the trades, {@code key=value}
   */
  TrainingVerdict of(
      List<WinTrade> trades,
      long[] times,
      ConfidenceCalibration confidence,
      ConfidenceCalibration technical,
      String origin,
      ModelTrainer.Progress progress)
      throws StoreRefusal, InterruptedException {
    if (trades.size() < MIN_TRADES) {
      return publication.failed(
          SignalFusion.WIN,
          "TOO_FEW_TRADES: trades=%d minimum=%d %s".formatted(trades.size(), MIN_TRADES, origin));
    }
    WinTrainer.Trained trained = new WinTrainer(config).train(trades, times, progress);
    // Of all bars: which of them have trades hangs on the models that signals are of.
    Trials trials = publication.trials(SignalFusion.WIN, times[0], times[times.length - 1], 1);
    Verdict verdict = new ChanceGate(config.gate()).judge(SignalFusion.WIN, trained.rows(), trials);
    List<String> reasons = publication.reasons(verdict.released(), verdict.reasons());
    int version =
        publication.publishes(verdict.released())
            ? publish(trained, on(trades), confidence, technical, verdict, reasons)
            : 0;
    return TrainingVerdict.of(verdict, reasons, version);
  }

  private static Candidate.Trained on(List<WinTrade> trades) {
    return new Candidate.Trained(
        trades.get(0).time(),
        trades.stream().mapToLong(WinTrade::endTime).max().orElseThrow(),
        trades.size(),
        trades.stream().map(WinTrade::symbol).distinct().sorted().toList());
  }

  private int publish(
      WinTrainer.Trained trained,
      Candidate.Trained on,
      ConfidenceCalibration confidence,
      ConfidenceCalibration technical,
      Verdict verdict,
      List<String> reasons)
      throws StoreRefusal {
    Map<String, Double> metrics = new TreeMap<>(trained.metrics());
    metrics.putAll(verdict.figures());
    metrics.values().removeIf(value -> !Double.isFinite(value));
    Map<String, byte[]> artifacts = new TreeMap<>(trained.artifacts());
    artifacts.put(ReleaseFactsJson.CONFIDENCE_FILE, ReleaseFactsJson.toJson(confidence));
    artifacts.put(ReleaseFactsJson.TECHNICAL_FILE, ReleaseFactsJson.toJson(technical));
    return publication.publish(
        new ReleaseDraft(
            SignalFusion.WIN,
            ModelKind.WIN_PROBABILITY,
            WinFeatures.ID,
            WinFeatures.VERSION,
            WinFeatures.hash(),
            0,
            null,
            on.manifest(config.barriers().horizonBars(), config.seed()),
            metrics,
            new io.minhos.store.Verdict(true, reasons),
            publication.codeVersion(),
            publication.at()),
        artifacts,
        verdict.released());
  }
}
