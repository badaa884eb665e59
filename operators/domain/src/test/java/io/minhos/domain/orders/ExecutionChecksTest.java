package io.minhos.domain.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.RejectCode;
import io.minhos.domain.orders.ExecutionChecks.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExecutionChecksTest {

  private final ExecutionChecks checks = new ExecutionChecks(List.of("main"));

  @Test
  void admitsAFillAndACancelWithoutPrices() {
    assertThat(checks.check(fill("e", "main", 1, 100, 0.1, 0))).isEmpty();
    assertThat(
            checks.check(
                new Execution(
                    "e",
                    "c",
                    "main",
                    "A",
                    Side.BUY,
                    ExecType.CANCELED,
                    OrdStatus.CANCELED,
                    Double.NaN,
                    Double.NaN,
                    0,
                    0,
                    Double.NaN,
                    Double.NaN,
                    1)))
        .isEmpty();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(fill(null, "main", 1, 100, 0.1, 0), RejectCode.UNPARSABLE),
        Arguments.of(fill(" ", "main", 1, 100, 0.1, 0), RejectCode.UNPARSABLE),
        Arguments.of(fill("e", "other", 1, 100, 0.1, 0), RejectCode.UNKNOWN_PORTFOLIO),
        Arguments.of(fill("e", null, 1, 100, 0.1, 0), RejectCode.UNKNOWN_PORTFOLIO),
        Arguments.of(fill("e", "main", Double.NaN, 100, 0.1, 0), RejectCode.NOT_FINITE),
        Arguments.of(fill("e", "main", 1, Double.NaN, 0.1, 0), RejectCode.NOT_FINITE),
        Arguments.of(fill("e", "main", 1, 100, Double.NaN, 0), RejectCode.NOT_FINITE),
        Arguments.of(fill("e", "main", 1, 100, 0.1, Double.NaN), RejectCode.NOT_FINITE),
        Arguments.of(fill("e", "main", -1, 100, 0.1, 0), RejectCode.NON_POSITIVE_SIZE));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatCannotBeBooked(Execution execution, RejectCode code) {
    assertThat(checks.check(execution)).map(Refusal::code).contains(code);
  }

  private static Execution fill(
      String execId, String portfolio, double qty, double px, double commission, double leaves) {
    return new Execution(
        execId,
        "c",
        portfolio,
        "A",
        Side.BUY,
        ExecType.TRADE,
        OrdStatus.FILLED,
        qty,
        px,
        qty,
        leaves,
        px,
        commission,
        1);
  }
}
