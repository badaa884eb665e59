package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class StickyShareTest {

  /** Within 4 standard deviations of a binomial count. */
  @Test
  void sharesTheSymbolsOut() {
    for (int version = 1; version <= 5; version++) {
      for (double share : new double[] {0.01, 0.25, 0.5, 0.9}) {
        int count = 0;
        for (int i = 0; i < 10_000; i++) {
          count += StickyShare.contains("lstm", version, "SYM" + i, share) ? 1 : 0;
        }
        assertThat((double) count)
            .isEqualTo(10_000 * share, within(4 * Math.sqrt(10_000 * share * (1 - share))));
      }
    }
  }

  /** A symbol's luck with one version says nothing of the next, nor of another model. */
  @Test
  void sharesOutAnewForEachRelease() {
    int next = 0;
    int other = 0;
    for (int i = 0; i < 10_000; i++) {
      boolean first = StickyShare.contains("lstm", 1, "SYM" + i, 0.5);
      next += first == StickyShare.contains("lstm", 2, "SYM" + i, 0.5) ? 1 : 0;
      other += first == StickyShare.contains("ensemble", 1, "SYM" + i, 0.5) ? 1 : 0;
    }
    assertThat((double) next).isEqualTo(5000, within(200.0));
    assertThat((double) other).isEqualTo(5000, within(200.0));
  }

  @Property
  void neverTakesASymbolBack(
      @ForAll @StringLength(max = 12) String symbol,
      @ForAll @DoubleRange(min = 0, max = 1) double less,
      @ForAll @DoubleRange(min = 0, max = 1) double more) {
    double low = Math.min(less, more);
    double high = Math.max(less, more);
    if (StickyShare.contains("m", 3, symbol, low)) {
      assertThat(StickyShare.contains("m", 3, symbol, high)).isTrue();
    }
    assertThat(StickyShare.contains("m", 3, symbol, 0)).isFalse();
    assertThat(StickyShare.contains("m", 3, symbol, 1)).isTrue();
  }

  /** FNV-1a 64 and fmix64 in Python's integers. */
  @Test
  void isTheSameOnEveryMachine() {
    assertThat(StickyShare.place("lstm", 7, "EURUSD")).isEqualTo(0.056662446680960765);
    assertThat(StickyShare.place("ensemble", 12, "BTC/USD")).isEqualTo(0.13907387169262042);
    assertThat(StickyShare.place("", 0, "")).isEqualTo(0.41412974988954465);
  }
}
