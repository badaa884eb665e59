package io.minhos.flink.inference;

import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the ensemble about each bar. */
public final class PredictEnsemble extends RichMapFunction<PredictedBar, PredictedBar> {

  private static final Logger LOG = LoggerFactory.getLogger(PredictEnsemble.class);
  private static final String MODEL = SignalFusion.ENSEMBLE;
  private static final int LATENCIES = 1_000;

  private final ModelLoader<EnsembleModel> loader;
  private final double threshold;

  private transient ModelCache<EnsembleModel> models;
  private transient Counts counts;
  private transient Histogram latency;

  /**
   * @param threshold of the value, up to which the direction is NEUTRAL
   */
  public PredictEnsemble(ModelLoader<EnsembleModel> loader, double threshold) {
    this.loader = loader;
    this.threshold = threshold;
  }

  @Override
  public void open(OpenContext context) {
    models = new ModelCache<>(loader, model -> {});
    counts = new Counts(getRuntimeContext());
    latency =
        getRuntimeContext()
            .getMetricGroup()
            .addGroup(TradingMetric.GROUP)
            .histogram(
                TradingMetric.ENSEMBLE_LATENCY.id(), new DescriptiveStatisticsHistogram(LATENCIES));
  }

  @Override
  public PredictedBar map(PredictedBar predicted) throws InterruptedException {
    // Measured, never decided upon.
    long start = System.nanoTime();
    ControlledBar bar = predicted.bar();
    models.announce(bar.announced(), MODEL);
    Prediction answer = answer(bar.controls().release(MODEL), bar.analyzed().features().tabular());
    counts.add(TradingMetric.PREDICTIONS, "answer", MODEL + "." + answer.status());
    latency.update(System.nanoTime() - start);
    return predicted.plus(answer);
  }

  @Override
  public void close() {
    if (models != null) {
      models.close();
    }
  }

  private Prediction answer(ModelRelease release, FeatureVector vector)
      throws InterruptedException {
    if (release == null) {
      return Prediction.none(MODEL, 0, Status.UNTRAINED);
    }
    if (!vector.warm()) {
      return Prediction.none(MODEL, release.version(), Status.INSUFFICIENT_DATA);
    }
    EnsembleModel model = models.get(release);
    try {
      EnsembleAnswer answer = model.answer(vector.values());
      return Prediction.of(
          release,
          answer.value(),
          threshold,
          answer.agreement(),
          Arrays.stream(answer.bases()).boxed().toList());
    } catch (RuntimeException e) {
      LOG.warn("FAILED: model={} version={}", release.model(), release.version(), e);
      return Prediction.none(MODEL, release.version(), Status.FAILED);
    }
  }
}
