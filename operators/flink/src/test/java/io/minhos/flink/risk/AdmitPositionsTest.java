package io.minhos.flink.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.Position;
import io.minhos.domain.orders.PositionChecks;
import io.minhos.domain.orders.PositionReport;
import io.minhos.flink.market.Rejects;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class AdmitPositionsTest {

  @Test
  void sendsWhatBooksCannotFollowToTheRejectsAsItArrived() throws Exception {
    var harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new AdmitPositions(new PositionChecks(List.of("main"), 0)));
    try {
      Rejection unreadable =
          new Rejection("positions.v1-0", 1, RejectCode.UNPARSABLE, "x", "", 0, "{");
      harness.processElement(arrival(0, report("main"), null), 0);
      harness.processElement(arrival(1, null, unreadable), 0);
      harness.processElement(arrival(2, report("nobody"), null), 0);

      assertThat(harness.extractOutputValues()).containsExactly(VenueReport.of(report("main")));
      assertThat(harness.getSideOutput(Rejects.TAG))
          .extracting(StreamRecord::getValue)
          .containsExactly(
              unreadable,
              new Rejection(
                  "positions.v1-0",
                  2,
                  RejectCode.UNKNOWN_PORTFOLIO,
                  "portfolio=nobody",
                  "",
                  9,
                  "raw 2"));
    } finally {
      harness.close();
    }
  }

  private static PositionArrival arrival(long ordinal, PositionReport report, Rejection rejection) {
    return new PositionArrival("positions.v1-0", ordinal, 10, report, rejection, "raw " + ordinal);
  }

  private static PositionReport report(String portfolio) {
    return new PositionReport(portfolio, 9, List.of(new Position("A", 1, 2)), Double.NaN);
  }
}
