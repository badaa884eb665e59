package io.minhos.retraining;

import io.minhos.domain.evaluation.LinearRegression;
import io.minhos.domain.evaluation.MinMaxScaler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Merges the subtasks' sums and solves for the linear models and scalers. For parallelism 1. */
public final class MergeSums extends AbstractStreamOperator<Fits>
    implements TwoInputStreamOperator<FitSums, SplitPlan, Fits>, BoundedMultiInput {

  private static final long serialVersionUID = 1L;

  private transient TreeMap<Integer, FitSums> merged;
  private transient SplitPlan plan;
  private transient int ended;

  @Override
  public void open() throws Exception {
    super.open();
    merged = new TreeMap<>();
  }

  @Override
  public void processElement1(StreamRecord<FitSums> element) {
    merged.merge(element.getValue().part(), element.getValue(), FitSums::plus);
  }

  @Override
  public void processElement2(StreamRecord<SplitPlan> element) {
    plan = element.getValue();
  }

  @Override
  public void endInput(int input) {
    if (++ended < 2) {
      return;
    }
    List<Fits.Fit> fits = new ArrayList<>();
    for (FitSums sums : merged.values()) {
      LinearRegression linear = LinearRegression.fit(sums.linear(), true);
      MinMaxScaler scaler = MinMaxScaler.of(sums.ranges());
      fits.add(
          new Fits.Fit(
              plan.parts().get(sums.part()),
              linear.intercept(),
              linear.coefficients(),
              scaler.min(),
              scaler.max()));
    }
    output.collect(new StreamRecord<>(new Fits(fits)));
  }
}
