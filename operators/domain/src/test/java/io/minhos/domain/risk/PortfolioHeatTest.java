package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PortfolioHeatTest {

  private static final Offset<Double> EXACT = within(1e-12);
  private static final double UNKNOWN = Double.NaN;

  /** Limits of which the second NumPy example makes use: 1.15 times the heat of A and B, 0.9. */
  private static final HeatConfig EXAMPLE = new HeatConfig(3, 5, 0.2, 0.1276678565555243, 0.9, 0.3);

  private static PortfolioHeat example() {
    return new PortfolioHeat(EXAMPLE, Closes.example(EXAMPLE), 252);
  }

  private static Exposure of(String symbol, double weight) {
    return new Exposure(symbol, weight, UNKNOWN);
  }

  /**
   * NumPy 2.4: e = w·σ, √(252·e @ R @ e); the part by bisection of h(f) − (max − f·(max − soft)).
   */
  @Test
  void agreesWithNumPy() {
    PortfolioHeat heat = example();
    assertThat(heat.heat()).isZero();
    heat.add(of("A", 0.6));
    heat.add(of("B", -0.3));
    assertThat(heat.heat()).isEqualTo(0.11101552743958636, EXACT);
    Exposure c = of("C", 0.4);
    assertThat(heat.marginal(c)).isEqualTo(0.1407370486720959 - 0.11101552743958636, EXACT);
    assertThat(heat.scale(c)).isEqualTo(0.6104515797444151, EXACT);
    assertThat(heat.averageCorrelation(c)).isEqualTo(-0.161108632680005, EXACT);
    assertThat(heat.correlationFactor(c)).isEqualTo(1);
    heat.add(c);
    assertThat(heat.heat()).isEqualTo(0.1407370486720959, EXACT);
    assertThat(heat.scale(of("A", 0.1))).isZero();
  }

  /** NumPy 2.4: s @ R @ s of s = (1, 1, −1), less the diagonal, over its 6 entries. */
  @Test
  void correlationCountsInTheSignOfThePositions() {
    PortfolioHeat heat = example();
    assertThat(heat.averageCorrelation(of("A", 0.1))).isZero();
    assertThat(heat.correlationFactor(of("A", 0.1))).isEqualTo(1);
    heat.add(of("A", 0.1));
    heat.add(of("B", 0.1));
    assertThat(heat.averageCorrelation(of("C", -0.1))).isEqualTo(0.4060329658647029, EXACT);
    assertThat(heat.correlationFactor(of("C", -0.1))).isEqualTo(0.939664876225178, EXACT);
    assertThat(heat.correlationFactor(of("C", 0.1))).isEqualTo(1);
  }

  @Test
  void whatIsUnknownCountsInFull() {
    PortfolioHeat heat = example();
    heat.add(of("A", 0.2));
    double before = heat.heat();
    Exposure unknown = new Exposure("new", -0.2, 0.01);
    double own = 0.2 * 0.01 * Math.sqrt(252);
    assertThat(heat.marginal(unknown)).isEqualTo(own, EXACT);
    assertThat(heat.averageCorrelation(unknown)).isZero();
    heat.add(unknown);
    assertThat(heat.heat()).isEqualTo(before + own, EXACT);
    // h + f·x = max − f·(max − soft), solved by hand.
    double max = EXAMPLE.maxHeat();
    Exposure large = new Exposure("newer", 2, 0.01);
    assertThat(heat.scale(large))
        .isEqualTo((max - before - own) / (2 * 0.01 * Math.sqrt(252) + 0.1 * max), within(1e-9));
    // What offsets A gets through, until it is A the other way round.
    heat.add(new Exposure("new", -2, 0.01));
    assertThat(heat.scale(of("A", -0.4))).isEqualTo(1);
    assertThat(heat.scale(of("A", -0.8))).isEqualTo(0.5, EXACT);
  }

  @Test
  void withoutAnyVolatilityNothingIsEntered() {
    PortfolioHeat heat = example();
    assertThat(heat.scale(of("new", 0.01))).isZero();
    assertThat(heat.scale(of("new", 0))).isEqualTo(1);
    heat.add(of("new", 0));
    assertThat(heat.heat()).isZero();
    heat.add(of("A", 0.1));
    heat.add(of("new", 0.01));
    assertThat(heat.heat()).isInfinite();
    assertThat(heat.scale(of("B", 0.01))).isZero();
    assertThat(heat.scale(of("new", 0.01))).isZero();
    assertThat(heat.scale(new Exposure("other", 0.01, 0.01))).isZero();
    assertThat(heat.scale(of("A", -0.1))).isEqualTo(1);
  }

  /** A perfect hedge may round below nothing. */
  @Test
  void aPerfectHedgeLeavesNoHeat() {
    PortfolioHeat heat = example();
    for (int i = 0; i < 20; i++) {
      heat.add(of("A", 0.1));
    }
    heat.add(of("A", -2));
    assertThat(heat.heat()).isEqualTo(0, within(1e-8));
    assertThat(heat.scale(of("B", 1e-3))).isEqualTo(1);
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new Exposure("A", Double.NaN, 0.01))
        .hasMessage("weight must be finite: NaN");
    assertThatThrownBy(() -> new Exposure("A", 1, -0.01))
        .hasMessage("volatility must be >= 0: -0.01");
  }

  @Property(tries = 300)
  void agreesWithFullMatrices(@ForAll long seed, @ForAll @IntRange(max = 30) int held) {
    SplittableRandom random = new SplittableRandom(seed);
    Market market = new Market(random, 0.1, 0.8);
    List<Exposure> positions = market.positions(held);
    PortfolioHeat heat = market.heat(positions);
    assertThat(heat.heat()).isEqualTo(market.direct(positions, null, 0), within(1e-9));
    Exposure candidate = market.position(1);
    double after = market.direct(positions, candidate, 1);
    assertThat(heat.marginal(candidate))
        .isEqualTo(after - market.direct(positions, null, 0), within(1e-9));
    assertThat(heat.averageCorrelation(candidate))
        .isEqualTo(market.directCorrelation(positions, candidate), within(1e-9));
  }

  @Property(tries = 2_000)
  void theLimitHolds(
      @ForAll long seed,
      @ForAll @IntRange(max = 12) int held,
      @ForAll @DoubleRange(max = 3) double size,
      @ForAll @DoubleRange(min = 0.1, max = 1) double soft,
      @ForAll @DoubleRange(max = 1) double smaller) {
    SplittableRandom random = new SplittableRandom(seed);
    Market market = new Market(random, random.nextBoolean() ? 0 : 0.1, soft);
    double max = market.config.maxHeat();
    List<Exposure> positions = market.positions(held);
    PortfolioHeat heat = market.heat(positions);
    double before = heat.heat();
    Exposure candidate = market.position(size);
    double part = heat.scale(candidate);
    double all = market.direct(positions, candidate, 1);
    double taken = market.direct(positions, candidate, part);
    assertThat(part).isBetween(0.0, 1.0);
    assertThat(taken).isLessThanOrEqualTo(Math.max(max, before) + 1e-9);
    assertThat(market.direct(positions, candidate, smaller * part))
        .isLessThanOrEqualTo(Math.max(max, before) + 1e-9);
    if (all <= soft * max - 1e-9 || all <= before - 1e-9) {
      assertThat(part).isEqualTo(1, within(1e-9));
    } else if (taken > before + 1e-9) {
      // What it promises: on the line from (soft, 1) to (max, 0).
      assertThat(taken).isLessThanOrEqualTo(max - part * (1 - soft) * max + 1e-9);
      if (part < 1) {
        assertThat(taken).isEqualTo(max - part * (1 - soft) * max, within(1e-9));
      }
    } else if (part < 1 && part > 0) {
      // No larger part is due: it only offsets.
      double more = Math.min(1, part + 1e-3);
      assertThat(market.direct(positions, candidate, more))
          .isGreaterThan(Math.max(before, max - more * (1 - soft) * max) - 1e-9);
    }
  }

  @Property(tries = 1_000)
  void aLargerCandidateGetsNoLargerPart(@ForAll long seed, @ForAll @IntRange(max = 12) int held) {
    SplittableRandom random = new SplittableRandom(seed);
    Market market = new Market(random, 0.1, 0.8);
    PortfolioHeat heat = market.heat(market.positions(held));
    Exposure unit = market.position(1);
    double part = 1;
    for (double size = 0.01; size < 5; size *= 1.1) {
      Exposure larger = new Exposure(unit.symbol(), size * unit.weight(), unit.volatility());
      double next = heat.scale(larger);
      assertThat(next).isLessThanOrEqualTo(part + 1e-9);
      part = next;
    }
  }

  @Property(tries = 500)
  void manyInOneStepDoNotExceedTheLimitTogether(@ForAll long seed) {
    double heat = heatOfMany(seed);
    assertThat(heat).isLessThanOrEqualTo(0.25 + 1e-9);
  }

  /** Positions that hedge each other may stay far below it; nearly all come near. */
  @Test
  void manyInOneStepComeNearTheLimit() {
    assertThat(LongStream.range(0, 500).mapToObj(PortfolioHeatTest::heatOfMany).toList())
        .filteredOn(heat -> heat > 0.2)
        .hasSizeGreaterThan(450);
  }

  /** Of 40 entries, each as large as it may be. */
  private static double heatOfMany(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Market market = new Market(random, 0.1, 0.8);
    PortfolioHeat heat = market.heat(List.of());
    List<Exposure> positions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Exposure wanted = market.position(1);
      double part = heat.scale(wanted) * heat.correlationFactor(wanted);
      Exposure entered = new Exposure(wanted.symbol(), part * wanted.weight(), wanted.volatility());
      heat.add(entered);
      positions.add(entered);
    }
    assertThat(heat.heat()).isEqualTo(market.direct(positions, null, 0), within(1e-9));
    return heat.heat();
  }

  /** Some symbols with what is known of them, and a naive heat over full matrices. */
  private static final class Market {

    final HeatConfig config;
    private final SplittableRandom random;
    private final ReturnCovariance covariance;

    Market(SplittableRandom random, double shrinkage, double soft) {
      this.random = random;
      config = new HeatConfig(20, 20, shrinkage, 0.25, soft, 0.3);
      covariance = Closes.fold(config, Closes.random(random, 12, 120));
    }

    Exposure position(double size) {
      // Of four symbols more nothing was ever heard.
      String symbol = "S" + random.nextInt(16);
      return new Exposure(symbol, size * random.nextDouble(-1, 1), random.nextDouble(0, 0.03));
    }

    List<Exposure> positions(int count) {
      List<Exposure> positions = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        positions.add(position(random.nextDouble(0, 1)));
      }
      return positions;
    }

    PortfolioHeat heat(List<Exposure> positions) {
      PortfolioHeat heat = new PortfolioHeat(config, covariance, 252);
      positions.forEach(heat::add);
      return heat;
    }

    private boolean isKnown(String symbol) {
      int i = covariance.index(symbol);
      return i >= 0 && covariance.isKnown(config, i);
    }

    double direct(List<Exposure> held, Exposure candidate, double part) {
      List<Exposure> all = new ArrayList<>(held);
      if (candidate != null) {
        all.add(
            new Exposure(candidate.symbol(), part * candidate.weight(), candidate.volatility()));
      }
      int n = covariance.symbols().size();
      double[] w = new double[n];
      double apart = 0;
      for (Exposure position : all) {
        if (isKnown(position.symbol())) {
          w[covariance.index(position.symbol())] += position.weight();
        } else {
          apart += Math.abs(position.weight()) * position.volatility();
        }
      }
      double sum = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double sigma = covariance.volatility(i) * covariance.volatility(j);
          sum += w[i] * w[j] * sigma * covariance.correlation(config, i, j);
        }
      }
      return Math.sqrt(252) * (Math.sqrt(Math.max(0, sum)) + apart);
    }

    double directCorrelation(List<Exposure> held, Exposure candidate) {
      List<Exposure> all = new ArrayList<>(held);
      all.add(candidate);
      all.removeIf(position -> !isKnown(position.symbol()) || position.weight() == 0);
      double sum = 0;
      int pairs = 0;
      for (int i = 0; i < all.size(); i++) {
        for (int j = 0; j < i; j++) {
          int a = covariance.index(all.get(i).symbol());
          int b = covariance.index(all.get(j).symbol());
          double sign = Math.signum(all.get(i).weight()) * Math.signum(all.get(j).weight());
          sum += sign * covariance.correlation(config, a, b);
          pairs++;
        }
      }
      return pairs == 0 || !all.contains(candidate) ? 0 : sum / pairs;
    }
  }
}
