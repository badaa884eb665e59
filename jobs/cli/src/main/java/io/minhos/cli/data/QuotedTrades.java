package io.minhos.cli.data;

import io.minhos.domain.market.Aggressor;
import io.minhos.domain.market.Bar;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes trades of which the bars that it is given could have been made: open, high, low, close and
 * volume come out the same. A trade that raises the price is bought at the ask, one that lowers it
 * sold at the bid; the quote is the one just before it. A falling bar sees its high first.
 */
final class QuotedTrades {

  /** The file's header. */
  static final String HEADER =
      "symbol,event_time_ms,trade_id,price,size,aggressor,bid,bid_size,ask,ask_size";

  /** Open, high, low and close. */
  private static final int FEWEST = 4;

  private static final int MORE = 16;

  /** Volume is cut into hundredths. */
  private static final int UNITS = 100;

  private record Line(long time, String symbol, String text) {}

  private final Writer out;
  private final double spread;
  private final SplittableRandom random;
  private final Map<String, Long> ids = new HashMap<>();
  private final Map<String, Double> lastPrices = new HashMap<>();
  private final List<Line> pending = new ArrayList<>();
  private long openTime = Long.MIN_VALUE;

  /**
   * @param spread ask less bid as a part of the price, &gt; 0
   * @param seed of all that is drawn
   */
  QuotedTrades(Writer out, double spread, long seed) throws IOException {
    this.out = out;
    this.spread = spread;
    random = new SplittableRandom(seed);
    out.write(HEADER + "\n");
  }

  /** The trades of a bar, in the order of (time, symbol). */
  void add(Bar bar) throws IOException {
    if (bar.openTime() != openTime) {
      flush();
      openTime = bar.openTime();
    }
    double[] prices = prices(bar);
    long[] units = units(Math.round(bar.volume() * UNITS), prices.length);
    long length = bar.closeTime() - bar.openTime();
    for (int i = 0; i < prices.length; i++) {
      long time = bar.openTime() + (long) ((i + random.nextDouble()) * length / prices.length);
      pending.add(new Line(time, bar.symbol(), line(bar.symbol(), time, prices[i], units[i])));
    }
  }

  private double[] prices(Bar bar) {
    boolean rises = bar.close() >= bar.open();
    double[] corners = {
      bar.open(), rises ? bar.low() : bar.high(), rises ? bar.high() : bar.low(), bar.close()
    };
    double[] prices = new double[FEWEST + random.nextInt(MORE)];
    int legs = corners.length - 1;
    int steps = prices.length - 1;
    for (int i = 0; i <= steps; i++) {
      int leg = Math.min(legs - 1, i * legs / steps);
      // The first trade of a leg is at its corner.
      boolean atCorner = i == (leg * steps + legs - 1) / legs;
      double part = i == steps ? 1 : atCorner ? 0 : random.nextDouble();
      prices[i] =
          part == 0 || part == 1
              ? corners[leg + (int) part]
              : PlantedMarket.rounded(corners[leg] + part * (corners[leg + 1] - corners[leg]));
    }
    return prices;
  }

  /** {@code total}, at least as many as there are parts, in parts of at least 1. */
  private long[] units(long total, int parts) {
    long[] units = new long[parts];
    long left = Math.max(total, parts);
    for (int i = 0; i < parts; i++) {
      int after = parts - 1 - i;
      long most = after == 0 ? left : Math.max(1, Math.min(left - after, 2 * left / (after + 1)));
      units[i] = after == 0 ? left : 1 + random.nextLong(most);
      left -= units[i];
    }
    return units;
  }

  private String line(String symbol, long time, double price, long units) {
    double last = lastPrices.getOrDefault(symbol, price);
    lastPrices.put(symbol, price);
    boolean bought = price > last || (price == last && random.nextBoolean());
    double bid = bought ? PlantedMarket.rounded(price * (1 - spread)) : price;
    double ask = bought ? price : PlantedMarket.rounded(price * (1 + spread));
    return String.join(
        ",",
        symbol,
        Long.toString(time),
        Long.toString(ids.merge(symbol, 1L, Long::sum)),
        PlantedMarket.text(price),
        size(units),
        (bought ? Aggressor.BUY : Aggressor.SELL).name(),
        PlantedMarket.text(bid),
        size(1 + random.nextLong(3 * units)),
        PlantedMarket.text(ask),
        size(1 + random.nextLong(3 * units)));
  }

  private static String size(long units) {
    return "%d.%02d".formatted(units / UNITS, units % UNITS);
  }

  /** The trades of the last bars. */
  void flush() throws IOException {
    pending.sort(Comparator.comparingLong(Line::time).thenComparing(Line::symbol));
    for (Line line : pending) {
      out.write(line.text());
      out.write('\n');
    }
    pending.clear();
  }
}
