package io.minhos.flink.market;

import io.minhos.domain.control.Alert;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.Rejection;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** An operator from records to bars, keyed by symbol, with what it emits. */
final class KeyedHarness implements AutoCloseable {

  private final KeyedOneInputStreamOperatorTestHarness<String, MarketRecord, Bar> harness;

  private KeyedHarness(
      KeyedProcessOperator<String, MarketRecord, Bar> operator, OperatorSubtaskState state)
      throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(operator, MarketRecord::symbol, Types.STRING);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  static KeyedHarness open(KeyedProcessOperator<String, MarketRecord, Bar> operator)
      throws Exception {
    return new KeyedHarness(operator, null);
  }

  /** Closes this one and goes on with its state in another. */
  KeyedHarness restoreInto(KeyedProcessOperator<String, MarketRecord, Bar> operator)
      throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    return new KeyedHarness(operator, state);
  }

  void take(MarketRecord... records) throws Exception {
    for (MarketRecord record : records) {
      harness.processElement(record, record.time());
    }
  }

  void watermark(long time) throws Exception {
    harness.processWatermark(new Watermark(time));
  }

  List<Bar> bars() {
    return harness.extractOutputValues();
  }

  List<Rejection> rejects() {
    var side = harness.getSideOutput(Rejects.TAG);
    return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
  }

  List<Alert> alerts() {
    var side = harness.getSideOutput(BuildBars.ALERTS);
    return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
