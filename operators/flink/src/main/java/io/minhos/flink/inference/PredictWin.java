package io.minhos.flink.inference;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Status;
import io.minhos.domain.inference.WinModel;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.WinEstimate;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks how likely a trade on each signal is to win. A neutral one has no trade to ask about. */
public final class PredictWin extends RichMapFunction<FusedSignal, Signal> {

  private static final Logger LOG = LoggerFactory.getLogger(PredictWin.class);
  private static final String MODEL = SignalFusion.WIN;

  private final ModelLoader<WinModel> loader;

  private transient ModelCache<WinModel> models;
  private transient Counts counts;

  public PredictWin(ModelLoader<WinModel> loader) {
    this.loader = loader;
  }

  @Override
  public void open(OpenContext context) {
    models = new ModelCache<>(loader, model -> {});
    counts = new Counts(getRuntimeContext());
  }

  @Override
  public Signal map(FusedSignal fused) throws InterruptedException {
    models.announce(fused.announced(), MODEL);
    ModelRelease release = fused.win();
    Signal signal = fused.signal();
    WinModel model =
        release == null || isDisabled(release, signal) ? null : models.find(release).orElse(null);
    if (model != null) {
      signal = signal.calibratedBy(model);
    }
    WinEstimate estimate = estimate(release, model, signal);
    counts.add(TradingMetric.PREDICTIONS, MODEL, estimate.status().name());
    return signal.estimated(estimate);
  }

  @Override
  public void close() {
    if (models != null) {
      models.close();
    }
  }

  private static boolean isDisabled(ModelRelease release, Signal signal) {
    return signal.commands().stream().anyMatch(c -> c.disables(MODEL, release.version()));
  }

  private static WinEstimate estimate(ModelRelease release, WinModel model, Signal signal) {
    if (release == null) {
      return WinEstimate.none(0, Status.UNTRAINED);
    }
    if (signal.direction() == Direction.NEUTRAL) {
      return WinEstimate.none(release.version(), Status.INSUFFICIENT_DATA);
    }
    if (isDisabled(release, signal)) {
      return WinEstimate.none(release.version(), Status.DISABLED);
    }
    if (model == null) {
      return WinEstimate.none(release.version(), Status.FAILED);
    }
    try {
      double probability = model.probability(WinFeatures.of(signal));
      return Double.isNaN(probability)
          ? WinEstimate.none(release.version(), Status.FAILED)
          : new WinEstimate(release.version(), Status.OK, probability, model.fixedFraction());
    } catch (RuntimeException e) {
      LOG.warn("FAILED: model={} version={}", release.model(), release.version(), e);
      return WinEstimate.none(release.version(), Status.FAILED);
    }
  }
}
