package io.minhos.flink.signals;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.signals.FusionConfig;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.inference.FusedSignal;
import io.minhos.flink.inference.PredictedBar;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Fuses the technical opinion with the models' answers, under the commands in force. */
public final class FuseSignals extends RichMapFunction<PredictedBar, FusedSignal> {

  private static final int VOLUME_RATIO = FeatureSchema.SEQUENCE_8.names().indexOf("volumeRatio");

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
  public FusedSignal map(PredictedBar predicted) {
    counts.add(TradingMetric.SIGNALS);
    var analyzed = predicted.bar().analyzed();
    var features = analyzed.features();
    Signal signal =
        fusion.fuse(
            features.bar(),
            analyzed.technical(),
            features.indicators().atr(),
            features.indicators().volatility(),
            features.sequence().values()[VOLUME_RATIO],
            analyzed.regime(),
            predicted.predictions(),
            predicted.bar().controls().commands());
    return new FusedSignal(
        signal, predicted.bar().controls().release(SignalFusion.WIN), predicted.bar().announced());
  }
}
