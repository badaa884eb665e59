package io.minhos.trading.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.RejectCode;
import io.minhos.domain.orders.Position;
import io.minhos.domain.orders.PositionReport;
import io.minhos.flink.risk.PositionArrival;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class VenuePositionsTest {

  private static final String REPORT =
      "{\"portfolio\":\"main\",\"asOf\":9,\"venue\":\"X\",\"positions\":"
          + "[{\"symbol\":\"A\",\"quantity\":-2.5,\"avgPx\":100,\"currency\":\"USD\"},"
          + "{\"symbol\":\"B\",\"quantity\":0,\"avgPx\":null}],\"cash\":95000.5}";

  @Test
  void readsWhatAVenueHoldsAndIgnoresWhatItDoesNotKnow() {
    assertThat(read(REPORT).report())
        .isEqualTo(
            new PositionReport(
                "main",
                9,
                List.of(new Position("A", -2.5, 100), new Position("B", 0, Double.NaN)),
                95_000.5));
  }

  @Test
  void leavesCashUnknownThatIsNotSaid() {
    assertThat(read(REPORT.replace(",\"cash\":95000.5", "")).report().cash()).isNaN();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "null", "[]", "{\"asOf\":1.5}", "{\"positions\":{}}", "{\"cash\":"})
  void refusesWhatIsNoReport(String message) {
    PositionArrival arrival = read(message);
    assertThat(arrival.report()).isNull();
    assertThat(arrival.rejection())
        .returns(RejectCode.UNPARSABLE, r -> r.code())
        .returns("positions.v1-3", r -> r.source())
        .returns(7L, r -> r.ordinal());
  }

  /** As Flink sends a source to its tasks, also once it has read. */
  @Test
  void isSentToTheTasksThatRead() throws Exception {
    VenueDeserializer<PositionReport, PositionArrival> used = VenueDeserializer.positions(true);
    byte[] bytes = REPORT.getBytes(StandardCharsets.UTF_8);
    PositionArrival read = used.read("positions.v1-3", 7, 8, bytes);
    assertThat(InstantiationUtil.clone(used).read("positions.v1-3", 7, 8, bytes)).isEqualTo(read);
    assertThat(InstantiationUtil.clone(VenueDeserializer.executions(true))).isNotNull();
  }

  private static PositionArrival read(String message) {
    byte[] bytes = message == null ? null : message.getBytes(StandardCharsets.UTF_8);
    return VenueDeserializer.positions(true).read("positions.v1-3", 7, 8, bytes);
  }
}
