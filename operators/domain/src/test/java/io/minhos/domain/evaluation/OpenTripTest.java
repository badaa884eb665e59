package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class OpenTripTest {

  @Test
  void earnsWhatItsFillsDidLessAllOfTheirCommission() {
    OpenTrip ten = OpenTrip.NONE.after(10, 100, 1);
    assertThat(OpenTrip.NONE.closedBy(10, 100, 1)).isNull();
    OpenTrip six = ten.after(-4, 110, 0.5);
    assertThat(ten.closedBy(-4, 110, 0.5)).isNull();
    RoundTrip trip = six.closedBy(-6, 105, 0.7);
    assertThat(trip.net()).isCloseTo(4 * 10 + 6 * 5 - 2.2, offset(1e-9));
    assertThat(trip.commission()).isCloseTo(2.2, offset(1e-12));
    assertThat(trip.gross()).isCloseTo(70, offset(1e-9));
    assertThat(trip.won()).isTrue();
    assertThat(six.after(-6, 105, 0.7)).isEqualTo(OpenTrip.NONE);
  }

  /** Of the fill that turns 10 into −5, two thirds of the commission end the old position. */
  @Test
  void endsWhereThePositionChangesSidesAndTheNextBeginsWithTheRest() {
    OpenTrip ten = OpenTrip.NONE.after(10, 100, 1);
    RoundTrip bought = ten.closedBy(-15, 100, 3);
    assertThat(bought.quantity()).isEqualTo(10);
    assertThat(bought.commission()).isCloseTo(3, offset(1e-12));
    assertThat(bought.net()).isCloseTo(-3, offset(1e-9));
    assertThat(bought.won()).isFalse();
    OpenTrip turned = ten.after(-15, 100, 3);
    assertThat(turned.quantity()).isEqualTo(-5);
    RoundTrip sold = turned.closedBy(5, 99, 0.5);
    assertThat(sold.quantity()).isEqualTo(-5);
    assertThat(sold.net()).isCloseTo(5 - 1 - 0.5, offset(1e-9));
    assertThat(turned.after(5, 99, 0.5)).isEqualTo(OpenTrip.NONE);
  }

  /** 0.1 + 0.2 is not 0.3: what is left of a position that was all sold is not one. */
  @Test
  void isFlatUpToRounding() {
    OpenTrip parts = OpenTrip.NONE.after(0.1, 100, 0).after(0.2, 100, 0);
    assertThat(parts.closedBy(-0.3, 100, 0)).isNotNull();
    assertThat(parts.after(-0.3, 100, 0)).isEqualTo(OpenTrip.NONE);
  }

  @Test
  void tellsWhatOfAFillOpensSomething() {
    OpenTrip two = OpenTrip.NONE.after(2, 100, 0);
    assertThat(OpenTrip.NONE.opened(-3)).isEqualTo(3);
    assertThat(two.opened(1)).isEqualTo(1);
    assertThat(two.opened(-1)).isZero();
    assertThat(two.opened(-2)).isZero();
    assertThat(two.opened(-5)).isEqualTo(3);
  }
}
