package io.minhos.retraining;

import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Stacks the base models and puts what each candidate answered out of sample beside what became of
 * the rows, and as signals are made of it. For parallelism 1.
 */
final class StackModels extends GatherRows<TrainedModel, Candidate> {

  private static final long serialVersionUID = 1L;

  private final List<String> candidates;

  /**
   * @param candidates model ids that this run set out to train
   */
  StackModels(List<String> candidates) {
    this.candidates = List.copyOf(candidates);
  }

  @Override
  void gathered(TrainingSet set, List<TrainedModel> models) {
    Stacking stacking = Stacking.of(set, models, true);
    for (String model : candidates) {
      output.collect(new StreamRecord<>(stacking.candidate(model)));
    }
  }
}
