package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates are computed by hand, from the definitions in {@link DataQuality}. */
class DataQualityTest {

  private static final long MINUTE = 60_000;

  /** A window of 4 bars, judged from 2 on; 5 missing bars are no long gap yet. */
  private static final DataQualityConfig CONFIG =
      new DataQualityConfig(4, 2, 5, 0.5, 0.25, 1.0 / 128);

  @Test
  void tooManyMissingBarsStopUntilHalfAsManyAreMissing() {
    Fold fold = new Fold(CONFIG);
    assertThat(fold.bar(0)).isEmpty();
    assertThat(fold.bar(1)).isEmpty();
    // Missing 0, 0, 3: 3 of 6, which is the bound.
    assertThat(fold.bar(5)).isEmpty();
    // 0, 0, 3, 2: 5 of 9; then 0, 3, 2, 0 and 3, 2, 0, 0 likewise.
    String five = "measure=GAP_RATE limit=0.25 got=" + 5.0 / 9;
    assertThat(fold.bar(8)).isEqualTo(five);
    assertThat(fold.bar(9)).isEqualTo(five);
    assertThat(fold.bar(10)).isEqualTo(five);
    // 2, 0, 0, 0: 2 of 6, below the bound, but above half of it.
    assertThat(fold.bar(11)).isEqualTo("measure=GAP_RATE limit=0.25 got=" + 2.0 / 6);
    assertThat(fold.bar(12)).isEmpty();
  }

  @Test
  void tooManyRefusedRecordsStopUntilHalfAsManyAreRefused() {
    Fold fold = new Fold(CONFIG);
    // One bar alone is not judged, whatever is refused: 1 of 4, then 2 of 8, which is the bound.
    assertThat(fold.records(4, 1).bar(0)).isEmpty();
    assertThat(fold.records(4, 1).bar(1)).isEmpty();
    // Also what was read since the last bar and made none: 4 of 12.
    assertThat(fold.records(1, 1).records(3, 1).bar(2))
        .isEqualTo("measure=REJECT_RATE limit=0.125 got=" + 4.0 / 12);
    assertThat(fold.records(4, 0).bar(3)).isEqualTo("measure=REJECT_RATE limit=0.125 got=0.25");
    assertThat(fold.records(4, 0).bar(4)).isEqualTo("measure=REJECT_RATE limit=0.125 got=0.1875");
    // 2 of 16 is half the bound.
    assertThat(fold.records(4, 0).bar(5)).isEmpty();
    // Above half of it again, and still good: 5 of 28 after 1, 0, 0 of 4 and 4 of 16.
    assertThat(fold.records(4, 1).bar(6)).isEmpty();
    assertThat(fold.records(16, 4).bar(7)).isEmpty();
  }

  @Test
  void aWideSpreadStopsUntilItIsHalfAsWide() {
    Fold fold = new Fold(CONFIG);
    // Prices are 128: a spread of 2 is 4/256 of it, one of 0.5 is 1/256. The bound is 2/256.
    assertThat(fold.bar(0, Double.NaN)).isEmpty();
    assertThat(fold.bar(1, 2)).isEqualTo("measure=SPREAD limit=0.00390625 got=0.015625");
    assertThat(fold.bar(2, 0.5)).isEqualTo("measure=SPREAD limit=0.00390625 got=" + 5.0 / 512);
    assertThat(fold.bar(3, 0.5)).isEqualTo("measure=SPREAD limit=0.00390625 got=0.0078125");
    assertThat(fold.bar(4, 0.5)).isEqualTo("measure=SPREAD limit=0.00390625 got=" + 7.0 / 1024);
    assertThat(fold.bar(5, 0.5)).isEmpty();
  }

  @Test
  void withoutQuotesTheSpreadIsNotJudged() {
    Fold fold = new Fold(CONFIG);
    fold.bar(0, 2);
    assertThat(fold.bar(1, 2)).startsWith("measure=SPREAD");
    for (int minute = 2; minute < 5; minute++) {
      assertThat(fold.bar(minute, Double.NaN)).startsWith("measure=SPREAD");
    }
    assertThat(fold.bar(5, Double.NaN)).isEmpty();
  }

  @Test
  void afterALongGapAsManyBarsMustComeAsAreJudged() {
    Fold fold = new Fold(new DataQualityConfig(4, 3, 5, 1, 1, 1));
    assertThat(fold.bar(100)).isEmpty();
    assertThat(fold.bar(101)).isEmpty();
    // 5 missing are no long gap yet, 6 are.
    assertThat(fold.bar(107)).isEmpty();
    assertThat(fold.bar(114)).isEqualTo("measure=STALE limit=5 got=6");
    assertThat(fold.bar(115)).isEqualTo("measure=STALE limit=5 got=6");
    // Another one: the count begins anew.
    assertThat(fold.bar(135)).isEqualTo("measure=STALE limit=5 got=19");
    assertThat(fold.bar(136)).isEqualTo("measure=STALE limit=5 got=19");
    assertThat(fold.bar(138)).isEmpty();
  }

