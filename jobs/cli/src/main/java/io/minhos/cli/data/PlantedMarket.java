package io.minhos.cli.data;

import io.minhos.domain.evaluation.Normal;
import io.minhos.domain.market.Bar;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A market of which it is known how well its next bar can be foreseen: r_{t+1} = σ_{t+1}·(κ·s_t +
 * ε_{t+1}), with s, σ, ε of {@link HiddenState}. So P(next bar up) = Φ(κ·s_t), and no method is
 * right more often than X = mean Φ(κ|s|); κ is fitted to the path so that X is what was asked for.
 * At X = 0.5, κ is 0 and prices are a martingale: no strategy gains on average.
 *
 * <p>Prices follow C = O·(1 + r). High and low are the extremes of a Brownian bridge over the bar,
 * for a bridge from 0 to r of variance σ²: (r ± √(r² − 2σ²·ln U))/2 (Karatzas and Shreve 1991,
 * 4.3.40), drawn apart from each other. log V = 6 + 0.6v + 0.1w + 0.2·log(0.3 + |ε|) + 0.2N.
 *
 * <p>{@link MarketConditions} add to r what their names say, and stretch σ; then κ is fitted to the
 * planted signal alone, and a trend or a reversion that can be foreseen comes on top.
 *
 * <p>The same arguments give the same bytes. Memory does not grow with the number of bars: a first
 * pass finds κ, a second one makes the bars from the same random numbers.
 */
public final class PlantedMarket {

  private static final double START_PRICE = 100;

  /** When its first bar opens. */
  public static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  private static final double WORST_RETURN = -0.5;
  private static final int SIGNIFICANT_DIGITS = 9;
  private static final double VOLUME_NOISE = 0.2;

  /** Of the quotes of a market whose conditions name none. */
  private static final double LEAST_SPREAD = 1e-4;

  private static final long DAY = 86_400_000L;

  /** Conditions draw from random numbers of their own: without any, bars are what they were. */
  private static final long CONDITIONS_SEED = 0x5bd1e995L;

  /** The powers of ten that a double holds exactly. */
  private static final double[] POWERS =
      IntStream.rangeClosed(0, 22).mapToDouble(i -> Double.parseDouble("1e" + i)).toArray();

  private final int symbols;
  private final long barLengthMillis;
  private final double signal;
  private final long seed;
  private final MarketConditions conditions;

  /**
   * A market without conditions.
   *
   * @param symbols at least 1
   * @param barLengthMillis length of a bar
   * @param signal X, the best accuracy that anyone can reach, in [0.5, 0.75]
   * @param seed of all that is drawn
   */
  public PlantedMarket(int symbols, long barLengthMillis, double signal, long seed) {
    this(symbols, barLengthMillis, signal, seed, MarketConditions.PLAIN);
  }

  /**
   * A market.
   *
   * @param conditions what it is like
   */
  public PlantedMarket(
      int symbols, long barLengthMillis, double signal, long seed, MarketConditions conditions) {
    if (symbols < 1) {
      throw new IllegalArgumentException("symbols must be >= 1: " + symbols);
    }
    if (!(signal >= 0.5 && signal <= 0.75)) {
      throw new IllegalArgumentException("signal must be in [0.5, 0.75]: " + signal);
    }
    this.symbols = symbols;
    this.barLengthMillis = barLengthMillis;
    this.signal = signal;
    this.seed = seed;
    this.conditions = conditions;
  }

  /** What is done with a bar. */
  public interface BarConsumer {
    /**
     * Takes a bar.
     *
     * @param bar as it stands in the file
     * @param upNext chance that the symbol's next bar rises, which the market alone knows
     */
    void accept(Bar bar, double upNext) throws IOException;
  }

  /**
   * Writes {@code bars} bars of every symbol, sorted by (time, symbol), with the header.
   *
   * @return how many
   */
  public long write(int bars, Writer out) throws IOException {
    return write(bars, out, (bar, upNext) -> {});
  }

  /**
   * Writes them, and the trades that made them.
   *
   * @param trades where {@link QuotedTrades} go
   */
  public long write(int bars, Writer out, Writer trades) throws IOException {
    double spread = Math.max(conditions.spread(), LEAST_SPREAD);
    QuotedTrades quoted = new QuotedTrades(trades, spread, seed);
    long written = write(bars, out, (bar, upNext) -> quoted.add(bar));
    quoted.flush();
    return written;
  }

  private long write(int bars, Writer out, BarConsumer also) throws IOException {
    long[] written = {0};
    out.write("symbol,open_time,open,high,low,close,volume\n");
    forEachBar(
        bars,
        (bar, upNext) -> {
          write(bar, out);
          also.accept(bar, upNext);
          written[0]++;
        });
    return written[0];
  }

  private static void write(Bar bar, Writer out) throws IOException {
    out.write(bar.symbol());
    out.write(',');
    out.write(Instant.ofEpochMilli(bar.openTime()).toString());
    for (double price : new double[] {bar.open(), bar.high(), bar.low(), bar.close()}) {
      out.write(',');
      out.write(text(price));
    }
    out.write(',');
    out.write(Long.toString((long) bar.volume()));
    out.write('\n');
  }

