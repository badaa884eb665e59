package io.minhos.retraining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Stacks the base models and puts what each candidate answered out of sample beside what became of
 * the rows, and as signals are made of it. For parallelism 1.
 */
final class StackModels extends AbstractStreamOperator<Candidate>
    implements TwoInputStreamOperator<TrainingBar, TrainedModel, Candidate>, BoundedMultiInput {

  private static final long serialVersionUID = 1L;

  private final List<String> candidates;

  private transient List<TrainingBar> bars;
  private transient Map<String, TrainedModel> models;
  private transient int ended;

  /**
   * @param candidates model ids that this run set out to train
   */
  StackModels(List<String> candidates) {
    this.candidates = List.copyOf(candidates);
  }

  @Override
  public void open() throws Exception {
    super.open();
    bars = new ArrayList<>();
    models = new HashMap<>();
  }

  @Override
  public void processElement1(StreamRecord<TrainingBar> element) {
    bars.add(element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<TrainedModel> element) {
    TrainedModel model = element.getValue();
    models.put(model.name(), model);
  }

  @Override
  public void endInput(int input) {
    if (++ended < 2) {
      return;
    }
    Stacking stacking = new Stacking(TrainingSet.of(bars), models);
    bars = null;
    for (String model : candidates) {
      output.collect(new StreamRecord<>(stacking.candidate(model)));
    }
  }
}
