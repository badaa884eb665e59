package io.minhos.state;

import io.minhos.domain.orders.Execution;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** The executions that move a position; a restatement of cash alone has no symbol. */
final class SelectBooked implements FlatMapFunction<StateRow, BookedExecution> {

  @Override
  public void flatMap(StateRow row, Collector<BookedExecution> out) {
    if (row.source().equals(Topics.EXECUTIONS)) {
      Execution execution = Json.read(row.line(), Execution.class);
      if (execution.isBooked() && !execution.symbol().isEmpty()) {
        out.collect(new BookedExecution(execution, row.position()));
      }
    }
  }
}
