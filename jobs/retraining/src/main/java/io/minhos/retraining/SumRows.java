package io.minhos.retraining;

import io.minhos.domain.evaluation.FeatureRanges;
import io.minhos.domain.evaluation.LinearFit;
import io.minhos.domain.features.FeatureSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * One pass over a subtask's rows, for all parts of the plan at once: the sums of the linear model
 * and the ranges of the scaler, which merge in any order. The plan is read before the first row.
 */
public final class SumRows extends AbstractStreamOperator<FitSums>
    implements TwoInputStreamOperator<TrainingBar, SplitPlan, FitSums>,
        BoundedMultiInput,
        InputSelectable {

  private static final long serialVersionUID = 1L;
  private static final int ROWS = 1;

  private transient SplitPlan plan;
  private transient List<LinearFit> linear;
  private transient FeatureRanges[] ranges;

  @Override
  public InputSelection nextSelection() {
    return plan == null ? InputSelection.SECOND : InputSelection.ALL;
  }

  @Override
  public void processElement2(StreamRecord<SplitPlan> element) {
    plan = element.getValue();
    linear = new ArrayList<>();
    ranges = new FeatureRanges[plan.parts().size()];
    for (int part = 0; part < ranges.length; part++) {
      linear.add(new LinearFit(FeatureSchema.TABULAR.size()));
      ranges[part] = FeatureRanges.empty(FeatureSchema.SEQUENCE_8.size());
    }
  }

  @Override
  public void processElement1(StreamRecord<TrainingBar> element) {
    TrainingBar bar = element.getValue();
    for (int part = 0; part < ranges.length; part++) {
      if (bar.isRow() && plan.parts().get(part).trains(bar.time())) {
        linear.get(part).add(bar.tabular().values(), bar.label(), 1);
      }
      if (bar.sequence().warm() && plan.parts().get(part).fits(bar.time())) {
        ranges[part] = ranges[part].plus(bar.sequence().values());
      }
    }
  }

  @Override
  public void endInput(int input) {
    if (input == ROWS && plan != null) {
      for (int part = 0; part < ranges.length; part++) {
        output.collect(
            new StreamRecord<>(new FitSums(part, linear.get(part).sums(), ranges[part])));
      }
    }
  }
}
