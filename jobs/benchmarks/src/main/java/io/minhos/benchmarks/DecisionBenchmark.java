package io.minhos.benchmarks;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.risk.ClosedTrade;
import io.minhos.domain.risk.PortfolioEngine;
import io.minhos.domain.risk.PortfolioState;
import io.minhos.domain.risk.PortfolioStep;
import io.minhos.domain.risk.ReturnCovariance;
import io.minhos.domain.risk.RiskConfig;
import io.minhos.domain.risk.RiskState;
import io.minhos.domain.risk.TradeOutcomes;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.WinEstimate;
import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * What a decision costs: a bar whose signal enters beside what is held, with all the symbols'
 * returns followed and the closed trades of a window remembered.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecisionBenchmark {

  static final int HELD = 100;

  private static final int SYMBOLS = 1_000;
  private static final int BARS = 32;
  private static final long MINUTE = 60_000;

  /**
   * Steps after which it begins anew: only one symbol trades, and those that do not trade for 20
   * half-lives of 60 bars are left out of the heat, which would make it cheap.
   */
  private static final int STEPS = 1_000;

  private final PortfolioEngine engine =
      PortfolioEngine.simulated(
          new RiskConfig(100_000, 0.005, 0.005, 1, 0.3, 0.1, 2, 3, 1_000, 1),
          ExecutionConfig.defaults(),
          new Instruments(Map.of(), new Instrument(0.01, 0.001, false), false));

  private final String candidate = symbol(SYMBOLS / 2 + 1);
  private final long time = time(BARS + 1);
  private PortfolioState begun;
  private PortfolioState state;
  private List<Signal> up;
  private List<Signal> down;
  private int steps;

  /** Holds every tenth symbol. */
  @Setup
  public void open() {
    SplittableRandom random = new SplittableRandom(1);
    double[] price = new double[SYMBOLS];
    begun = engine.initial("main");
    for (int bar = 0; bar <= BARS; bar++) {
      double market = random.nextGaussian();
      List<Signal> signals = new ArrayList<>();
      for (int i = 0; i < SYMBOLS; i++) {
        double move = 0.01 * (market + random.nextGaussian());
        price[i] = bar == 0 ? 100 : price[i] * Math.exp(move);
        boolean enters = bar == BARS - 1 && i % (SYMBOLS / HELD) == 0;
        signals.add(signal(symbol(i), bar, price[i], enters ? 0.5 : 0));
      }
      begun = engine.step(begun, time(bar), signals).state();
    }
    TradeOutcomes outcomes = TradeOutcomes.empty();
    for (int i = 0; i < 2_000; i++) {
      double probability = 0.45 + 0.4 * random.nextDouble();
      boolean won = random.nextDouble() < probability;
      outcomes =
          outcomes.plus(
              new ClosedTrade(symbol(i % SYMBOLS), 0, i, probability, won ? 0.012 : -0.01),
              RiskConfig.defaults().outcomes());
    }
    RiskState risk = begun.risk();
    begun =
        with(
            begun,
            new RiskState(
                risk.covariance(),
                risk.trades(),
                outcomes,
                risk.day(),
                risk.rate(),
                risk.tradingState(),
                risk.commanded()));
    up = List.of(signal(candidate, BARS + 1, 101, 0.5));
    down = List.of(signal(candidate, BARS + 1, 100, 0.5));
    begin();
  }

  /** One signal that enters; what it entered is taken away again. */
  @Benchmark
  public PortfolioStep decide(CpuTime cpu) {
    cpu.called();
    if (steps == STEPS) {
      begin();
    }
    PortfolioStep step = engine.step(state, time, steps++ % 2 == 0 ? up : down);
    state = step.state();
    state.holdings().remove(candidate);
    state.risk().trades().remove(candidate);
    return step;
  }

  private void begin() {
    steps = 0;
    ReturnCovariance known = begun.risk().covariance();
    state =
        with(
            begun,
            new RiskState(
                new ReturnCovariance(
                    known.symbols(),
                    known.products().clone(),
                    known.scale(),
                    known.variances().clone(),
                    known.closes().clone(),
                    known.returns().clone()),
                new TreeMap<>(begun.risk().trades()),
                begun.risk().outcomes(),
                begun.risk().day(),
                begun.risk().rate(),
                begun.risk().tradingState(),
                begun.risk().commanded()));
  }

  private static PortfolioState with(PortfolioState state, RiskState risk) {
    return new PortfolioState(
        state.portfolio(),
        state.startingCash(),
        state.cash(),
        state.realisedPnl(),
        state.commission(),
        state.peakEquity(),
        state.maxDrawdown(),
        new TreeMap<>(state.holdings()),
        new HashMap<>(state.executionIds()),
        state.executionCount(),
        state.time(),
        new HashMap<>(state.orderIds()),
        state.reconciledTo(),
        risk);
  }

  private static Signal signal(String symbol, int bar, double price, double strength) {
    Direction direction = strength > 0 ? Direction.LONG : Direction.NEUTRAL;
    return new Signal(
        symbol,
        time(bar),
        direction,
        strength,
        0.8,
        List.of(
            new SignalComponent(
                "technical", 0, Status.OK, 1, direction, strength, 0.8, 1, List.of())),
        Bar.of(symbol, bar * MINUTE, (bar + 1) * MINUTE, price, price, price, price, 1),
        2,
        0.014,
        0.2,
        List.of(),
        1,
        Regime.RANGE,
        new WinEstimate(1, Status.OK, 0.7, 0.01));
  }

  private static long time(int bar) {
    return (bar + 1) * MINUTE - 1;
  }

  private static String symbol(int i) {
    return "SYM%04d".formatted(i);
  }
}
