package io.minhos.flink.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionChecks;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Side;
import io.minhos.flink.market.Rejects;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class AdmitExecutionsTest {

  @Test
  void sendsWhatCannotBeBookedToTheRejectsAsItArrived() throws Exception {
    var harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new AdmitExecutions(new ExecutionChecks(List.of("main"), 0)));
    try {
      Rejection unreadable =
          new Rejection("executions.v1-0", 1, RejectCode.UNPARSABLE, "x", "", 0, "{");
      harness.processElement(report(0, fill("main")), 0);
      harness.processElement(
          new ExecutionReport("executions.v1-0", 1, 10, null, unreadable, "{"), 0);
      harness.processElement(report(2, fill("nobody")), 0);

      assertThat(harness.extractOutputValues()).containsExactly(VenueReport.of(fill("main")));
      assertThat(harness.getSideOutput(Rejects.TAG))
          .extracting(StreamRecord::getValue)
          .containsExactly(
              unreadable,
              new Rejection(
                  "executions.v1-0",
                  2,
                  RejectCode.UNKNOWN_PORTFOLIO,
                  "portfolio=nobody",
                  "A",
                  9,
                  "raw 2"));
    } finally {
      harness.close();
    }
  }

  /** The portfolio booked it before it was told. */
  @Test
  void doesNotBookARestatementTwice() throws Exception {
    var harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new AdmitExecutions(new ExecutionChecks(List.of("main"), 0)));
    try {
      harness.processElement(report(0, Execution.restatement("main", "", 0, 0, 5, 9)), 0);
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.getSideOutput(Rejects.TAG)).isNull();
    } finally {
      harness.close();
    }
  }

  private static ExecutionReport report(long ordinal, Execution execution) {
    return new ExecutionReport("executions.v1-0", ordinal, 10, execution, null, "raw " + ordinal);
  }

  private static Execution fill(String portfolio) {
    return new Execution(
        "e",
        "c",
        portfolio,
        "A",
        Side.BUY,
        ExecType.TRADE,
        OrdStatus.FILLED,
        1,
        2,
        1,
        0,
        2,
        0.1,
        9);
  }
}
