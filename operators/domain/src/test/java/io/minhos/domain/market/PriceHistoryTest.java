package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PriceHistoryTest {

  private static final double MAD_TO_SIGMA = 1.4826;

  /** Ten deviations of a history whose returns are all 1 % are 14.826 %. */
  private static final JumpConfig TEN = new JumpConfig(10, 0.05, 5, 3);

  @Test
  void aJumpIsMoreThanSoManyRobustDeviations() {
    PriceHistory history = steadyPercent(TEN, 6);
    double last = history.lastPrice();
    assertThat(history.isJump(last * 1.1482, TEN)).isFalse();
    assertThat(history.isJump(last * 1.1483, TEN)).isTrue();
    assertThat(history.isJump(last * 0.8518, TEN)).isFalse();
    assertThat(history.isJump(last * 0.8517, TEN)).isTrue();
  }

  @Test
  void aFewWildReturnsDoNotWidenTheScale() {
    PriceHistory history = steadyPercent(TEN, 4);
    history = history.plus(history.lastPrice() * 5, TEN);
    history = history.plus(history.lastPrice() / 5, TEN);
    assertThat(history.isJump(history.lastPrice() * 1.16, TEN)).isTrue();
  }

  @Test
  void nothingIsAJumpBelowTheLeastFraction() {
    PriceHistory flat = PriceHistory.empty();
    for (int i = 0; i < 9; i++) {
      flat = flat.plus(100, TEN);
    }
    assertThat(flat.isJump(105, TEN)).isFalse();
    assertThat(flat.isJump(105.01, TEN)).isTrue();
  }

  @Test
  void judgesOnlyWithAFullWindow() {
    PriceHistory history = PriceHistory.empty();
    assertThat(history.change(1e9)).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(history.isJump(1e9, TEN)).as("after %d prices", i).isFalse();
      history = history.plus(100 + i, TEN);
    }
    assertThat(history.isJump(1e9, TEN)).isFalse();
    assertThat(history.plus(105, TEN).isJump(1e9, TEN)).isTrue();
  }

  @Test
  void aLevelThatKeepsComingBackBecomesTheTrueOne() {
    PriceHistory history = steadyPercent(TEN, 8);
    double before = history.lastPrice();
    for (int refused = 0; refused < 3; refused++) {
      assertThat(history.isJump(1_000, TEN)).as("after %d", refused).isTrue();
      history = history.plusRefused(1_000, TEN);
      assertThat(history.lastPrice()).isEqualTo(before);
    }
    assertThat(history.isJump(1_000, TEN)).isFalse();
    history = history.plus(1_000, TEN);
    assertThat(history.lastPrice()).isEqualTo(1_000);
    assertThat(history.count()).isZero();
    assertThat(history.refused()).isZero();
    // Afresh: the returns of the old level judge nothing at the new one.
    assertThat(history.isJump(5_000, TEN)).isFalse();
  }

  @Test
  void straysAtLevelsOfTheirOwnConfirmNothing() {
    PriceHistory history = steadyPercent(TEN, 8);
    for (double stray : new double[] {1_000, 0.01, 5_000, 1_000, 1_100, 0.01, 9, 1_000, 1_000}) {
      assertThat(history.isJump(stray, TEN)).as("%s", stray).isTrue();
      history = history.plusRefused(stray, TEN);
    }
    assertThat(history.refused()).isEqualTo(2);
    history = history.plusRefused(1_000, TEN);
    // Confirmed is the level, not whatever comes next.
    assertThat(history.isJump(5_000, TEN)).isTrue();
    assertThat(history.isJump(1_050, TEN)).isFalse();
  }

  @Test
  void backAtTheOldLevelTheHistoryGoesOnAndTheNewOneIsForgotten() {
    PriceHistory before = steadyPercent(TEN, 8);
    PriceHistory history = before;
    for (int i = 0; i < 3; i++) {
      history = history.plusRefused(1_000, TEN);
    }
    double back = before.lastPrice() * 1.01;
    assertThat(history.isJump(back, TEN)).isFalse();
    history = history.plus(back, TEN);
    assertThat(history.count()).isEqualTo(before.count() + 1);
    assertThat(history.isJump(1_000, TEN)).isTrue();
  }

  @Test
  void aPriceThatIsTakenEndsTheRowOfRefusals() {
    PriceHistory history = steadyPercent(TEN, 8);
    for (int i = 0; i < 10; i++) {
      history = history.plusRefused(9_999, TEN).plusRefused(9_999, TEN);
      double taken = history.lastPrice() * 1.01;
      assertThat(history.isJump(taken, TEN)).isFalse();
      history = history.plus(taken, TEN);
      assertThat(history.refused()).isZero();
      assertThat(history.isJump(9_999, TEN)).isTrue();
    }
  }

  @Test
  void foldingLeavesTheHistoryBeforeAsItWas() {
    PriceHistory before = steadyPercent(TEN, 7);
    double[] returns = before.returns().clone();
    assertThat(before.plus(42, TEN).returns()).isNotEqualTo(returns);
    assertThat(before.returns()).isEqualTo(returns);
    assertThat(before.plusRefused(9_999, TEN).refused()).isEqualTo(before.refused() + 1);
    assertThat(before.refused()).isZero();
  }

  @Test
  void measuresAgainstThePriceBeforeWhateverItsSign() {
    PriceHistory history = PriceHistory.empty().plus(-50, TEN);
    assertThat(history.change(-55)).isEqualTo(0.1, within(1e-12));
    assertThat(history.change(50)).isEqualTo(2, within(1e-12));
  }

  @Provide
  Arbitrary<List<Double>> prices() {
    return Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.doubles().between(95, 105).ofScale(2)),
            Tuple.of(2, Arbitraries.doubles().between(130, 150).ofScale(2)),
            Tuple.of(1, Arbitraries.of(1.0, 500.0, 5_000.0)))
        .list()
        .ofMaxSize(80);
  }

  @Provide
  Arbitrary<List<Double>> anyFinitePrices() {
    return Arbitraries.oneOf(
            Arbitraries.doubles(), Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE))
        .list()
        .ofMaxSize(40);
  }

  /** The ring against a list of all that happened, sorted anew each time. */
  @Property(tries = 500)
  void decidesAsTheFormulaOverAllThatHappened(
      @ForAll("prices") List<Double> prices,
      @ForAll @DoubleRange(min = 0.5, max = 30) double deviations,
      @ForAll @IntRange(min = 5, max = 12) int window,
      @ForAll @IntRange(min = 1, max = 4) int confirmations) {
    JumpConfig config = new JumpConfig(deviations, 0.01, window, confirmations);
    PriceHistory history = PriceHistory.empty();
    List<Double> taken = new ArrayList<>();
    List<Double> refused = new ArrayList<>();
    for (double price : prices) {
      boolean far = !taken.isEmpty() && isFar(last(taken), price, taken, config);
      boolean sameLevel = !refused.isEmpty() && !isFar(last(refused), price, taken, config);
      boolean confirmed = sameLevel && refused.size() >= confirmations;
      assertThat(history.isJump(price, config)).isEqualTo(far && !confirmed);
      if (far && !confirmed) {
        history = history.plusRefused(price, config);
        if (!sameLevel) {
          refused.clear();
        }
        refused.add(price);
      } else {
        history = history.plus(price, config);
        if (far) {
          taken.clear();
        }
        taken.add(price);
        refused.clear();
      }
    }
  }

  private static double last(List<Double> prices) {
    return prices.get(prices.size() - 1);
  }

  /** Whether {@code price} is a jump away from {@code from}, by the returns of what was taken. */
  private static boolean isFar(double from, double price, List<Double> taken, JumpConfig config) {
    if (taken.size() <= config.window()) {
      return false;
    }
    List<Double> returns = new ArrayList<>();
    for (int i = taken.size() - config.window(); i < taken.size(); i++) {
      returns.add(change(taken.get(i - 1), taken.get(i)));
    }
    returns.sort(null);
    int n = returns.size();
    double median = (returns.get((n - 1) / 2) + returns.get(n / 2)) / 2;
    double change = change(from, price);
    return change > config.minimumFraction()
        && change > config.deviations() * MAD_TO_SIGMA * median;
  }

  private static double change(double from, double to) {
    return Math.abs(to - from) / Math.abs(from);
  }

  /** However many strays there are, if none is near the one before. */
  @Property(tries = 300)
  void whatNeverStaysIsNeverTaken(@ForAll("strays") List<Integer> powers) {
    PriceHistory history = steadyPercent(TEN, 8);
    for (int i = 0; i < powers.size(); i++) {
      // By turns above and below, so no two in a row are near each other.
      double stray = Math.pow(10, i % 2 == 0 ? 4 + powers.get(i) : -powers.get(i));
      assertThat(history.isJump(stray, TEN)).isTrue();
      history = history.plusRefused(stray, TEN);
      assertThat(history.refused()).isEqualTo(1);
    }
  }

  @Provide
  Arbitrary<List<Integer>> strays() {
    return Arbitraries.integers().between(0, 9).list().ofMaxSize(30);
  }

  @Property(tries = 300)
  void whateverThePricesTheHistoryStaysFinite(@ForAll("anyFinitePrices") List<Double> prices) {
    PriceHistory history = PriceHistory.empty();
    for (double price : prices) {
      assertThat(history.change(price)).isFinite().isNotNegative();
      history =
          history.isJump(price, TEN) ? history.plusRefused(price, TEN) : history.plus(price, TEN);
      assertThat(history.lastPrice()).isFinite();
      assertThat(history.refused()).isBetween(0, TEN.confirmations());
      for (double change : history.returns()) {
        assertThat(change).isFinite().isNotNegative();
      }
    }
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new JumpConfig(0, 0.1, 5, 1))
        .hasMessage("deviations must be > 0: 0.0");
    assertThatThrownBy(() -> new JumpConfig(Double.NaN, 0.1, 5, 1))
        .hasMessage("deviations must be > 0: NaN");
    assertThatThrownBy(() -> new JumpConfig(1, 0, 5, 1))
        .hasMessage("minimumFraction must be > 0: 0.0");
    assertThatThrownBy(() -> new JumpConfig(1, 0.1, 4, 1))
        .hasMessage("window must be in [5, 10000]: 4");
    assertThatThrownBy(() -> new JumpConfig(1, 0.1, 10_001, 1))
        .hasMessage("window must be in [5, 10000]: 10001");
    assertThatThrownBy(() -> new JumpConfig(1, 0.1, 5, 0))
        .hasMessage("confirmations must be >= 1: 0");
  }

  /** So many prices, each 1 % above the one before. */
  private static PriceHistory steadyPercent(JumpConfig config, int prices) {
    PriceHistory history = PriceHistory.empty();
    double price = 100;
    for (int i = 0; i < prices; i++) {
      history = history.plus(price, config);
      price *= 1.01;
    }
    return history;
  }
}
