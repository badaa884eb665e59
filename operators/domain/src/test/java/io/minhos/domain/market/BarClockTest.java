package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarClockTest {

  private static final BarClock MINUTES = new BarClock(60_000);

  @ParameterizedTest
  @CsvSource({
    "0, 0, 59999",
    "59999, 0, 59999",
    "60000, 60000, 119999",
    "-1, -60000, -1",
    "-60000, -60000, -1",
    "-60001, -120000, -60001",
  })
  void aTimeBelongsToTheBarThatCoversIt(long time, long openTime, long barTime) {
    assertThat(MINUTES.openTime(time)).isEqualTo(openTime);
    assertThat(MINUTES.barTime(time)).isEqualTo(barTime);
  }

  @ParameterizedTest
  @CsvSource({
    "59998, -1",
    "59999, 59999",
    "60000, 59999",
    "119998, 59999",
    "119999, 119999",
    "-1, -1",
    "-2, -60001",
    "-60001, -60001",
    "-60002, -120001",
  })
  void announcesTheLastBarThatIsOver(long watermark, long boundary) {
    assertThat(MINUTES.lastBoundary(watermark)).isEqualTo(boundary);
  }

  @Test
  void noTimeYetStaysNoTimeYet() {
    assertThat(MINUTES.lastBoundary(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
  }

  @Property
  void barsCoverEachTimeOnce(
      @ForAll @LongRange(min = -10_000_000_000_000L, max = 10_000_000_000_000L) long time,
      @ForAll @LongRange(min = 1, max = 90_000_000) long length) {
    BarClock clock = new BarClock(length);
    long open = clock.openTime(time);
    assertThat(open % length).isZero();
    assertThat(time).isBetween(open, open + length - 1);
    assertThat(clock.barTime(time)).isEqualTo(open + length - 1);
    assertThat(clock.openTime(open)).isEqualTo(open);
    assertThat(clock.openTime(clock.barTime(time))).isEqualTo(open);
    assertThat(clock.openTime(open - 1)).isEqualTo(open - length);
  }

  /** The boundary is a bar's event time, not after the watermark, and no bar lies between them. */
  @Property
  void theBoundaryIsTheLastBarTimeAtOrBeforeTheWatermark(
      @ForAll @LongRange(min = -10_000_000_000_000L, max = 10_000_000_000_000L) long watermark,
      @ForAll @LongRange(min = 1, max = 90_000_000) long length) {
    BarClock clock = new BarClock(length);
    long boundary = clock.lastBoundary(watermark);
    assertThat(clock.barTime(boundary)).isEqualTo(boundary);
    assertThat(boundary).isLessThanOrEqualTo(watermark);
    assertThat(boundary + length).isGreaterThan(watermark);
  }

  @Test
  void statesItsBound() {
    assertThatThrownBy(() -> new BarClock(0)).hasMessage("bars.length must be >= 1 ms: 0");
  }
}
