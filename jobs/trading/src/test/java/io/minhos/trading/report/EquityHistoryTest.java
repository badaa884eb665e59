package io.minhos.trading.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EquityHistoryTest {

  private final EquityHistory history = new EquityHistory(100);

  @Test
  void findsTheDeepestFallWithItsPeak() {
    add("2024-01-30T12:00:00Z", 90);
    add("2024-01-31T12:00:00Z", 120);
    add("2024-02-01T12:00:00Z", 102);
    add("2024-02-02T12:00:00Z", 130);
    add("2024-02-03T12:00:00Z", 125);
    EquityHistory.Drawdown deepest = history.deepest();
    assertThat(deepest.depth()).isCloseTo(0.15, offset(1e-12));
    assertThat(deepest.peakTime()).isEqualTo(millis("2024-01-31T12:00:00Z"));
    assertThat(deepest.time()).isEqualTo(millis("2024-02-01T12:00:00Z"));
  }

  /** From the start a fall counts too, and a period's return is chained to the one before. */
  @Test
  void givesReturnsThatMultiplyToTheWhole() {
    add("2023-12-30T23:59:59.999Z", 90);
    add("2023-12-31T10:00:00Z", 95);
    add("2024-01-01T00:00:00Z", 99);
    add("2024-03-05T00:00:00Z", 110);
    assertThat(history.deepest().depth()).isCloseTo(0.1, offset(1e-12));
    List<PeriodReturn> months =
        PeriodReturn.of(100, history.closes(), day -> day.withDayOfMonth(1));
    assertThat(months)
        .containsExactly(
            new PeriodReturn(LocalDate.parse("2023-12-01"), 100, 95),
            new PeriodReturn(LocalDate.parse("2024-01-01"), 95, 99),
            new PeriodReturn(LocalDate.parse("2024-03-01"), 99, 110));
    assertThat(months.stream().mapToDouble(m -> 1 + m.value()).reduce(1, (a, b) -> a * b))
        .isCloseTo(1.1, offset(1e-12));
  }

  private void add(String time, double equity) {
    history.add(millis(time), equity);
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
