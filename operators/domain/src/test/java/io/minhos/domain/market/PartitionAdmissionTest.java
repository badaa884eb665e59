package io.minhos.domain.market;

import static io.minhos.domain.market.PartitionAdmission.NOTHING_ADMITTED;
import static io.minhos.domain.market.PartitionAdmission.UNKNOWN_ARRIVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.market.PartitionAdmission.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionAdmissionTest {

  private static final PartitionAdmission ADMISSION =
      new PartitionAdmission(5_000, 600_000, 600_000);

  @ParameterizedTest
  @CsvSource({
    "1000000, ADMIT", // at the high water
    "995000, ADMIT", // behind it by the lateness
    "994999, LATE",
    "1600000, ADMIT", // ahead of it by the bound
    "1600001, HOLD",
  })
  void judgesByTheHighWaterWhereTheArrivalIsUnknown(long time, Verdict verdict) {
    assertThat(ADMISSION.judge(1_000_000, time, UNKNOWN_ARRIVAL)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "2600000, ADMIT", // ahead of its arrival by the bound, of the high water by more
    "2600001, FUTURE",
    "995000, ADMIT",
    "994999, LATE",
  })
  void judgesTheFutureByTheArrivalWhereItIsKnown(long time, Verdict verdict) {
    assertThat(ADMISSION.judge(1_000_000, time, 2_000_000)).isEqualTo(verdict);
  }

  @Test
  void holdsTheFirstRecordUnlessItsArrivalIsKnown() {
    assertThat(ADMISSION.judge(NOTHING_ADMITTED, 7, UNKNOWN_ARRIVAL)).isEqualTo(Verdict.HOLD);
    assertThat(ADMISSION.judge(NOTHING_ADMITTED, 7, 7)).isEqualTo(Verdict.ADMIT);
    assertThat(ADMISSION.judge(NOTHING_ADMITTED, 600_008, 7)).isEqualTo(Verdict.FUTURE);
  }

  @ParameterizedTest
  @CsvSource({"2000000, ADMIT", "1995000, ADMIT", "1994999, FUTURE", "9000000, ADMIT"})
  void admitsWhatTheNextRecordConfirms(long next, Verdict verdict) {
    assertThat(ADMISSION.judgeHeld(2_000_000, next)).isEqualTo(verdict);
  }

  @Test
  void admitsAtTheEndOnlyWhatIsAllThereIs() {
    assertThat(ADMISSION.judgeHeldAtEnd(NOTHING_ADMITTED)).isEqualTo(Verdict.ADMIT);
    assertThat(ADMISSION.judgeHeldAtEnd(0)).isEqualTo(Verdict.FUTURE);
  }

  @Test
  void theWatermarkIsJustBehindWhatMayStillBeAdmitted() {
    assertThat(ADMISSION.watermark(NOTHING_ADMITTED)).isEqualTo(Long.MIN_VALUE);
    assertThat(ADMISSION.watermark(1_000_000)).isEqualTo(994_999);
  }

  @Test
  void tellsTheValueAndTheBound() {
    assertThat(ADMISSION.detail(Verdict.LATE, 1_000_000, 990_000, UNKNOWN_ARRIVAL))
        .isEqualTo("behindMillis=10000 limit=5000");
    assertThat(ADMISSION.detail(Verdict.FUTURE, 1_000_000, 9_000_000, UNKNOWN_ARRIVAL))
        .isEqualTo("limit=600000");
    assertThat(ADMISSION.detail(Verdict.FUTURE, 1_000_000, 9_000_000, 8_000_000))
        .isEqualTo("aheadMillis=1000000 limit=600000");
  }

  @Test
  void tellsADamagedTimeAsItIs() {
    assertThat(ADMISSION.detail(Verdict.LATE, 1_000_000, Long.MIN_VALUE, 0))
        .isEqualTo("time=-9223372036854775808");
    assertThat(ADMISSION.detail(Verdict.FUTURE, 1_000_000, Long.MAX_VALUE, 0))
        .isEqualTo("time=9223372036854775807");
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new PartitionAdmission(-1, 1, 1))
        .hasMessage("latenessMillis must be >= 0: -1");
    assertThatThrownBy(() -> new PartitionAdmission(0, 0, 1))
        .hasMessage("futureMillis must be >= 1: 0");
    assertThatThrownBy(() -> new PartitionAdmission(0, 1, -1))
        .hasMessage("aheadMillis must be >= 0: -1");
    assertThat(new PartitionAdmission(0, 1, 1).watermark(10)).isEqualTo(9);
  }

  /** With such a time as high water, sums and differences would turn round. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 6_000})
  void refusesTimesThatNoClockReaches(long time) {
    assertThat(ADMISSION.judge(NOTHING_ADMITTED, time, UNKNOWN_ARRIVAL)).isEqualTo(Verdict.FUTURE);
    assertThat(ADMISSION.judge(1_000_000, time, UNKNOWN_ARRIVAL)).isEqualTo(Verdict.FUTURE);
    assertThat(ADMISSION.judge(1_000_000, time, 1_000_000)).isEqualTo(Verdict.FUTURE);
    assertThat(ADMISSION.judge(NOTHING_ADMITTED, -time, UNKNOWN_ARRIVAL)).isEqualTo(Verdict.LATE);
    assertThat(ADMISSION.judge(NOTHING_ADMITTED, -time, 1_000_000)).isEqualTo(Verdict.LATE);
    assertThat(ADMISSION.judge(1_000_000, -time, UNKNOWN_ARRIVAL)).isEqualTo(Verdict.LATE);
  }
}
