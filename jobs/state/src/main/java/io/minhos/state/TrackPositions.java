package io.minhos.state;

import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.PositionSnapshot;
import io.minhos.trading.output.Json;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Folds the executions of a portfolio and symbol, in the order of the log, into its position. */
final class TrackPositions extends KeyedProcessFunction<String, BookedExecution, StateRow> {

  /** As a portfolio does: it knows at least so many of the last reports by their execId. */
  private static final long REMEMBERED = 1_024;

  private static final ValueStateDescriptor<PositionSnapshot> POSITION =
      new ValueStateDescriptor<>("position", PositionSnapshot.class);
  private static final MapStateDescriptor<String, Long> EXECUTION_IDS =
      new MapStateDescriptor<>("execution-ids", String.class, Long.class);

  private transient ValueState<PositionSnapshot> position;
  private transient MapState<String, Long> executionIds;

  @Override
  public void open(OpenContext context) {
    position = getRuntimeContext().getState(POSITION);
    executionIds = getRuntimeContext().getMapState(EXECUTION_IDS);
  }

  @Override
  public void processElement(BookedExecution booked, Context context, Collector<StateRow> out)
      throws Exception {
    Execution execution = booked.execution();
    if (executionIds.contains(execution.execId())) {
      return;
    }
    PositionSnapshot before = position.value();
    if (before == null) {
      before = PositionSnapshot.none(execution.portfolio(), execution.symbol());
    }
    PositionSnapshot after = before.after(execution);
    position.update(after);
    if (after.executions() % REMEMBERED == 0) {
      long known = after.executions() - REMEMBERED;
      for (Iterator<Map.Entry<String, Long>> ids = executionIds.iterator(); ids.hasNext(); ) {
        if (ids.next().getValue() <= known) {
          ids.remove();
        }
      }
    }
    executionIds.put(execution.execId(), after.executions());
    out.collect(new StateRow(Tables.POSITIONS, Json.line(after), booked.position()));
  }
}
