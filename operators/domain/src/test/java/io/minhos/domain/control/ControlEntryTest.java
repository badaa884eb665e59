package io.minhos.domain.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.inference.ModelRelease;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
        ControlEntry.of(null, ControlType.HEARTBEAT, null, null).between(Instant.parse(time), null);
    assertThat(heartbeat.flaw()).hasValueSatisfying(f -> assertThat(f).contains(time));
    assertThat(ControlEntry.release(RELEASE, "a", "", Instant.parse(time)).flaw()).isPresent();
  }

  @Test
  void needsWhatItsTypeNeeds() {
    assertThat(ControlEntry.heartbeat(1).flaw()).isEmpty();
    assertThat(ControlEntry.release(RELEASE, "a", "", null).flaw()).isEmpty();
    assertThat(ControlEntry.release(new ModelRelease("lstm", 0, "u", "s"), "", "", null).flaw())
        .isPresent();
    assertThat(ControlEntry.of("x", null, "a", "r").flaw()).contains("type=null");
  }

  @Test
  void withoutATimeItHoldsFromTheBeginning() {
    assertThat(ControlEntry.release(RELEASE, "a", "", null).effectiveFromMillis())
        .isEqualTo(Long.MIN_VALUE);
  }

  /** Type, portfolio, symbol, model, version, value, from and until in seconds; then the flaw. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "OVERRIDE|main|A|-|0|long|-|9|-",
        "OVERRIDE|-|-|-|0|flat|5|9|-",
        "OVERRIDE|-|A|-|0|short|5|9|-",
        "OVERRIDE|-|A|-|0|-0.25|5|9|-",
        "OVERRIDE|-|A|-|0|1|5|9|-",
        "OVERRIDE|-|A|-|0|-|5|9|value=null expected=long, short, flat or limits=-1,1",
        "OVERRIDE|-|A|-|0|LONG|5|9|value=LONG expected=long, short, flat or limits=-1,1",
        "OVERRIDE|-|A|-|0|1.01|5|9|value=1.01 expected=long, short, flat or limits=-1,1",
        "OVERRIDE|-|A|-|0|NaN|5|9|value=NaN expected=long, short, flat or limits=-1,1",
        "OVERRIDE|-|A|-|0|long|5|-|expiresAt=null",
        "OVERRIDE|-|A|-|0|long|9|9"
            + "|expiresAt=1970-01-01T00:00:09Z effectiveFrom=1970-01-01T00:00:09Z",
        "OVERRIDE|-|A|lstm|0|long|5|9|-",
        "OVERRIDE|-|-|technical|0|0.25|-|9|-",
        "OVERRIDE|-|-|lstm|0|1.01|5|9|value=1.01 expected=long, short, flat or limits=0,1",
        "OVERRIDE|-|-|lstm|0|-0.1|5|9|value=-0.1 expected=long, short, flat or limits=0,1",
        "OVERRIDE|-|-|lstm|0|-|5|9|value=null expected=long, short, flat or limits=0,1",
        "OVERRIDE|-|-|lstm|0|long|5|-|expiresAt=null",
        "OVERRIDE|-|-|lstm|3|long|5|9|version=3 type=OVERRIDE",
        "OVERRIDE|main|-|lstm|0|long|5|9|portfolio=main type=OVERRIDE",
        "OVERRIDE|-|-|winprob|0|long|5|9|model=winprob expected=technical,lstm,ensemble",
        "OVERRIDE|-|A|-|0|long|-1|9"
            + "|effectiveFrom=1969-12-31T23:59:59Z limits=1970-01-01T00:00:00Z,2200-01-01T00:00:00Z",
        "OVERRIDE|-|A|-|0|long|5|9999999999"
            + "|expiresAt=2286-11-20T17:46:39Z limits=1970-01-01T00:00:00Z,2200-01-01T00:00:00Z",
        "HALT|-|-|-|0|-|-|-|-",
        "HALT|main|A|-|0|-|5|9|-",
        "HALT|' '|-|-|0|-|-|-|'portfolio= '",
        "HALT|-|' '|-|0|-|-|-|'symbol= '",
        "HALT|-|-|lstm|0|-|-|-|model=lstm type=HALT",
        "HALT|-|-|-|0|long|-|-|value=long type=HALT",
        "HALT|-|-|-|3|-|-|-|model=null version=3",
        "REDUCE|main|-|-|0|-|-|9|-",
        "REDUCE|-|-|-|0|1|-|-|value=1 type=REDUCE",
        "RESUME|main|-|-|0|-|5|-|-",
        "RESUME|main|-|-|0|-|5|9|expiresAt=1970-01-01T00:00:09Z type=RESUME",
        "DISABLE|-|-|lstm|0|-|-|-|-",
        "DISABLE|-|A|lstm|3|-|5|9|-",
        "DISABLE|-|-|-|0|-|-|-|model=null",
        "DISABLE|main|-|lstm|0|-|-|-|portfolio=main type=DISABLE",
        "DISABLE|-|-|lstm|-1|-|-|-|model=lstm version=-1",
        "DISABLE|-|-|lstm|0|0|-|-|value=0 type=DISABLE",
        "ENABLE|-|-|lstm|3|-|-|-|-",
        "ENABLE|-|-|-|0|-|-|-|model=null",
        "ENABLE|-|-|lstm|0|-|-|9|expiresAt=1970-01-01T00:00:09Z type=ENABLE",
        "ROLLOUT|-|-|-|0|0|-|-|-",
        "ROLLOUT|-|A|-|0|0.25|5|9|-",
        "ROLLOUT|-|-|-|0|1.5|-|-|value=1.5 limits=0,1",
        "ROLLOUT|-|-|-|0|long|-|-|value=long limits=0,1",
        "ROLLOUT|-|-|-|0|-|-|-|value=null limits=0,1",
        "ROLLOUT|main|-|-|0|1|-|-|portfolio=main type=ROLLOUT",
        "ROLLOUT|-|-|lstm|0|1|-|-|model=lstm type=ROLLOUT",
      })
  void aCommandSaysWhatItsTypeNeedsAndNothingElse(
      ControlType type,
      String portfolio,
      String symbol,
      String model,
      int version,
      String value,
      Long from,
      Long until,
      String flaw) {
    ControlEntry command =
        ControlEntry.of("c-1", type, "ann", "news")
            .about(portfolio, symbol)
            .naming(model, version)
            .saying(value)
            .between(seconds(from), seconds(until));
    assertThat(command.flaw()).isEqualTo(Optional.ofNullable(flaw));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HEARTBEAT", "RELEASE", "CHALLENGE"})
  void peopleSayWhoTheyAreAndWhy(ControlType type) {
    assertThat(ControlEntry.of(null, type, "ann", "news").flaw()).contains("commandId=null");
    assertThat(ControlEntry.of("c-1", type, null, "news").flaw()).contains("author=null");
    assertThat(ControlEntry.of("c-1", type, " ", "news").flaw()).contains("author= ");
    assertThat(ControlEntry.of("c-1", type, "ann", null).flaw()).contains("reason=null");
    assertThat(ControlEntry.of("c-1", type, "ann", "").flaw()).contains("reason=");
    assertThat(ControlEntry.of("c-1", type, "ann", "x".repeat(501)).flaw())
        .contains("reason.length=501 limits=1,500");
    assertThat(ControlEntry.of("c-1", type, "ann", "x".repeat(500)).flaw().orElse(""))
        .doesNotContain("reason");
  }

  private static Instant seconds(Long time) {
    return time == null ? null : Instant.ofEpochSecond(time);
  }
}
