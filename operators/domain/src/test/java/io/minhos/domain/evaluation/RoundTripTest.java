package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class RoundTripTest {

  private final Performance.Meter meter = new Performance.Meter(1_000);

  @Test
  void earnsWhatItsFillsDidLessAllOfTheirCommission() {
    assertThat(meter.fill("p/A", 10, 100, 1)).isNull();
    assertThat(meter.fill("p/A", -4, 110, 0.5)).isNull();
    RoundTrip trip = meter.fill("p/A", -6, 105, 0.7);
    assertThat(trip.net()).isCloseTo(4 * 10 + 6 * 5 - 2.2, offset(1e-9));
    assertThat(trip.commission()).isCloseTo(2.2, offset(1e-12));
    assertThat(trip.gross()).isCloseTo(70, offset(1e-9));
    assertThat(trip.won()).isTrue();
  }

  /** Of the fill that turns 10 into −5, two thirds of the commission end the old position. */
  @Test
  void endsWhereThePositionChangesSidesAndTheNextBeginsWithTheRest() {
    meter.fill("p/A", 10, 100, 1);
    RoundTrip bought = meter.fill("p/A", -15, 100, 3);
    assertThat(bought.quantity()).isEqualTo(10);
    assertThat(bought.commission()).isCloseTo(3, offset(1e-12));
    assertThat(bought.net()).isCloseTo(-3, offset(1e-9));
    assertThat(bought.won()).isFalse();
    RoundTrip sold = meter.fill("p/A", 5, 99, 0.5);
    assertThat(sold.quantity()).isEqualTo(-5);
    assertThat(sold.net()).isCloseTo(5 - 1 - 0.5, offset(1e-9));
    assertThat(meter.performance().trades()).isEqualTo(2);
  }

  @Test
  void countsPositionsApart() {
    meter.fill("p/A", 1, 100, 0);
    assertThat(meter.fill("q/A", -1, 100, 0)).isNull();
    assertThat(meter.fill("p/B", -1, 100, 0)).isNull();
  }
}
