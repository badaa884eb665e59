package io.minhos.state;

import io.minhos.trading.config.StateConfig;
import io.minhos.trading.kafka.Topics;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The dataflow from the trading job's topics to the tables. It is a job of its own, so that a
 * database that is slow or away holds back nothing but this: the topics wait for it.
 */
final class StateTopology {

  private StateTopology() {}

  static void build(DataStream<StateRow> messages, StateConfig config) {
    DataStream<StateRow> positions =
        messages
            .flatMap(new SelectBooked())
            .uid("select-booked")
            .name("SelectBooked")
            .keyBy(BookedExecution::key)
            .process(new TrackPositions())
            .uid("track-positions")
            .name("TrackPositions");
    DataStream<StateRow> controls =
        messages
            .filter(row -> row.source().equals(Topics.CONTROL))
            .uid("select-controls")
            .name("SelectControls")
            // The log has one order.
            .keyBy(StateRow::source)
            .process(new DateControls())
            .uid("date-controls")
            .name("DateControls");
    messages
        .union(positions, controls)
        .sinkTo(new WriteTables(config))
        .uid("write-tables")
        .name("WriteTables");
  }
}
