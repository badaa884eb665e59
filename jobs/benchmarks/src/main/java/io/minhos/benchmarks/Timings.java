package io.minhos.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;

/**
 * What a call took, in µs of {@link CpuTime} or of the clock, once a round. Ratios are taken within
 * a round, in which both were measured one after the other, and the median round is told.
 */
final class Timings {

  private final Map<String, List<Double>> rounds = new TreeMap<>();

  /** Such as {@code TreesBenchmark.flat batch=1 model=forest}: parameters by name. */
  static String key(Class<?> type, String method, Map<String, String> parameters) {
    StringBuilder key = new StringBuilder(type.getSimpleName()).append('.').append(method);
    new TreeMap<>(parameters).forEach((name, value) -> key.append(" " + name + "=" + value));
    return key.toString();
  }

  void add(String key, RunResult result) {
    var counted = result.getSecondaryResults();
    add(key, counted.get("cpuNanos").getScore() / counted.get("calls").getScore() / 1e3);
  }

  void add(String key, double micros) {
    rounds.computeIfAbsent(key, absent -> new ArrayList<>()).add(micros);
  }

  /** Time of a call, µs, in the median round. */
  double micros(String key) {
    return median(rounds(key));
  }

  /** How many times as long {@code slow} took as {@code fast}, in the median round. */
  double ratio(String slow, String fast) {
    double[] numerators = rounds(slow);
    double[] denominators = rounds(fast);
    double[] ratios = new double[numerators.length];
    Arrays.setAll(ratios, round -> numerators[round] / denominators[round]);
    return median(ratios);
  }

  /** All that was added. */
  Map<String, List<Double>> all() {
    return rounds;
  }

  private double[] rounds(String key) {
    List<Double> measured = rounds.get(key);
    if (measured == null) {
      throw new IllegalStateException("not measured: " + key);
    }
    return measured.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
