package io.minhos.cli.data;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Geometric random walks with a common factor: r_i = σ(√ρ·m + √(1−ρ)·e_i), m and e_i independent
 * standard normal, σ = 0.1 % a bar, ρ = 0.5. No direction can be foreseen better than by chance.
 */
public final class CorrelatedWalks {

  private static final double SIGMA = 0.001;
  private static final double RHO = 0.5;
  private static final double START_PRICE = 100;
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  private final int symbols;
  private final long barLengthMillis;
  private final SplittableRandom random;

  public CorrelatedWalks(int symbols, long barLengthMillis, long seed) {
    this.symbols = symbols;
    this.barLengthMillis = barLengthMillis;
    this.random = new SplittableRandom(seed);
  }

  /** Writes {@code bars} bars of every symbol, sorted by (time, symbol), with the header. */
  public void write(int bars, Writer out) throws IOException {
    out.write("symbol,open_time,open,high,low,close,volume\n");
    double[] price = new double[symbols];
    Arrays.fill(price, START_PRICE);
    for (int bar = 0; bar < bars; bar++) {
      Instant openTime = START.plusMillis(bar * barLengthMillis);
      double market = random.nextGaussian();
      for (int s = 0; s < symbols; s++) {
        double open = price[s];
        double noise = Math.sqrt(RHO) * market + Math.sqrt(1 - RHO) * random.nextGaussian();
        double close = open * Math.exp(SIGMA * noise);
        double above = 1 + SIGMA * Math.abs(random.nextGaussian()) / 2;
        double below = 1 - SIGMA * Math.abs(random.nextGaussian()) / 2;
        out.write(
            String.format(
                Locale.ROOT,
                "S%04d,%s,%.6f,%.6f,%.6f,%.6f,%d\n",
                s,
                openTime,
                open,
                Math.max(open, close) * above,
                Math.min(open, close) * below,
                close,
                100 + random.nextInt(900)));
        price[s] = close;
      }
    }
  }
}
