package io.minhos.trading.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.RejectCode;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Side;
import io.minhos.flink.risk.ExecutionReport;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class VenueExecutionsTest {

  private static final Execution FILL =
      new Execution(
          "e",
          "c",
          "main",
          "A",
          Side.SELL,
          ExecType.TRADE,
          OrdStatus.FILLED,
          1,
          2,
          1,
          0,
          2,
          0.1,
          9);

  @Test
  void readsWhatTheJobItselfWritesAndIgnoresWhatItDoesNotKnow() {
    String line = Json.line(FILL).replace("{\"execId\"", "{\"venue\":\"X\",\"execId\"");
    assertThat(read(line).execution()).isEqualTo(FILL);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "null", "[]", "{\"side\":\"UP\"}", "{\"lastQty\":", "\u0000"})
  void refusesWhatIsNoExecution(String message) {
    ExecutionReport report = read(message);
    assertThat(report.execution()).isNull();
    assertThat(report.rejection().code()).isEqualTo(RejectCode.UNPARSABLE);
    assertThat(report.rejection().source()).isEqualTo("executions.v1-3");
    assertThat(report.rejection().ordinal()).isEqualTo(7);
  }

  /** FIX's buy is 1, which as an ordinal would be SELL. */
  @ParameterizedTest
  @ValueSource(strings = {"\"side\":1", "\"side\":\"1\"", "\"side\":\"SELL\",\"transactTime\":1.5"})
  void takesNothingForSomethingElse(String field) {
    String line = Json.line(FILL).replace("\"side\":\"SELL\"", field);
    assertThat(line).contains(field);
    assertThat(read(line).rejection().code()).isEqualTo(RejectCode.UNPARSABLE);
  }

  @Test
  void refusesWhatStandsBehindAnExecution() {
    assertThat(read(Json.line(FILL) + "}").rejection().code()).isEqualTo(RejectCode.UNPARSABLE);
  }

  @Test
  void leavesAnAbsentNumberUnknown() {
    String line = Json.line(FILL).replace(",\"commission\":0.1", "");
    assertThat(read(line).execution().commission()).isNaN();
  }

  private static ExecutionReport read(String message) {
    byte[] bytes = message == null ? null : message.getBytes(StandardCharsets.UTF_8);
    return VenueDeserializer.executions(true).read("executions.v1-3", 7, 8, bytes);
  }
}