  @Test
  void aLongGapIsNoPartOfTheGapRate() {
    Fold fold = new Fold(CONFIG);
    fold.bar(0);
    fold.bar(1);
    assertThat(fold.bar(1_000)).startsWith("measure=STALE");
    assertThat(fold.bar(1_001)).isEmpty();
  }

  @Test
  void ofSeveralDefectsTheFirstIsTold() {
    Fold fold = new Fold(new DataQualityConfig(4, 2, 50, 0.5, 0.25, 0.001));
    fold.records(2, 1).bar(0, 2);
    assertThat(fold.records(2, 1).bar(10, 2)).startsWith("measure=GAP_RATE");
    for (int minute = 11; minute < 14; minute++) {
      assertThat(fold.records(2, 1).bar(minute, 2)).startsWith("measure=GAP_RATE");
    }
    assertThat(fold.records(2, 1).bar(14, 2)).startsWith("measure=REJECT_RATE");
    for (int minute = 15; minute < 18; minute++) {
      fold.records(2, 0).bar(minute, 2);
    }
    assertThat(fold.bar(18, 2)).startsWith("measure=SPREAD");
  }

  /** Each verdict from all that was before it, without a state. */
  @Property(tries = 300)
  void foldsWhatTheWholePastSays(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
    Random random = new Random(seed);
    Fold fold = new Fold(CONFIG);
    List<long[]> past = new ArrayList<>();
    boolean gaps = false;
    boolean rejects = false;
    long minute = 0;
    for (int i = 0; i < n; i++) {
      long missing = random.nextInt(3) > 0 ? 0 : random.nextInt(8);
      minute += missing + 1;
      long read = random.nextInt(5);
      long refused = read == 0 ? 0 : random.nextInt((int) read + 1) / 2;
      fold.records(read, refused);
      String defect = fold.bar(minute);
      past.add(new long[] {i == 0 ? 0 : missing, read, refused});
      int start = i;
      while (start > 0 && past.get(start)[0] <= CONFIG.staleBars()) {
        start--;
      }
      int from = Math.max(start, i - CONFIG.window() + 1);
      long lost = 0;
      long of = 0;
      long bad = 0;
      for (int j = from; j <= i; j++) {
        lost += j == start ? 0 : past.get(j)[0];
        of += past.get(j)[1];
        bad += past.get(j)[2];
      }
      int bars = i - from + 1;
      boolean judged = bars >= CONFIG.minBars();
      gaps = judged && 1.0 * lost / (lost + bars) > (gaps ? 0.25 : 0.5);
      rejects = judged && of > 0 && 1.0 * bad / of > (rejects ? 0.125 : 0.25);
      boolean stale = start > 0 && !judged;
      assertThat(defect)
          .startsWith(
              stale
                  ? "measure=STALE limit=5 got=" + past.get(start)[0]
                  : gaps ? "measure=GAP_RATE" : rejects ? "measure=REJECT_RATE" : "");
      assertThat(defect.isEmpty()).isEqualTo(!stale && !gaps && !rejects);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 2 | 1 | 1 | 1 | 1 | window must be in [2, 10000]: 1",
        "10001 | 2 | 1 | 1 | 1 | 1 | window must be in [2, 10000]: 10001",
        "4 | 1 | 1 | 1 | 1 | 1 | minBars must be in [2, window]: 1",
        "4 | 5 | 1 | 1 | 1 | 1 | minBars must be in [2, window]: 5",
        "4 | 4 | 0 | 1 | 1 | 1 | staleBars must be >= 1: 0",
        "4 | 4 | 1 | 0 | 1 | 1 | maxGapRate must be in (0, 1]: 0.0",
        "4 | 4 | 1 | NaN | 1 | 1 | maxGapRate must be in (0, 1]: NaN",
        "4 | 4 | 1 | 1 | 1.5 | 1 | maxRejectRate must be in (0, 1]: 1.5",
        "4 | 4 | 1 | 1 | 1 | 0 | maxSpread must be > 0: 0.0"
      })
  void statesTheBound(
      int window,
      int minBars,
      long staleBars,
      double maxGapRate,
      double maxRejectRate,
      double maxSpread,
      String message) {
    assertThatThrownBy(
            () ->
                new DataQualityConfig(
                    window, minBars, staleBars, maxGapRate, maxRejectRate, maxSpread))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /** A symbol's data, minute by minute. */
  private static final class Fold {

    private final DataQualityConfig config;
    private DataQuality quality = DataQuality.initial();

    Fold(DataQualityConfig config) {
      this.config = config;
    }

    Fold records(long read, long refused) {
      quality = quality.plusRecords(read, refused);
      return this;
    }

    String bar(long minute) {
      return bar(minute, Double.NaN);
    }

    /** What the bar of {@code minute} is found to be. */
    String bar(long minute, double spread) {
      long open = minute * MINUTE;
      Bar bar = new Bar("A", open, open + MINUTE, 128, 128, 128, 128, 1, 0.5, 0.5, 1, 128, spread);
      quality = quality.plus(bar, MINUTE, config);
      assertThat(quality.isStopped()).isEqualTo(!quality.defect().isEmpty());
      assertThat(quality.window()).hasSizeLessThanOrEqualTo(config.window());
      return quality.defect();
    }
  }
}
