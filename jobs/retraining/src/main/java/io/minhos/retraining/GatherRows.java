package io.minhos.retraining;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Begins once all rows and all of a second input are there. For parallelism 1.
 *
 * @param <T> what comes beside the rows
 * @param <R> what is made of both
 */
abstract class GatherRows<T, R> extends AbstractStreamOperator<R>
    implements TwoInputStreamOperator<TrainingBar, T, R>, BoundedMultiInput {

  private static final long serialVersionUID = 1L;

  private transient List<TrainingBar> bars;
  private transient List<T> others;
  private transient int ended;

  /** Hears of all that came; {@code others} in no order. */
  abstract void gathered(TrainingSet set, List<T> others) throws InterruptedException;

  @Override
  public void open() throws Exception {
    super.open();
    bars = new ArrayList<>();
    others = new ArrayList<>();
  }

  @Override
  public final void processElement1(StreamRecord<TrainingBar> element) {
    bars.add(element.getValue());
  }

  @Override
  public final void processElement2(StreamRecord<T> element) {
    others.add(element.getValue());
  }

  @Override
  public final void endInput(int input) throws InterruptedException {
    if (++ended < 2) {
      return;
    }
    TrainingSet set = TrainingSet.of(bars);
    // The set has a list of its own.
    bars = null;
    gathered(set, others);
  }
}
