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

  /** The powers of ten that a double holds exactly. */
  private static final double[] POWERS =
      IntStream.rangeClosed(0, 22).mapToDouble(i -> Double.parseDouble("1e" + i)).toArray();

  private final int symbols;
  private final long barLengthMillis;
  private final double signal;
  private final long seed;

  /**
   * A market.
   *
   * @param symbols at least 1
   * @param barLengthMillis length of a bar
   * @param signal X, the best accuracy that anyone can reach, in [0.5, 0.75]
   * @param seed of all that is drawn
   */
  public PlantedMarket(int symbols, long barLengthMillis, double signal, long seed) {
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

  /** Writes {@code bars} bars of every symbol, sorted by (time, symbol), with the header. */
  public void write(int bars, Writer out) throws IOException {
    out.write("symbol,open_time,open,high,low,close,volume\n");
    forEachBar(
        bars,
        (bar, upNext) -> {
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
        });
  }

  /** Gives {@code bars} bars of every symbol, sorted by (time, symbol). */
  public void forEachBar(int bars, BarConsumer consumer) throws IOException {
    double kappa = kappa(bars);
    SplittableRandom random = new SplittableRandom(seed);
    HiddenState state = new HiddenState(symbols, random.split());
    double[] price = new double[symbols];
    Arrays.fill(price, START_PRICE);
    String[] names = new String[symbols];
    Arrays.setAll(names, symbol -> String.format(Locale.ROOT, "S%04d", symbol));
    double[] leaning = new double[symbols];
    for (int bar = 0; bar < bars; bar++) {
      Arrays.setAll(leaning, state::signal);
      state.step();
      long openTime = START.toEpochMilli() + bar * barLengthMillis;
      for (int i = 0; i < symbols; i++) {
        double sigma = state.volatility(i);
        double change = Math.max(WORST_RETURN, sigma * (kappa * leaning[i] + state.shock(i)));
        double open = price[i];
        double close = rounded(open * (1 + change));
        double above = (change + reach(change, sigma, random)) / 2;
        double below = Math.max(WORST_RETURN, (change - reach(change, sigma, random)) / 2);
        Bar made =
            Bar.of(
                names[i],
                openTime,
                openTime + barLengthMillis,
                open,
                Math.max(Math.max(open, close), rounded(open * (1 + above))),
                Math.min(Math.min(open, close), rounded(open * (1 + below))),
                close,
                volume(state, i, random));
        consumer.accept(made, Normal.cdf(kappa * state.signal(i)));
        price[i] = close;
      }
    }
  }

  private double kappa(int bars) {
    SignalStrength strength = new SignalStrength();
    if (signal > 0.5) {
      HiddenState state = new HiddenState(symbols, new SplittableRandom(seed).split());
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

  private static double volume(HiddenState state, int symbol, SplittableRandom random) {
    double log =
        6
            + 0.6 * state.activity(symbol)
            + 0.1 * state.turbulence(symbol)
            + 0.2 * StrictMath.log(0.3 + Math.abs(state.shock(symbol)))
            + VOLUME_NOISE * random.nextGaussian();
    return Math.max(1, Math.rint(StrictMath.exp(log)));
  }

  /** To nine significant digits, as many as the file shows. */
  private static double rounded(double price) {
    double power = power(price);
    return Math.rint(price * power) / power;
  }

  private static String text(double price) {
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
