package io.minhos.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.evaluation.Normal;
import io.minhos.domain.market.Bar;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlantedMarketTest {

  private static final int SYMBOLS = 4;
  private static final int BARS = 50_000;
  private static final long HOUR = 3_600_000;

  /** The bars of each symbol, and with each what the market knew of the next. */
  private record Path(List<List<Bar>> bars, List<double[]> upNext) {
    static Path of(double signal, long seed) throws IOException {
      List<List<Bar>> bars = new ArrayList<>();
      List<double[]> upNext = new ArrayList<>();
      for (int i = 0; i < SYMBOLS; i++) {
        bars.add(new ArrayList<>());
        upNext.add(new double[BARS]);
      }
      int[] seen = {0};
      new PlantedMarket(SYMBOLS, HOUR, signal, seed)
          .forEachBar(
              BARS,
              (bar, up) -> {
                int symbol = seen[0] % SYMBOLS;
                upNext.get(symbol)[seen[0]++ / SYMBOLS] = up;
                bars.get(symbol).add(bar);
              });
      return new Path(bars, upNext);
    }

    double change(int symbol, int bar) {
      Bar at = bars.get(symbol).get(bar);
      return at.close() / at.open() - 1;
    }
  }

  /** What is said of the next bar: its sign is the direction. */
  private interface Call {
    double of(int symbol, int bar);
  }

  private static double accuracy(Path path, Call call) {
    long right = 0;
    long all = 0;
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      for (int bar = 50; bar < BARS - 1; bar++) {
        double next = path.change(symbol, bar + 1);
        right += (call.of(symbol, bar) > 0) == (next > 0) ? 1 : 0;
        all++;
      }
    }
    return (double) right / all;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.55, 0.65, 0.75})
  void whoKnowsTheSignalReachesIt(double signal) throws IOException {
    Path path = Path.of(signal, 7);
    assertThat(accuracy(path, (symbol, bar) -> path.upNext.get(symbol)[bar] - 0.5))
        .isEqualTo(signal, within(0.005));
    double sum = 0;
    for (double[] chances : path.upNext) {
      for (double up : chances) {
        sum += Math.max(up, 1 - up) / (SYMBOLS * BARS);
      }
    }
    assertThat(sum).isEqualTo(signal, within(1e-4));
  }

  /** Every rule that a chartist may try comes out at a half, to three standard errors. */
  @Test
  void withoutSignalNothingForesees() throws IOException {
    Path path = Path.of(0.5, 11);
    for (double[] chances : path.upNext) {
      assertThat(chances).containsOnly(0.5);
    }
    List<Call> calls =
        List.of(
            path::change,
            (symbol, bar) -> close(path, symbol, bar) - close(path, symbol, bar - 20),
            (symbol, bar) ->
                path.change(symbol, bar)
                    * (path.bars.get(symbol).get(bar).volume()
                        - path.bars.get(symbol).get(bar - 1).volume()),
            (symbol, bar) -> {
              Bar at = path.bars.get(symbol).get(bar);
              return at.close() - (at.high() + at.low()) / 2;
            },
            (symbol, bar) -> path.change((symbol + 1) % SYMBOLS, bar));
    for (Call call : calls) {
      assertThat(accuracy(path, call)).isEqualTo(0.5, within(0.004));
    }
    double mean = 0;
    double squares = 0;
    for (int bar = 0; bar < BARS; bar++) {
      mean += path.change(0, bar) / BARS;
      squares += Math.pow(path.change(0, bar), 2) / BARS;
    }
    assertThat(Math.abs(mean)).isLessThan(3 * Math.sqrt(squares / BARS));
  }

  private static double close(Path path, int symbol, int bar) {
    return path.bars.get(symbol).get(bar).close();
  }

  @Test
  void theChanceVariesFromBarToBar() throws IOException {
    Path path = Path.of(0.65, 3);
    int sure = 0;
    int open = 0;
    for (double up : path.upNext.get(1)) {
      sure += Math.max(up, 1 - up) > 0.8 ? 1 : 0;
      open += Math.max(up, 1 - up) < 0.55 ? 1 : 0;
    }
    assertThat(sure).isGreaterThan(BARS / 10);
    assertThat(open).isGreaterThan(BARS / 10);
  }

  /** Momentum alone, which a linear model can learn, gets about four fifths of the edge. */
  @Test
  void momentumAloneIsNotAllOfIt() {
    HiddenState state = new HiddenState(1, new SplittableRandom(1));
    SignalStrength strength = new SignalStrength();
    double[] signals = new double[100_000];
    double[] momenta = new double[signals.length];
    double momentum = 0;
    for (int bar = 0; bar < signals.length; bar++) {
      state.step();
      momentum = 0.97 * momentum + Math.sqrt(1 - 0.97 * 0.97) * state.shock(0);
      signals[bar] = state.signal(0);
      momenta[bar] = momentum;
      strength.add(signals[bar]);
    }
    double kappa = strength.kappa(0.65);
    double edge = 0;
    for (int bar = 0; bar < signals.length; bar++) {
      edge += Math.signum(momenta[bar]) * (Normal.cdf(kappa * signals[bar]) - 0.5) / signals.length;
    }
    assertThat(strength.accuracy(kappa)).isEqualTo(0.65, within(1e-9));
    assertThat(edge / 0.15).isBetween(0.75, 0.9);
  }

  @Test
  void volatilityClustersAndTailsAreFat() throws IOException {
    Path path = Path.of(0.5, 5);
    double[] sizes = new double[BARS];
    double fourth = 0;
    double second = 0;
    for (int bar = 0; bar < BARS; bar++) {
      sizes[bar] = Math.abs(path.change(2, bar));
      second += Math.pow(sizes[bar], 2) / BARS;
      fourth += Math.pow(sizes[bar], 4) / BARS;
    }
    assertThat(correlation(sizes, sizes, 1)).isGreaterThan(0.05);
    assertThat(correlation(sizes, sizes, 20)).isGreaterThan(0.03);
    assertThat(fourth / (second * second)).isGreaterThan(5);
    double[] first = new double[BARS];
    double[] other = new double[BARS];
    for (int bar = 0; bar < BARS; bar++) {
      first[bar] = Math.signum(path.change(0, bar));
      other[bar] = Math.signum(path.change(3, bar));
    }
    // Signs of normal variables with correlation 0.3 correlate 2/π·asin 0.3 = 0.19.
    assertThat(correlation(first, other, 0)).isEqualTo(0.194, within(0.02));
  }

  private static double correlation(double[] x, double[] y, int lag) {
    int n = x.length - lag;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += x[i] / n;
      meanY += y[i + lag] / n;
    }
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      xy += (x[i] - meanX) * (y[i + lag] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i + lag] - meanY) * (y[i + lag] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  /** For a driftless bridge the mean range is σ·√(8/π) ≈ 1.6 σ, and mean |r| 0.8 σ. */
  @Test
  void barsAreWhole() throws IOException {
    Path path = Path.of(0.75, 9);
    double ranges = 0;
    double moves = 0;
    for (List<Bar> bars : path.bars) {
      double last = 100;
      for (Bar bar : bars) {
        assertThat(bar.open()).isEqualTo(last);
        assertThat(bar.high()).isGreaterThanOrEqualTo(Math.max(bar.open(), bar.close()));
        assertThat(bar.low()).isPositive().isLessThanOrEqualTo(Math.min(bar.open(), bar.close()));
        assertThat(bar.volume()).isGreaterThanOrEqualTo(1);
        last = bar.close();
      }
    }
    Path flat = Path.of(0.5, 9);
    for (Bar bar : flat.bars.get(0)) {
      ranges += (bar.high() - bar.low()) / bar.open();
      moves += Math.abs(bar.close() - bar.open()) / bar.open();
    }
    assertThat(ranges / moves).isEqualTo(2, within(0.05));
  }

  private static String file(double signal, long seed) throws IOException {
    StringWriter out = new StringWriter();
    new PlantedMarket(3, HOUR, signal, seed).write(2_000, out);
    return out.toString();
  }

  @Test
  void theSameArgumentsGiveTheSameBytes() throws IOException {
    assertThat(file(0.6, 1)).isEqualTo(file(0.6, 1));
    assertThat(file(0.6, 2)).isNotEqualTo(file(0.6, 1));
    assertThat(file(0.5, 1)).isNotEqualTo(file(0.6, 1));
  }

  @Test
  void theFileHoldsTheBars() throws IOException {
    List<String> lines = file(0.7, 4).lines().toList();
    assertThat(lines).hasSize(6_001);
    assertThat(lines.get(0)).isEqualTo("symbol,open_time,open,high,low,close,volume");
    assertThat(lines.get(1)).startsWith("S0000,2020-01-01T00:00:00Z,100.000000,");
    assertThat(lines.get(5)).startsWith("S0001,2020-01-01T01:00:00Z,");
    int[] row = {0};
    new PlantedMarket(3, HOUR, 0.7, 4)
        .forEachBar(
            2_000,
            (bar, up) -> {
              String[] fields = lines.get(++row[0]).split(",", -1);
              assertThat(fields[0]).isEqualTo(bar.symbol());
              assertThat(Double.parseDouble(fields[2])).isEqualTo(bar.open());
              assertThat(Double.parseDouble(fields[3])).isEqualTo(bar.high());
              assertThat(Double.parseDouble(fields[4])).isEqualTo(bar.low());
              assertThat(Double.parseDouble(fields[5])).isEqualTo(bar.close());
              assertThat(Double.parseDouble(fields[6])).isEqualTo(bar.volume());
            });
  }

  @Test
  void statesItsBounds() {
    assertThatThrownBy(() -> new PlantedMarket(0, HOUR, 0.5, 1))
        .hasMessage("symbols must be >= 1: 0");
    assertThatThrownBy(() -> new PlantedMarket(1, HOUR, 0.76, 1))
        .hasMessage("signal must be in [0.5, 0.75]: 0.76");
    assertThatThrownBy(() -> new PlantedMarket(1, HOUR, Double.NaN, 1))
        .hasMessage("signal must be in [0.5, 0.75]: NaN");
  }
}
