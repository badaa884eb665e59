package io.minhos.domain.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.inference.ModelRelease;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlEntryTest {

  private static final ModelRelease RELEASE = new ModelRelease("lstm", 2, "file:/s", "ab");

  /** In a log that is kept for ever such a heartbeat would let everything through for good. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "+300000000-01-01T00:00:00Z",
        "9999-12-31T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "-1000000000-01-01T00:00:00Z"
      })
  void refusesTimesThatCanOnlyBeMistakes(String time) {
    ControlEntry heartbeat =
        new ControlEntry(
            null, ControlType.HEARTBEAT, null, 0, null, null, null, null, Instant.parse(time));
    assertThat(heartbeat.flaw()).hasValueSatisfying(f -> assertThat(f).contains(time));
    assertThat(ControlEntry.release(RELEASE, "a", "", Instant.parse(time)).flaw()).isPresent();
  }

  @Test
  void needsWhatItsTypeNeeds() {
    assertThat(ControlEntry.heartbeat(1).flaw()).isEmpty();
    assertThat(ControlEntry.release(RELEASE, "a", "", null).flaw()).isEmpty();
    assertThat(ControlEntry.release(new ModelRelease("lstm", 0, "u", "s"), "", "", null).flaw())
        .isPresent();
    assertThat(new ControlEntry("x", null, "m", 1, "u", "s", "", "", null).flaw())
        .contains("type=null");
  }

  @Test
  void withoutATimeItHoldsFromTheBeginning() {
    assertThat(ControlEntry.release(RELEASE, "a", "", null).effectiveFromMillis())
        .isEqualTo(Long.MIN_VALUE);
  }
}
