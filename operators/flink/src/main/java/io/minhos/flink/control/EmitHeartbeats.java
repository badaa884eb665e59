package io.minhos.flink.control;

import io.minhos.domain.control.ControlEntry;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Says in the control log how far the market's time has come: a heartbeat for each watermark. For
 * parallelism 1, so that it is the whole market's time. After a restore the same heartbeats come
 * again, which does no harm; one left out would hold back the bars that wait for it.
 */
public final class EmitHeartbeats<T> extends AbstractStreamOperator<ControlEntry>
    implements OneInputStreamOperator<T, ControlEntry> {

  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(StreamRecord<T> element) {
    // Only time counts here.
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    // The end of time would seal the log: no later entry could ever be in force.
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      output.collect(new StreamRecord<>(ControlEntry.heartbeat(mark.getTimestamp())));
    }
    super.processWatermark(mark);
  }
}
