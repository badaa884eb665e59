package io.minhos.cli.backtest;

import io.minhos.cli.backtest.BacktestResult.ReleaseUse;
import io.minhos.domain.evaluation.Accuracy;
import io.minhos.domain.evaluation.GateConfig;
import io.minhos.domain.evaluation.GateRow;
import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.evaluation.Performance;
import io.minhos.domain.evaluation.PerformanceState;
import io.minhos.domain.market.Bar;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.ModelScores;
import io.minhos.trading.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a replay's files say of a backtest that its summary does not. */
final class RunFigures {

  private RunFigures() {}

  /** What is worth something, as it was just before each of some times. */
  private static final class Worth {
    private final long[] times;
    private final double[] values;
    private int known;

    Worth(long[] times) {
      this.times = times;
      values = new double[times.length];
    }

    /** It is {@code value} until what comes at {@code time}. */
    void until(long time, double value) {
      while (known < times.length && times[known] <= time) {
        values[known++] = value;
      }
    }

    /** ln of the value at each time over that at the one before. */
    double[] growth() {
      double[] growth = new double[times.length - 1];
      for (int i = 0; i < growth.length; i++) {
        growth[i] = StrictMath.log(values[i + 1] / values[i]);
      }
      return growth;
    }
  }

  /**
   * Log growth of the portfolios of {@code run} together, from each of {@code times} to the next.
   */
  static double[] growth(Path run, Map<String, Double> startingCash, long[] times)
      throws IOException {
    Map<String, Double> equity = new TreeMap<>(startingCash);
    Worth worth = new Worth(times);
    forEach(
        run.resolve(Replay.PORTFOLIO),
        PortfolioSnapshot.class,
        snapshot -> {
          worth.until(snapshot.time(), sum(equity));
          equity.put(snapshot.portfolio(), snapshot.equity());
        });
    worth.until(Long.MAX_VALUE, sum(equity));
    return worth.growth();
  }

  private static double sum(Map<String, Double> equity) {
    return equity.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * What the signals of a run tell.
   *
   * @param held of {@link BacktestResult#BUY_AND_HOLD}
   * @param growth of it, from each time to the next
   * @param releases that answered
   */
  record Told(Performance held, double[] growth, List<ReleaseUse> releases) {}

  /**
   * Goes through the signals once.
   *
   * @param from when what is held is bought
   */
  static Told signals(Path run, LabelConfig labels, long from, long[] times) throws IOException {
    Map<String, TreeMap<Integer, List<GateRow>>> answers = new TreeMap<>();
    ModelScores scores =
        new ModelScores(
            labels,
            (symbol, time, answer, realised) -> {
              if (!answer.name().equals(SignalFusion.TECHNICAL)) {
                answers
                    .computeIfAbsent(answer.name(), model -> new TreeMap<>())
                    .computeIfAbsent(answer.version(), version -> new ArrayList<>())
                    .add(new GateRow(time, symbol, answer.value(), Double.NaN, realised, 0));
              }
            });
    Holding holding = new Holding(from);
    forEach(
        run.resolve(Replay.SIGNALS),
        Signal.class,
        signal -> {
          scores.add(signal);
          holding.add(signal.bar());
        });
    List<ReleaseUse> uses = new ArrayList<>();
    answers.forEach(
        (model, versions) ->
            versions.forEach(
                (version, rows) -> uses.add(use(model, version, rows, labels.horizonBars()))));
    return new Told(holding.performance(), holding.growth(times), uses);
  }

  private static ReleaseUse use(String model, int version, List<GateRow> rows, int horizonBars) {
    Accuracy accuracy = Accuracy.of(rows, GateConfig.of(horizonBars));
    return new ReleaseUse(
        model, version, rows.size(), accuracy.value(), accuracy.low(), accuracy.high());
  }

  /** All symbols in equal parts, bought at their first open; until then their part is cash. */
  private static final class Holding {
    private final long from;
    private final Map<String, Double> firstOpens = new TreeMap<>();

    /** Close over the first open less 1, by symbol. */
    private final Map<String, Double> gains = new TreeMap<>();

    private record Sum(long time, double gains) {}

    /** A sum a time: how many symbols there are is known at the end. */
    private final List<Sum> path = new ArrayList<>();

    Holding(long from) {
      this.from = from;
    }

    /** A bar, in the order of time. */
    void add(Bar bar) {
      if (bar.time() >= from) {
        double open = firstOpens.computeIfAbsent(bar.symbol(), symbol -> bar.open());
        gains.put(bar.symbol(), bar.close() / open - 1);
      }
      Sum sum = new Sum(bar.time(), gains.values().stream().mapToDouble(g -> g).sum());
      int last = path.size() - 1;
      if (last >= 0 && path.get(last).time() == bar.time()) {
        path.set(last, sum);
      } else {
        path.add(sum);
      }
    }

    private double value(double sum) {
      return 1 + sum / Math.max(1, firstOpens.size());
    }

    Performance performance() {
      PerformanceState state = PerformanceState.initial(1);
      for (Sum sum : path) {
        double value = value(sum.gains());
        state = state.valued(sum.time(), value, sum.time() >= from ? value : 0);
      }
      return state.performance();
    }

    double[] growth(long[] times) {
      Worth worth = new Worth(times);
      double value = 1;
      for (Sum sum : path) {
        worth.until(sum.time(), value);
        value = value(sum.gains());
      }
      worth.until(Long.MAX_VALUE, value);
      return worth.growth();
    }
  }

  private static <T> void forEach(Path file, Class<T> type, Consumer<T> consumer)
      throws IOException {
    try (var lines = Files.lines(file)) {
      lines.map(line -> Objects.requireNonNull(Json.read(line, type))).forEach(consumer);
    }
  }
}
