package io.minhos.flink.control;

import io.minhos.domain.control.Acknowledgement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Holds each acknowledgement until the orders' time, whose watermark its input carries, has come as
 * far as the log had when the command was read. For parallelism 1, so that it is the time of all
 * portfolios.
 *
 * <p>Bars behind that time are decided under the command, for they wait for the log; those before
 * it have been decided, and their orders are ahead of the watermark. So no order that adds risk in
 * spite of the command can leave once its acknowledgement is seen: that is sent exactly once, and
 * the checkpoint that shows it had all sinks flush the orders before.
 */
public final class AcknowledgeCommands extends AbstractStreamOperator<Acknowledgement>
    implements OneInputStreamOperator<HeldAcknowledgement, Acknowledgement>, BoundedOneInput {

  static final ListStateDescriptor<HeldAcknowledgement> HELD =
      new ListStateDescriptor<>("held-acknowledgements", HeldAcknowledgement.class);

  private static final long serialVersionUID = 1L;

  private transient ListState<HeldAcknowledgement> heldState;
  private transient List<HeldAcknowledgement> held;
  private transient long decidedTo;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    heldState = context.getOperatorStateStore().getListState(HELD);
    held = new ArrayList<>();
    for (HeldAcknowledgement restored : heldState.get()) {
      held.add(restored);
    }
    decidedTo = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<HeldAcknowledgement> element) {
    held.add(element.getValue());
    release();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    decidedTo = mark.getTimestamp();
    release();
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    heldState.update(held);
  }

  @Override
  public void endInput() {
    decidedTo = Long.MAX_VALUE;
    release();
  }

  private void release() {
    for (Iterator<HeldAcknowledgement> all = held.iterator(); all.hasNext(); ) {
      HeldAcknowledgement next = all.next();
      if (next.decidedTo() <= decidedTo) {
        all.remove();
        output.collect(new StreamRecord<>(next.acknowledgement()));
      }
    }
  }
}
