package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceTrackerTest {

  private static final long HOUR = 3_600_000;

  /** One fill. */
  private record Fill(String symbol, double quantity, double price, double commission) {}

  /** Fills between two closes of A and B. */
  private record Step(int hour, List<Fill> fills, double closeA, double closeB) {}

  /** Parts, a gap in time, a reversal of B from −20 to 15, and a short of A within an hour. */
  private static final List<Step> STEPS =
      List.of(
          new Step(0, List.of(), 100, 50),
          new Step(1, List.of(new Fill("A", 10, 100.5, 0.5)), 101, 50),
          new Step(2, List.of(new Fill("A", 5, 101, 0.25), new Fill("B", -20, 50, 0.4)), 103, 51),
          new Step(3, List.of(new Fill("A", -6, 104, 0.3)), 102, 52),
          new Step(5, List.of(new Fill("B", 35, 51.5, 0.7)), 99, 53),
          new Step(6, List.of(new Fill("A", -9, 99.5, 0.45)), 98, 52.5),
          new Step(7, List.of(), 97, 54),
          new Step(8, List.of(new Fill("B", -15, 54.25, 0.3)), 97, 55),
          new Step(9, List.of(new Fill("A", -4, 96, 0.2), new Fill("A", 4, 97, 0.2)), 96, 55),
          new Step(10, List.of(), 95, 55));

  private PerformanceTracker tracker = PerformanceTracker.initial("p", Sizing.KELLY, 10_000);

  private void go(Step step) {
    for (Fill fill : step.fills()) {
      tracker = tracker.filled(fill.symbol(), fill.quantity(), fill.price(), fill.commission());
    }
    tracker = tracker.marked("A", step.closeA()).marked("B", step.closeB());
    tracker = tracker.valued(step.hour() * HOUR);
  }

  /**
   * The figures by NumPy 2.4.6, from arrays of all equities and all profits: std(ddof=1), mean of
   * minimum(r, 0)², maximum.accumulate, cumprod; fills that turn a position split in two.
   */
  @Test
  void figuresAreThoseOfTheWholeSeries() {
    STEPS.forEach(this::go);
    List<BookPerformance> all = tracker.performances();
    assertThat(all).extracting(BookPerformance::symbol).containsExactly("", "A", "B");
    assertThat(all)
        .allSatisfy(
            p -> {
              assertThat(p.portfolio()).isEqualTo("p");
              assertThat(p.book()).isEqualTo(Sizing.KELLY);
              assertThat(p.time()).isEqualTo(10 * HOUR);
              assertThat(p.equity()).isCloseTo(10_013.45, offset(1e-9));
              assertThat(p.winRate()).isEqualTo(0.5);
            });
    assertFigures(
        all.get(0),
        4,
        new double[] {
          13.450000000000728, 1.3821022727272736, 24.325000000000045, 17.600000000000023,
          0.0013440962977290963, 10.871286300234754, 16.70620673058764, 0.002326777413282688,
          0.09164673847425232, 0.08814608177095276, 0.741365025141097, 649.8805810386856
        });
    assertFigures(
        all.get(1),
        2,
        new double[] {
          3.6000000000000227, 1.8181818181818277, 8.0, 4.399999999999977,
          0.00034913160973563105, 2.43492044531978, 3.8385134014750566, 0.0030653087542472646,
          0.0946544316773414, 0.04362691677310134, 0.3799398932390389, 333.05531041334143
        });
    assertFigures(
        all.get(2),
        2,
        new double[] {
          9.850000000000023, 1.3198051948051948, 40.65000000000009, 30.800000000000068,
          0.0009806642057611243, 5.665491061229205, 9.95866786534285, 0.004032243719678474,
          0.08863904527116323, 0.04451916499785142, 0.3614251319020582, 316.8252706253442
        });
  }

  private static void assertFigures(BookPerformance p, long trades, double[] expected) {
    double[] figures = {
      p.pnl(), p.profitFactor(), p.avgWin(), p.avgLoss(),
      p.logGrowth(), p.sharpe(), p.sortino(), p.maxDrawdown(),
      p.avgPosition(), p.avgGrossExposure(), p.turnover(), p.turnoverPerYear()
    };
    assertThat(p.trades()).isEqualTo(trades);
    for (int i = 0; i < figures.length; i++) {
      assertThat(figures[i])
          .as("%s, figure %d", p.symbol(), i)
          .isCloseTo(expected[i], offset(1e-9 * Math.abs(expected[i]) + 1e-12));
    }
  }

  /** Equity 100, 110, 99, 108.9: returns +10 %, −10 %, +10 %, by hand. */
  @Test
  void measuresReturnAgainstBothKindsOfRisk() {
    PerformanceState state = PerformanceState.initial(100);
    double[] equity = {100, 110, 99, 108.9};
    for (int day = 0; day < equity.length; day++) {
      state = state.valued(24 * HOUR * day, equity[day], 0);
    }
    BookPerformance p = BookPerformance.of("p", Sizing.FIXED, "", state, state.sums());
    // Mean 1/30; squared deviations (1/15)² + (2/15)² + (1/15)² = 6/225, over 2; 365.25 a year.
    double year = Math.sqrt(365.25);
    assertThat(p.sharpe()).isCloseTo(1 / 30.0 / Math.sqrt(3 / 225.0) * year, offset(1e-9));
    // One return below 0 of three: √(0.01 / 3).
    assertThat(p.sortino()).isCloseTo(1 / 30.0 / Math.sqrt(0.01 / 3) * year, offset(1e-9));
    assertThat(p.maxDrawdown()).isCloseTo(0.1, offset(1e-12));
    assertThat(p.logGrowth()).isCloseTo(Math.log(1.089), offset(1e-12));
    assertThat(p.performance()).isEqualTo(state.performance());
  }

  @Test
  void saysNothingOfWhatDidNotHappen() {
    assertThat(tracker.performances())
        .containsExactly(
            new BookPerformance(
                "p",
                Sizing.KELLY,
                "",
                0,
                10_000,
                0,
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                0,
                0,
                Double.NaN,
                0,
                0,
                0,
                0,
                0));
  }

  @Test
  void hasNoGrowthWhereNothingIsLeft() {
    tracker = tracker.valued(0).filled("A", 100, 150, 0);
    tracker = tracker.marked("A", 40).valued(HOUR);
    assertThat(tracker.equity()).isEqualTo(-1_000);
    assertThat(tracker.performances()).allSatisfy(p -> assertThat(p.logGrowth()).isNaN());
    assertThat(tracker.performance().maxDrawdown()).isCloseTo(1.1, offset(1e-12));
    assertThat(tracker.performance().avgGrossExposure()).isZero();
    // No return refers to an equity below 0.
    tracker = tracker.marked("A", 80).valued(2 * HOUR);
    assertThat(tracker.total().sums().returns().count()).isEqualTo(1);
    assertThat(tracker.performances()).allSatisfy(p -> assertThat(p.sharpe()).isZero());
  }

  /** One symbol alone is the book. */
  @Test
  void isOfOneSymbolWhatItIsOfTheBook() {
    for (Step step : STEPS) {
      for (Fill fill : step.fills()) {
        if (fill.symbol().equals("B")) {
          tracker = tracker.filled("B", fill.quantity(), fill.price(), fill.commission());
        }
      }
      tracker = tracker.marked("B", step.closeB()).valued(step.hour() * HOUR);
    }
    assertThat(tracker.performances().get(1))
        .usingRecursiveComparison()
        .ignoringFields("symbol")
        .withComparatorForType(
            (a, b) -> Math.abs(a - b) <= 1e-9 * Math.abs(b) ? 0 : Double.compare(a, b),
            Double.class)
        .isEqualTo(tracker.performance());
  }

  /** As after a restore: hash maps, at every step or at none. */
  @Test
  void doesNotDependOnWhereItWasCutAndRestored() {
    STEPS.forEach(this::go);
    List<BookPerformance> uncut = tracker.performances();
    tracker = PerformanceTracker.initial("p", Sizing.KELLY, 10_000);
    for (Step step : STEPS) {
      go(step);
      tracker =
          new PerformanceTracker(
              tracker.portfolio(),
              tracker.book(),
              tracker.cash(),
              tracker.grossExposure(),
              tracker.total(),
              new HashMap<>(tracker.positions()),
              new HashMap<>(tracker.symbols()));
    }
    assertThat(tracker.performances()).isEqualTo(uncut);
  }

  /** Two portfolios, 10,000 each: one of the example, one that did nothing. */
  @Test
  void addsUpPortfolios() {
    STEPS.forEach(this::go);
    BookPerformance one = tracker.performance();
    PerformanceTracker idle = PerformanceTracker.initial("q", Sizing.KELLY, 10_000).valued(0);
    Performance both = Performance.of(List.of(one, idle.performance()));
    assertThat(both.trades()).isEqualTo(4);
    assertThat(both.winRate()).isEqualTo(0.5);
    assertThat(both.logGrowth()).isCloseTo(Math.log(20_013.45 / 20_000), offset(1e-12));
    assertThat(both.sharpe()).isCloseTo(one.sharpe() / 2, offset(1e-12));
    assertThat(both.maxDrawdown()).isEqualTo(one.maxDrawdown());
    assertThat(both.avgGrossExposure()).isCloseTo(one.avgGrossExposure() / 2, offset(1e-12));
    assertThat(Performance.of(List.of(one))).isEqualTo(one.performance());
  }

  /** What a venue's cash differed by is booked without a quantity. */
  @Test
  void followsCashThatWasRestated() {
    PerformanceTracker book = PerformanceTracker.initial("p", Sizing.KELLY, 1_000);
    book = book.filled("A", 2, 100, 1).filled("", 0, 0, 5).marked("A", 100).valued(1);
    assertThat(book.cash()).isEqualTo(1_000 - 200 - 1 - 5);
    assertThat(book.equity()).isEqualTo(994);
    assertThat(book.symbols()).containsOnlyKeys("A");
  }
}
