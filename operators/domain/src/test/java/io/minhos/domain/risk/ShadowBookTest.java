package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.PerformanceTracker;
import io.minhos.domain.evaluation.Sizing;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ShadowBookTest {

  private static final List<String> SYMBOLS = List.of("A", "B", "C");

  private ShadowBook shadow = ShadowBook.initial("p", 1_000);

  /** ρ = 0.2 · 1,000 / 100 / 10 = 0.2: of 10 bought in two parts at 101 and 102 it has 2. */
  @Test
  void followsEveryPartWithTheRatioOfItsEntry() {
    double ratio = shadow.ratio(0.2, 100, 10);
    assertThat(ratio).isCloseTo(0.2, offset(1e-15));
    shadow = shadow.valued(0).entering("A", ratio);
    shadow = shadow.follow(fill("A", 4, 101, 1)).follow(fill("A", 6, 102, 1.5));
    shadow = shadow.marked("A", 103).valued(1);
    // 1,000 − 0.2 · (404 + 612) − 0.2 · 2.5 + 2 · 103
    assertThat(shadow.account().equity()).isCloseTo(1_002.3, offset(1e-9));
    assertThat(shadow.account().grossExposure()).isCloseTo(206, offset(1e-9));
    shadow = shadow.follow(fill("A", -10, 104, 2)).valued(2);
    assertThat(shadow.account().equity()).isCloseTo(1_003.9, offset(1e-9));
    assertThat(shadow.account().cash()).isEqualTo(shadow.account().equity());
    BookPerformance performance = shadow.account().performance();
    assertThat(performance.book()).isEqualTo(Sizing.FIXED);
    assertThat(performance.trades()).isEqualTo(1);
    assertThat(performance.avgWin()).isCloseTo(3.9, offset(1e-9));
    assertThat(performance.avgPosition()).isCloseTo(0.2032, offset(1e-12));
  }

  @Test
  void doesNotFollowWhatItHasNoRatioOf() {
    shadow = shadow.entering("A", 0.5);
    assertThat(shadow.follow(fill("B", 1, 100, 1)).account().cash()).isEqualTo(1_000);
    shadow = shadow.follow(fill("A", 1, 100, 0)).follow(fill("A", -1, 110, 0));
    assertThat(shadow.account().cash()).isEqualTo(1_005);
    assertThat(shadow.follow(fill("A", -1, 90, 0)).account().cash()).isEqualTo(1_005);
  }

  @Test
  void keepsTheRatioOfATradeThatIsOpen() {
    shadow = shadow.entering("A", 0.25).entering("A", 0.5).follow(fill("A", 1, 100, 0));
    shadow = shadow.entering("A", 9).follow(fill("A", -1, 110, 0));
    assertThat(shadow.account().cash()).isEqualTo(1_005);
    assertThat(shadow.ratios()).isEmpty();
  }

  /** What turned is not flat: the rest of it is followed at the same ratio. */
  @Test
  void goesWithThePositionToTheOtherSide() {
    shadow = shadow.entering("A", 0.5).follow(fill("A", 2, 100, 1)).follow(fill("A", -6, 110, 3));
    assertThat(shadow.account().positions().get("A").trip().quantity()).isEqualTo(-2);
    shadow = shadow.follow(fill("A", 4, 100, 2)).valued(1);
    // Half of: 2 · 10 − 2 and 4 · 10 − 4.
    assertThat(shadow.account().equity()).isCloseTo(1_000 + 9 + 18, offset(1e-9));
    assertThat(shadow.account().performance().trades()).isEqualTo(2);
    assertThat(shadow.ratios()).isEmpty();
  }

  @Test
  void ignoresReportsThatAreNoFills() {
    shadow = shadow.entering("A", 0.5);
    Execution canceled =
        new Execution(
            "e",
            "o",
            "p",
            "A",
            Side.BUY,
            ExecType.CANCELED,
            OrdStatus.CANCELED,
            0,
            0,
            0,
            0,
            0,
            0,
            1);
    assertThat(shadow.follow(canceled)).isSameAs(shadow);
  }

  @Test
  void takesNothingWithoutEquity() {
    shadow = shadow.entering("A", 1).follow(fill("A", 20, 100, 0)).marked("A", 10).valued(1);
    assertThat(shadow.account().equity()).isEqualTo(-800);
    assertThat(shadow.ratio(0.1, 100, 10)).isZero();
    shadow = shadow.entering("B", 0).follow(fill("B", 10, 100, 5));
    assertThat(shadow.account().holds("B")).isFalse();
    assertThat(shadow.account().cash()).isEqualTo(-1_000);
  }

  /**
   * What happens to a symbol in a step.
   *
   * @param quantity traded as a part of what an entry would be, of its own side; 0 for nothing
   * @param flat whether the position is closed instead
   * @param fill price of the fill, relative to the close before
   * @param close the next, relative to the one before
   */
  record Move(double quantity, boolean flat, double fill, double close) {}

  @Provide
  Arbitrary<List<List<Move>>> market() {
    Arbitrary<Double> change = Arbitraries.doubles().between(-0.05, 0.05).ofScale(4);
    return Combinators.combine(
            Arbitraries.doubles()
                .between(-2, 2)
                .ofScale(2)
                .injectNull(0.3)
                .map(q -> q == null ? 0 : q),
            Arbitraries.of(true, false, false),
            change,
            change)
        .as(Move::new)
        .list()
        .ofSize(SYMBOLS.size())
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  /** Parts, reversals and all: with ρ = 1 for every trade the shadow is the book. */
  @Property(tries = 300)
  void isTheBookWhereEveryRatioIsOne(@ForAll("market") List<List<Move>> market) {
    Books books = new Books(market, false);
    assertSame(books.shadow.account().performances(), books.real.performances(), 1e-9);
  }

  /** A book that takes f of its equity at each entry, and the shadow with the same f. */
  @Property(tries = 300)
  void isTheBookWhereItsFractionIsTheBooks(@ForAll("market") List<List<Move>> market) {
    Books books = new Books(market, true);
    assertSame(books.shadow.account().performances(), books.real.performances(), 1e-9);
  }

  /** Drives both books through a market. */
  private static final class Books {

    private static final double FRACTION = 0.07;

    private PerformanceTracker real = PerformanceTracker.initial("p", Sizing.KELLY, 50_000);
    private ShadowBook shadow = ShadowBook.initial("p", 50_000);

    Books(List<List<Move>> market, boolean byFraction) {
      double[] last = {100, 20, 3};
      double[] entry = {30, 80, 900};
      Map<String, Double> held = new HashMap<>();
      for (int n = 0; n < market.size(); n++) {
        for (int s = 0; s < last.length; s++) {
          String symbol = SYMBOLS.get(s);
          Move move = market.get(n).get(s);
          double now = held.getOrDefault(symbol, 0.0);
          if (!real.holds(symbol)) {
            now = 0;
            entry[s] = byFraction ? FRACTION * real.equity() / last[s] : entry[s];
            shadow =
                shadow.entering(symbol, byFraction ? shadow.ratio(FRACTION, last[s], entry[s]) : 1);
          }
          double quantity = move.flat() ? -now : move.quantity() * entry[s];
          if (quantity != 0) {
            double price = last[s] * (1 + move.fill());
            double commission = 1e-3 * Math.abs(quantity) * price;
            real = real.filled(symbol, quantity, price, commission);
            shadow = shadow.follow(fill(symbol, quantity, price, commission));
            held.put(symbol, now + quantity);
          }
          last[s] *= 1 + move.close();
          real = real.marked(symbol, last[s]);
          shadow = shadow.marked(symbol, last[s]);
        }
        real = real.valued(n * 60_000L);
        shadow = shadow.valued(n * 60_000L);
      }
    }
  }

  private static void assertSame(
      List<BookPerformance> actual, List<BookPerformance> expected, double tolerance) {
    assertThat(actual)
        .usingRecursiveComparison()
        .ignoringFields("book")
        .withComparatorForType(
            (a, b) ->
                Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)) ? 0 : Double.compare(a, b),
            Double.class)
        .isEqualTo(expected);
  }

  private static Execution fill(String symbol, double signed, double price, double commission) {
    double quantity = Math.abs(signed);
    return new Execution(
        "e",
        "o",
        "p",
        symbol,
        signed > 0 ? Side.BUY : Side.SELL,
        ExecType.TRADE,
        OrdStatus.PARTIALLY_FILLED,
        quantity,
        price,
        quantity,
        1,
        price,
        commission,
        1);
  }
}
