package io.minhos.domain.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RejectCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Portfolio main; clocks may differ by 10 ms. */
class PositionChecksTest {

  private final PositionChecks checks = new PositionChecks(List.of("main"), 10);

  private static PositionReport report(Position... positions) {
    return new PositionReport("main", 1_000, Arrays.asList(positions), Double.NaN);
  }

  private void assertTaken(PositionReport report) {
    assertThat(checks.check(report, 1_000)).isEmpty();
  }

  private void assertRefused(PositionReport report, long arrival, RejectCode code) {
    assertThat(checks.check(report, arrival))
        .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private void assertRefused(RejectCode code, Position... positions) {
    assertRefused(report(positions), 1_000, code);
  }

  @Test
  void takesWhatAnAccountCanCarry() {
    assertTaken(report());
    assertTaken(report(new Position("A", -1.5, 100), new Position("B", 2, -3)));
    assertTaken(report(new Position("A", 0, Double.NaN)));
    assertTaken(new PositionReport("main", 1_000, List.of(), -5e6));
  }

  @Test
  void refusesPositionsThatAreNone() {
    assertRefused(RejectCode.UNPARSABLE, (Position) null);
    assertRefused(RejectCode.UNPARSABLE, new Position(" ", 1, 1));
    assertRefused(RejectCode.UNPARSABLE, new Position("A", 1, 1), new Position("A", 1, 1));
    assertRefused(RejectCode.NOT_FINITE, new Position("A", Double.NaN, 1));
    assertRefused(RejectCode.NOT_FINITE, new Position("A", 1, Double.NaN));
    assertRefused(RejectCode.OUT_OF_RANGE, new Position("A", 1e17, 0));
    assertRefused(RejectCode.OUT_OF_RANGE, new Position("A", 1e8, -1e8));
  }

  @Test
  void refusesReportsThatNobodyCanFollow() {
    assertRefused(new PositionReport("main", 1_000, null, 0), 1_000, RejectCode.UNPARSABLE);
    assertRefused(new PositionReport("main", 0, List.of(), 0), 1_000, RejectCode.UNPARSABLE);
    assertRefused(
        new PositionReport("other", 1_000, List.of(), 0), 1_000, RejectCode.UNKNOWN_PORTFOLIO);
    assertRefused(
        new PositionReport(null, 1_000, List.of(), 0), 1_000, RejectCode.UNKNOWN_PORTFOLIO);
    assertRefused(
        new PositionReport("main", 1_000, List.of(), Double.NEGATIVE_INFINITY),
        1_000,
        RejectCode.NOT_FINITE);
    assertRefused(
        new PositionReport("main", 1_000, List.of(), 1e15), 1_000, RejectCode.OUT_OF_RANGE);
  }

  @Test
  void refusesATimeThatHasNotCome() {
    assertThat(checks.check(report(), 990)).isEmpty();
    assertRefused(report(), 989, RejectCode.FUTURE);
    // 2200-01-01, where nobody knows when it arrived.
    PositionReport micros = new PositionReport("main", 7_258_118_400_000L, List.of(), 0);
    assertRefused(micros, PartitionAdmission.UNKNOWN_ARRIVAL, RejectCode.FUTURE);
    PositionReport before = new PositionReport("main", 7_258_118_399_999L, List.of(), 0);
    assertThat(checks.check(before, PartitionAdmission.UNKNOWN_ARRIVAL)).isEmpty();
  }
}
