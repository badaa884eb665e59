package io.minhos.sql;

import io.minhos.domain.inference.SequenceWindow;
import io.minhos.flink.features.BarFeatures;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** Adds to each bar the vectors up to it, by the fold of the operator that asks the LSTM. */
final class FoldSequences extends RichMapFunction<BarFeatures, BarSequence> {

  private static final long serialVersionUID = 1L;

  private static final ValueStateDescriptor<SequenceWindow> WINDOW =
      new ValueStateDescriptor<>("sequence-window", SequenceWindow.class);

  private final int length;

  private transient ValueState<SequenceWindow> windows;

  FoldSequences(int length) {
    this.length = length;
  }

  @Override
  public void open(OpenContext context) {
    windows = getRuntimeContext().getState(WINDOW);
  }

  @Override
  public BarSequence map(BarFeatures features) throws Exception {
    SequenceWindow known = windows.value();
    SequenceWindow window =
        (known == null ? SequenceWindow.empty() : known).plus(features.sequence(), length);
    windows.update(window);
    return new BarSequence(features, window);
  }
}
