package io.minhos.trading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxesTest {

  @Test
  void marksValuesAtRoundNumbersThatHoldTheRange() {
    ValueAxis axis = ValueAxis.of(96_012, 100_140);
    assertThat(axis.marks()).containsExactly(96_000.0, 97_000.0, 98_000.0, 99_000.0, 100_000.0);
    assertThat(axis.decimals()).isZero();
    assertThat(ValueAxis.of(-0.031, 0).decimals()).isEqualTo(2);
    assertThat(ValueAxis.of(-0.031, 0).marks()).contains(0.0);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "100000, 100000", "-5, -5", "1e-7, 1.00000001e-7"})
  void makesRoomAroundALevelLine(double min, double max) {
    ValueAxis axis = ValueAxis.of(min, max);
    assertThat(axis.low()).isLessThan(axis.high());
    assertThat(axis.place(min)).isBetween(0.0, 1.0);
    assertThat(axis.place(max)).isBetween(0.0, 1.0);
  }

  @Test
  void marksTimesInUtcNoFinerThanTheyAreApart() {
    assertThat(labels("2013-11-25T00:00:59Z", "2013-12-01T16:02:59Z"))
        .startsWith("2013-11-26", "2013-11-27")
        .endsWith("2013-12-01");
    assertThat(labels("2012-05-17T09:00:00Z", "2018-12-31T22:00:00Z"))
        .containsExactly("2013", "2014", "2015", "2016", "2017", "2018");
    assertThat(labels("2024-01-31T12:00:00Z", "2024-01-31T13:30:00Z"))
        .startsWith("01-31 12:00", "01-31 12:15");
    assertThat(labels("2023-11-20T00:00:00Z", "2024-04-20T00:00:00Z"))
        .containsExactly("2023-12", "2024-01", "2024-02", "2024-03", "2024-04");
  }

  @Test
  void hasFewMarksOverAnySpan() {
    long from = Instant.parse("1999-12-31T23:59:59.999Z").toEpochMilli();
    for (long span = 1; span < Duration.ofDays(200 * 365).toMillis(); span = span * 3 / 2 + 1) {
      List<TimeAxis.Mark> marks = new TimeAxis(from, from + span).marks();
      assertThat(marks).as("span %d", span).hasSizeLessThanOrEqualTo(9);
      if (span > 2_000) {
        assertThat(marks).as("span %d", span).isNotEmpty();
      }
      for (TimeAxis.Mark mark : marks) {
        assertThat(mark.time()).isBetween(from, from + span);
      }
    }
  }

  private static List<String> labels(String from, String to) {
    return new TimeAxis(Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli())
        .marks().stream().map(TimeAxis.Mark::label).toList();
  }
}
