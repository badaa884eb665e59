package io.minhos.benchmarks;

import io.minhos.domain.risk.Exposure;
import io.minhos.domain.risk.HeatConfig;
import io.minhos.domain.risk.PortfolioHeat;
import io.minhos.domain.risk.ReturnCovariance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What portfolio heat costs: all symbols' closes of one time, and one entry beside positions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HeatBenchmark {

  static final int SYMBOLS = 1_000;
  static final int POSITIONS = 100;

  private static final int TIMES = 32;

  private final HeatConfig config = HeatConfig.defaults();
  private final List<Map<String, Double>> closes = new ArrayList<>();
  private final List<Exposure> positions = new ArrayList<>();
  private Exposure candidate;
  private ReturnCovariance covariance;
  private int next;

  @Setup
  public void open() {
    SplittableRandom random = new SplittableRandom(1);
    for (int t = 0; t < TIMES; t++) {
      double market = random.nextGaussian();
      Map<String, Double> sameTime = new TreeMap<>();
      for (int i = 0; i < SYMBOLS; i++) {
        sameTime.put(symbol(i), 100 * Math.exp(0.01 * (market + random.nextGaussian())));
      }
      closes.add(sameTime);
    }
    covariance = ReturnCovariance.empty();
    for (Map<String, Double> sameTime : closes) {
      covariance = covariance.update(config, sameTime);
    }
    for (int k = 0; k < POSITIONS; k++) {
      positions.add(new Exposure(symbol(k * (SYMBOLS / POSITIONS)), 0.01, Double.NaN));
    }
    candidate = new Exposure(symbol(SYMBOLS - 1), 0.05, Double.NaN);
  }

  /** All symbols close. */
  @Benchmark
  public ReturnCovariance update(CpuTime cpu) {
    cpu.called();
    covariance = covariance.update(config, closes.get(next));
    next = (next + 1) % TIMES;
    return covariance;
  }

  /** The heat of all positions, and the part of one entry. */
  @Benchmark
  public double heat(CpuTime cpu) {
    cpu.called();
    PortfolioHeat heat = new PortfolioHeat(config, covariance, 252);
    for (Exposure position : positions) {
      heat.add(position);
    }
    return heat.scale(candidate);
  }

  private static String symbol(int i) {
    return "SYM%04d".formatted(i);
  }
}
