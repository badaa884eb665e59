package io.minhos.domain.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.orders.ExecutionChecks.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExecutionChecksTest {

  private static final long AHEAD = 5_000;
  private static final long ORDERED = 1_700_000_000_000L;
  private static final double LARGEST = 1L << 53;

  private final ExecutionChecks checks = new ExecutionChecks(List.of("main"), AHEAD);

  @Test
  void admitsAFillAndACancelWithoutPrices() {
    assertThat(check(fill("e", "main", 1, 100, 0.1, 0))).isEmpty();
    assertThat(
            check(
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
        Arguments.of(fill("e", "main", -1, 100, 0.1, 0), RejectCode.NON_POSITIVE_SIZE),
        Arguments.of(fill("e", "main", 2 * LARGEST, 1e-9, 0, 0), RejectCode.OUT_OF_RANGE),
        Arguments.of(fill("e", "main", 1e-9, -2 * LARGEST, 0, 0), RejectCode.OUT_OF_RANGE),
        Arguments.of(fill("e", "main", 1e200, 1e200, 0, 0), RejectCode.OUT_OF_RANGE),
        Arguments.of(fill("e", "main", 1, LARGEST / 99, 0, 0), RejectCode.OUT_OF_RANGE),
        Arguments.of(fill("e", "main", 1, 1, -LARGEST, 0), RejectCode.OUT_OF_RANGE));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatCannotBeBooked(Execution execution, RejectCode code) {
    assertThat(check(execution)).map(Refusal::code).contains(code);
  }

  @Test
  void admitsWhatAnAccountCarriesToTheCent() {
    assertThat(check(fill("e", "main", LARGEST, 0.001, 0, 0))).isEmpty();
    assertThat(check(fill("e", "main", 1, -LARGEST / 101, 100, 0))).isEmpty();
  }

  @Test
  void refusesAReportFromBeforeItsOrder() {
    String clOrdId = EventId.ofOrder("main", "A", ORDERED, Purpose.ENTRY, 0);
    assertThat(check(fill(clOrdId, ORDERED - AHEAD))).isEmpty();
    assertThat(check(fill(clOrdId, ORDERED - AHEAD - 1)))
        .contains(new Refusal(RejectCode.BEFORE_ORDER, "behindMillis=5001 limit=5000"));
    // An order that is none of ours tells no time.
    assertThat(check(fill("by hand", 1))).isEmpty();
  }

  @Test
  void refusesAReportFromAfterItsArrivalWhereThatIsKnown() {
    Execution fill = fill("by hand", ORDERED);
    assertThat(checks.check(fill, ORDERED - AHEAD)).isEmpty();
    assertThat(checks.check(fill, ORDERED - AHEAD - 1))
        .contains(new Refusal(RejectCode.FUTURE, "aheadMillis=5001 limit=5000"));
    assertThat(check(fill)).isEmpty();
  }

  /** Microseconds, and nobody knows when it arrived. */
  @Test
  void refusesATimeThatDoesNotCome() {
    long latest = 7_258_118_400_000L;
    assertThat(check(fill("by hand", latest - 1))).isEmpty();
    assertThat(check(fill("by hand", ORDERED * 1_000)))
        .contains(
            new Refusal(RejectCode.FUTURE, "transactTime=1700000000000000 limit=7258118400000"));
  }

  @Test
  void refusesAQuantityOfWhatIsNoFill() {
    Execution fill = fill("e", "main", 2, 100, 0.1, 0);
    assertThat(check(as(ExecType.CANCELED, fill)))
        .contains(new Refusal(RejectCode.OUT_OF_RANGE, "execType=CANCELED lastQty=2.0"));
    assertThat(check(as(ExecType.NEW, fill("e", "main", -1, 100, 0.1, 0))))
        .map(Refusal::code)
        .contains(RejectCode.OUT_OF_RANGE);
    assertThat(check(as(ExecType.CANCELED, fill("e", "main", 0, 0, 0, 0)))).isEmpty();
  }

  private static Execution as(ExecType type, Execution fill) {
    return new Execution(
        fill.execId(),
        fill.clOrdId(),
        fill.portfolio(),
        fill.symbol(),
        fill.side(),
        type,
        OrdStatus.CANCELED,
        fill.lastQty(),
        fill.lastPx(),
        fill.cumQty(),
        fill.leavesQty(),
        fill.avgPx(),
        fill.commission(),
        fill.transactTime());
  }

  private Optional<Refusal> check(Execution execution) {
    return checks.check(execution, PartitionAdmission.UNKNOWN_ARRIVAL);
  }

  private static Execution fill(String clOrdId, long time) {
    Order order = Order.market("main", "A", Side.BUY, 1, ORDERED, Purpose.ENTRY, "", "");
    Execution fill = Execution.fill(order, 100, 0, time);
    return new Execution(
        fill.execId(),
        clOrdId,
        fill.portfolio(),
        fill.symbol(),
        fill.side(),
        fill.execType(),
        fill.ordStatus(),
        fill.lastQty(),
        fill.lastPx(),
        fill.cumQty(),
        fill.leavesQty(),
        fill.avgPx(),
        fill.commission(),
        time);
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
