package io.minhos.state;

import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.trading.output.Json;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says from when each entry of the control log is in force, by the trading job's rule: from its
 * effectiveFrom, but behind the highest heartbeat that stands ahead of it.
 */
final class DateControls extends KeyedProcessFunction<String, StateRow, StateRow> {

  private static final ValueStateDescriptor<Long> HEARTBEAT =
      new ValueStateDescriptor<>("highest-heartbeat", Long.class);

  private transient ValueState<Long> heartbeat;

  @Override
  public void open(OpenContext context) {
    heartbeat = getRuntimeContext().getState(HEARTBEAT);
  }

  @Override
  public void processElement(StateRow row, Context context, Collector<StateRow> out)
      throws Exception {
    ControlEntry entry = Json.read(row.line(), ControlEntry.class);
    // The trading job refused it, and told of it.
    if (entry.flaw().isPresent()) {
      return;
    }
    Long highest = heartbeat.value();
    long time = entry.effectiveFromMillis();
    if (entry.type() == ControlType.HEARTBEAT) {
      heartbeat.update(highest == null ? time : Math.max(highest, time));
    } else {
      long from = highest == null ? time : Math.max(time, highest + 1);
      ControlRow dated = ControlRow.of(entry, from, row.position());
      out.collect(new StateRow(Tables.CONTROLS, Json.line(dated), row.position()));
    }
  }
}
