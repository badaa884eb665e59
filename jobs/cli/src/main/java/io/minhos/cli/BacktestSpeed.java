package io.minhos.cli;

import static io.minhos.cli.TextTable.number;

import io.minhos.cli.InferenceTimes.Use;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What {@code bench backtest} has measured: how fast, and what the processor time of a backtest
 * with all models goes into.
 *
 * @param bars all symbols'
 * @param parallelism of the replays
 * @param rounds in each of which the same bars went through all three
 * @param barsPerSecond median of the rounds, by what ran
 * @param shares parts of the processor time of all rounds of the backtest with models; they add up
 *     to 1
 * @param bySubtraction what the models cost as a part of it, told by what the backtest without them
 *     takes less
 */
record BacktestSpeed(
    long bars,
    int parallelism,
    List<Round> rounds,
    Map<String, Double> barsPerSecond,
    Map<String, Double> shares,
    double bySubtraction) {

  static final String FEATURES = "features";
  static final String WITHOUT = "without models";
  static final String WITH = "with all models";
  static final String REPORT = "report";
  static final String FLINK = "Flink";
  static final String AROUND = "models, around their calls";
  static final String OURS = "fusion, sizing, files";
  static final String JVM = "compiler, collector";
  static final String REST = "rest";

  /** What models are loaded and asked by. */
  private static final String ENGINES = "io.minhos.engines.";

  /** In the stacks of what a clock is in: the models' calls. */
  private static final String CALLS = InferenceTimes.class.getName();

  /** What is clocked without Flink. */
  private static final List<String> CLOCKED =
      List.of(
          "io.minhos.domain.features.",
          "io.minhos.domain.technical.",
          "io.minhos.flink.features.",
          "io.minhos.flink.technical.");

  /**
   * Time that passed, and time that processors worked.
   *
   * @param cpuSeconds of all threads of this process, its compiler and collector among them
   */
  record Spent(double seconds, double cpuSeconds) {}

  /**
   * How many samples of Java code that no clock is in are of which part, by the innermost of what
   * is known: Flink; engines, where a model is loaded or warmed; else this product, with what is
   * called from there in other libraries, such as JSON's; none of them.
   *
   * @param reporter thread that makes the report, and waits before
   */
  static Map<String, Long> samples(List<StackSamples.Stack> stacks, long reporter) {
    Map<String, Long> samples = new LinkedHashMap<>();
    for (String part : List.of(FLINK, AROUND, OURS, REST)) {
      samples.put(part, 0L);
    }
    for (StackSamples.Stack stack : stacks) {
      String at = stack.at(List.of("io.minhos.", "org.apache.flink."));
      boolean clocked =
          stack.thread() == reporter
              || CLOCKED.stream().anyMatch(at::startsWith)
              || !stack.at(List.of(CALLS)).isEmpty();
      if (!clocked) {
        samples.merge(part(at), 1L, Long::sum);
      }
    }
    return samples;
  }

  private static String part(String innermost) {
    if (innermost.isEmpty()) {
      return REST;
    }
    if (innermost.startsWith("org.apache.flink.")) {
      return FLINK;
    }
    return innermost.startsWith(ENGINES) ? AROUND : OURS;
  }

  /**
   * The same bars, three times.
   *
   * @param features of each bar, and technical analysis, one thread without Flink
   * @param without the backtest by technical analysis alone
   * @param with the backtest that all models answer in
   * @param inference of it, in the models' calls, by model id
   * @param reportCpuSeconds of it, to read what was written for the summary and the report
   * @param jvmCpuSeconds of it, in the JVM's own threads, as far as the operating system tells
   * @param samples of it, by which what is left is divided, see {@link #samples}
   */
  record Round(
      Spent features,
      Spent without,
      Spent with,
      Map<String, Use> inference,
      double reportCpuSeconds,
      double jvmCpuSeconds,
      Map<String, Long> samples) {

    /** Processor seconds of the backtest with models, by what they went into. */
    Map<String, Double> parts() {
      Map<String, Double> parts = new LinkedHashMap<>();
      inference.forEach((model, use) -> parts.put(model, use.cpuSeconds()));
      parts.put(FEATURES, features.cpuSeconds());
      parts.put(REPORT, reportCpuSeconds);
      parts.put(JVM, jvmCpuSeconds);
      double left =
          with.cpuSeconds() - parts.values().stream().mapToDouble(seconds -> seconds).sum();
      long all = samples.values().stream().mapToLong(count -> count).sum();
      samples.forEach((part, count) -> parts.put(part, all == 0 ? 0 : left * count / all));
      if (all == 0) {
        parts.put(REST, left);
      }
      return parts;
    }

    double share(String part) {
      return parts().get(part) / with.cpuSeconds();
    }
  }

  static BacktestSpeed of(long bars, int parallelism, List<Round> rounds) {
    Map<String, Double> rates = new LinkedHashMap<>();
    rates.put(FEATURES, median(rounds, r -> bars / r.features().seconds()));
    rates.put(WITHOUT, median(rounds, r -> bars / r.without().seconds()));
    rates.put(WITH, median(rounds, r -> bars / r.with().seconds()));
    double all = sum(rounds, r -> r.with().cpuSeconds());
    Map<String, Double> shares = new LinkedHashMap<>();
    for (String part : rounds.get(0).parts().keySet()) {
      shares.put(part, sum(rounds, r -> r.parts().get(part)) / all);
    }
    double less = sum(rounds, r -> r.with().cpuSeconds() - r.without().cpuSeconds());
    return new BacktestSpeed(bars, parallelism, List.copyOf(rounds), rates, shares, less / all);
  }

  /** The models' part, told by the time within their calls. */
  double inference() {
    return rounds.get(0).inference().keySet().stream().mapToDouble(shares::get).sum();
  }

  private static double sum(List<Round> rounds, ToDoubleFunction<Round> of) {
    return rounds.stream().mapToDouble(of).sum();
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
    double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** For people. */
  String describe() {
    TextTable runs = new TextTable("ran", "bars/s", "least", "most", "processor µs a bar");
    runs.row(row(FEATURES + ", one thread", Round::features, barsPerSecond.get(FEATURES)));
    runs.row(row(WITHOUT, Round::without, barsPerSecond.get(WITHOUT)));
    runs.row(row(WITH, Round::with, barsPerSecond.get(WITH)));
    TextTable parts = new TextTable("part", "share %", "least", "most", "µs a bar", "rows a round");
    shares.forEach(
        (part, share) -> {
          double[] each = rounds.stream().mapToDouble(r -> 100 * r.share(part)).sorted().toArray();
          Use use = rounds.get(0).inference().get(part);
          parts.row(
              part,
              number(100 * share, 1),
              number(each[0], 1),
              number(each[each.length - 1], 1),
              number(micros(sum(rounds, r -> r.parts().get(part))), 2),
              number(use == null ? Double.NaN : use.rows(), 0));
        });
    return String.join(
        System.lineSeparator(),
        "%,d bars, %d rounds, parallelism %d".formatted(bars, rounds.size(), parallelism),
        "",
        runs.toString(),
        "",
        "Processor time of the backtest with all models:",
        parts.toString(),
        "",
        "All models: %.1f %% by the time within their calls, %.1f %% by what the backtest takes less"
                .formatted(100 * inference(), 100 * bySubtraction)
            + " without them");
  }

  private Object[] row(String name, Function<Round, Spent> of, double barsPerSecond) {
    double[] rates = rounds.stream().mapToDouble(r -> bars / of.apply(r).seconds()).toArray();
    Arrays.sort(rates);
    return new Object[] {
      name,
      number(barsPerSecond, 0),
      number(rates[0], 0),
      number(rates[rates.length - 1], 0),
      number(micros(sum(rounds, r -> of.apply(r).cpuSeconds())), 1)
    };
  }

  private double micros(double secondsOfAllRounds) {
    return 1e6 * secondsOfAllRounds / rounds.size() / bars;
  }
}
