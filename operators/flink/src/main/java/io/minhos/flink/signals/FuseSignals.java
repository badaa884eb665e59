package io.minhos.flink.signals;

import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.FusionConfig;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Fuses the technical opinion with the models' answers; so far no model has been trained. */
public final class FuseSignals extends RichMapFunction<AnalyzedBar, Signal> {

  private static final List<Prediction> UNTRAINED =
      List.of(
          Prediction.none("lstm", Status.UNTRAINED), Prediction.none("ensemble", Status.UNTRAINED));

  private final FusionConfig config;
  private transient SignalFusion fusion;
  private transient Counts counts;

  public FuseSignals(FusionConfig config) {
    this.config = config;
  }

  @Override
  public void open(OpenContext context) {
    fusion = new SignalFusion(config);
    counts = new Counts(getRuntimeContext());
  }

  @Override
  public Signal map(AnalyzedBar analyzed) {
    counts.add(TradingMetric.SIGNALS);
    var features = analyzed.features();
    return fusion.fuse(
        features.bar(),
        analyzed.technical(),
        features.indicators().atr(),
        features.indicators().volatility(),
        UNTRAINED);
  }
}
