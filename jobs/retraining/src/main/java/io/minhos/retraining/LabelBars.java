package io.minhos.retraining;

import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.evaluation.OpenLabels;
import io.minhos.domain.evaluation.ReturnLabel;
import io.minhos.domain.market.Bar;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives each bar of a symbol the label that later bars make. A bar goes on once its label is known,
 * or once it is certain that there is none; those at the end of the data stay behind.
 */
public final class LabelBars extends KeyedProcessFunction<String, AnalyzedBar, TrainingBar> {

  static final ValueStateDescriptor<OpenLabels> OPEN =
      new ValueStateDescriptor<>("open-labels", OpenLabels.class);
  static final ListStateDescriptor<TrainingBar> WAITING =
      new ListStateDescriptor<>("waiting-bars", TrainingBar.class);

  private final LabelConfig config;

  private transient ValueState<OpenLabels> open;
  private transient ListState<TrainingBar> waiting;

  public LabelBars(LabelConfig config) {
    this.config = config;
  }

  @Override
  public void open(OpenContext context) {
    open = getRuntimeContext().getState(OPEN);
    waiting = getRuntimeContext().getListState(WAITING);
  }

  @Override
  public void processElement(AnalyzedBar analyzed, Context context, Collector<TrainingBar> out)
      throws Exception {
    Bar bar = analyzed.bar();
    OpenLabels known = open.value() == null ? OpenLabels.empty() : open.value();
    Optional<ReturnLabel> label = known.completes(bar, config);
    OpenLabels next = known.plus(bar, analyzed.volatility(), config);
    open.update(next);

    List<TrainingBar> later = new ArrayList<>();
    for (TrainingBar earlier : waiting.get()) {
      if (label.isPresent() && label.get().time() == earlier.time()) {
        out.collect(earlier.labelled(label.get()));
      } else if (waits(earlier, next)) {
        later.add(earlier);
      } else {
        out.collect(earlier);
      }
    }
    later.add(TrainingBar.of(analyzed));
    waiting.update(later);
  }

  private static boolean waits(TrainingBar bar, OpenLabels open) {
    return open.times().length > 0 && bar.time() >= open.times()[0];
  }
}