  /**
   * Gives {@code bars} bars of every symbol, sorted by (time, symbol); fewer of those in which
   * nothing is traded.
   */
  public void forEachBar(int bars, BarConsumer consumer) throws IOException {
    double kappa = kappa(bars);
    SplittableRandom random = new SplittableRandom(seed);
    HiddenState state = new HiddenState(symbols, conditions.correlation(), random.split());
    Surroundings around =
        new Surroundings(conditions, symbols, bars, new SplittableRandom(seed ^ CONDITIONS_SEED));
    double[] price = new double[symbols];
    Arrays.fill(price, START_PRICE);
    String[] names = new String[symbols];
    Arrays.setAll(names, symbol -> String.format(Locale.ROOT, "S%04d", symbol));
    double[] leaning = new double[symbols];
    for (int bar = 0; bar < bars; bar++) {
      Arrays.setAll(leaning, state::signal);
      state.step();
      long openTime = START.toEpochMilli() + openOffset(bar);
      double season = season(openTime);
      around.step(bar > 0 && openOffset(bar) - openOffset(bar - 1) > barLengthMillis);
      for (int i = 0; i < symbols; i++) {
        double sigma = state.volatility(i) * conditions.volatility() * season * around.stress();
        double first = price[i] * around.gap(i);
        double change =
            Math.max(
                WORST_RETURN,
                sigma * (kappa * leaning[i] + state.shock(i)) + around.move(i, first));
        double middle = rounded(first * (1 + change));
        double open = rounded(first * around.bounce());
        double close = rounded(middle * around.bounce());
        double above = (change + reach(change, sigma, random)) / 2;
        double below = Math.max(WORST_RETURN, (change - reach(change, sigma, random)) / 2);
        double half = conditions.spread() / 2;
        Bar made =
            Bar.of(
                names[i],
                openTime,
                openTime + barLengthMillis,
                open,
                Math.max(Math.max(open, close), rounded(first * (1 + above) * (1 + half))),
                Math.min(Math.min(open, close), rounded(first * (1 + below) * (1 - half))),
                close,
                volume(state, i, season, random));
        if (around.traded()) {
          consumer.accept(made, Normal.cdf(kappa * state.signal(i)));
        }
        price[i] = middle;
      }
    }
  }

  /**
   * Milliseconds from the first bar's open to that of the bar after {@code bar} others: they follow
   * each other while the market is open.
   */
  public long openOffset(int bar) {
    if (conditions.openPart() == 1) {
      return bar * barLengthMillis;
    }
    long perDay = Math.max(1, (long) (conditions.openPart() * DAY / barLengthMillis));
    return bar / perDay * Math.max(DAY, barLengthMillis) + bar % perDay * barLengthMillis;
  }

  /** Of bars of a day or more there is no course of the day. */
  private double season(long openTime) {
    return barLengthMillis < DAY
        ? conditions.season(Math.floorMod(openTime, DAY) / (conditions.openPart() * DAY))
        : 1;
  }

  private double kappa(int bars) {
    SignalStrength strength = new SignalStrength();
    if (signal > 0.5) {
      HiddenState state =
          new HiddenState(symbols, conditions.correlation(), new SplittableRandom(seed).split());
      for (int bar = 0; bar < bars; bar++) {
        for (int i = 0; i < symbols; i++) {
          strength.add(state.signal(i));
        }
        state.step();
      }
    }
    return strength.kappa(signal);
  }

  /** √(r² − 2σ²·ln U). */
  private static double reach(double change, double sigma, SplittableRandom random) {
    double chance = 1 - random.nextDouble();
    return Math.sqrt(change * change - 2 * sigma * sigma * StrictMath.log(chance));
  }

  private double volume(HiddenState state, int symbol, double season, SplittableRandom random) {
    double log =
        6
            + 0.6 * state.activity(symbol)
            + 0.1 * state.turbulence(symbol)
            + 0.2 * StrictMath.log(0.3 + Math.abs(state.shock(symbol)))
            + VOLUME_NOISE * random.nextGaussian();
    return Math.max(1, Math.rint(StrictMath.exp(log) * conditions.volume() * season));
  }

  /** To nine significant digits, as many as the file shows. */
  static double rounded(double price) {
    double power = power(price);
    return Math.rint(price * power) / power;
  }

  static String text(double price) {
    int digits = decimals(price);
    return BigDecimal.valueOf(Math.round(price * power(price)), digits).toPlainString();
  }

  private static double power(double price) {
    return POWERS[decimals(price)];
  }

  /** Decimals that show nine significant digits, at least none: 6 from 100 to below 1000. */
  private static int decimals(double price) {
    int decimals = SIGNIFICANT_DIGITS - 1 - (int) Math.floor(StrictMath.log10(price));
    return Math.max(0, Math.min(POWERS.length - 1, decimals));
  }
}
