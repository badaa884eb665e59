package io.minhos.flink.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.ControlEntry;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class EmitHeartbeatsTest {

  @Test
  void eachWatermarkIsAHeartbeatButTheEndOfTimeIsNone() throws Exception {
    OneInputStreamOperatorTestHarness<String, ControlEntry> harness =
        new OneInputStreamOperatorTestHarness<>(new EmitHeartbeats<>());
    try {
      harness.open();
      harness.processElement(new StreamRecord<>("bar", 7));
      assertThat(harness.getOutput()).isEmpty();
      harness.processWatermark(new Watermark(59_999));
      harness.processWatermark(new Watermark(119_999));
      harness.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(harness.extractOutputValues())
          .containsExactly(ControlEntry.heartbeat(59_999), ControlEntry.heartbeat(119_999));
      // Time itself goes on to its end.
      assertThat(harness.getOutput()).contains(Watermark.MAX_WATERMARK);
    } finally {
      harness.close();
    }
  }
}
