package io.minhos.domain.features;

import io.minhos.domain.market.Bar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any bars that a market may send: flat, without volume, at or below zero, huge, with gaps. */
public final class AnyBars {

  private static final long MINUTE = 60_000;

  private record Shape(
      List<Double> prices,
      double volume,
      double bought,
      long trades,
      double spread,
      int gap,
      boolean flat,
      boolean quiet) {}

  private AnyBars() {}

  public static Arbitrary<List<Bar>> series() {
    Arbitrary<List<Double>> prices = Arbitraries.doubles().between(-1_000, 1_000).list().ofSize(4);
    Arbitrary<Shape> shapes =
        Combinators.combine(
                prices,
                Arbitraries.doubles().between(0, 1e9),
                Arbitraries.oneOf(
                    Arbitraries.just(Double.NaN), Arbitraries.doubles().between(0, 1)),
                Arbitraries.longs().between(0, 1_000),
                Arbitraries.oneOf(
                    Arbitraries.just(Double.NaN), Arbitraries.doubles().between(0, 10)),
                Arbitraries.integers().between(0, 5_000),
                Arbitraries.of(true, false, false),
                Arbitraries.of(true, false))
            .as(Shape::new);
    return Combinators.combine(
            shapes.list().ofMinSize(1).ofMaxSize(90),
            Arbitraries.of(0.0, 1.0, 1e-300, 1e-6, 1e6, 1e150),
            Arbitraries.of(0.0, 1_000.0, 50_000.0))
        .as(AnyBars::bars);
  }

  private static List<Bar> bars(List<Shape> shapes, double scale, double level) {
    List<Bar> bars = new ArrayList<>();
    long time = -7 * MINUTE;
    for (Shape shape : shapes) {
      double[] prices =
          shape.prices.stream()
              .mapToDouble(price -> (level + (shape.flat ? shape.prices.get(0) : price)) * scale)
              .toArray();
      double open = prices[1];
      double close = prices[2];
      Arrays.sort(prices);
      double volume = shape.quiet ? 0 : shape.volume;
      time += shape.gap * MINUTE;
      bars.add(
          new Bar(
              "X",
              time,
              time + MINUTE,
              open,
              prices[3],
              prices[0],
              close,
              volume,
              shape.bought * volume,
              (1 - shape.bought) * volume,
              shape.trades,
              volume > 0 ? (prices[0] + prices[3]) / 2 : Double.NaN,
              shape.spread));
      time += MINUTE;
    }
    return bars;
  }
}
