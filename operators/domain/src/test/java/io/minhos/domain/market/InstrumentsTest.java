package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstrumentsTest {

  private static final Instrument LISTED = new Instrument(0.25, 2, true);
  private static final Instrument OTHERS = new Instrument(0.01, 1, false);

  @Test
  void aSymbolThatIsNotListedHasTheTermsOfTheOthers() {
    Instruments instruments = new Instruments(Map.of("ES", LISTED), OTHERS, false);
    assertThat(instruments.of("ES")).isEqualTo(LISTED);
    assertThat(instruments.of("NQ")).isEqualTo(OTHERS);
    assertThat(instruments.admits("ES")).isTrue();
    assertThat(instruments.admits("NQ")).isTrue();
  }

  @Test
  void refusesWhatIsNotListedWhereThePolicySaysSo() {
    Instruments instruments = new Instruments(Map.of("ES", LISTED), OTHERS, true);
    assertThat(instruments.admits("ES")).isTrue();
    assertThat(instruments.admits("NQ")).isFalse();
    assertThat(instruments.admits("es")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void stepsAreAboveZero(double step) {
    assertThatThrownBy(() -> new Instrument(step, 1, false))
        .hasMessage("tickSize must be > 0: " + step);
    assertThatThrownBy(() -> new Instrument(1, step, false))
        .hasMessage("lotSize must be > 0: " + step);
  }
}
