package io.minhos.retraining;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.retraining.trees.TabularRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The history in memory. Rows are in the order of (time, symbol), whatever order the bars came in.
 *
 * @param bars all bars by (symbol, time), those without label included
 * @param rows indices of the bars that models learn from, by (time, symbol)
 */
record TrainingSet(List<TrainingBar> bars, int[] rows) {

  static TrainingSet of(List<TrainingBar> unordered) {
    List<TrainingBar> bars = new ArrayList<>(unordered);
    bars.sort(Comparator.comparing(TrainingBar::symbol).thenComparingLong(TrainingBar::time));
    int[] rows =
        IntStream.range(0, bars.size())
            .filter(i -> bars.get(i).isRow())
            .boxed()
            .sorted(
                Comparator.<Integer>comparingLong(i -> bars.get(i).time())
                    .thenComparing(i -> bars.get(i).symbol()))
            .mapToInt(Integer::intValue)
            .toArray();
    return new TrainingSet(bars, rows);
  }

  int size() {
    return rows.length;
  }

  TrainingBar row(int i) {
    return bars.get(rows[i]);
  }

  List<String> symbols() {
    return bars.stream().map(TrainingBar::symbol).distinct().toList();
  }

  /** Event times of all bars, ascending, each once. */
  long[] times() {
    return bars.stream().mapToLong(TrainingBar::time).sorted().distinct().toArray();
  }

  /** When the last label of all rows is known, milliseconds since the epoch. */
  long lastLabelEnd() {
    return IntStream.range(0, size()).mapToLong(i -> row(i).labelEnd()).max().orElseThrow();
  }

  /** Numbers of the rows that {@code part} trains on. */
  int[] trained(SplitPlan.Part part) {
    return IntStream.range(0, size()).filter(i -> part.trains(row(i).time())).toArray();
  }

  /** Numbers of the rows that {@code part} tests. */
  int[] tested(SplitPlan.Part part) {
    return IntStream.range(0, size()).filter(i -> part.tests(row(i).time())).toArray();
  }

  /** Numbers of all rows that are tested, fold after fold. */
  int[] tested(SplitPlan plan) {
    return plan.folds().stream().flatMapToInt(part -> Arrays.stream(tested(part))).toArray();
  }

  /** The rows as tree models take them. */
  TabularRows tabular() {
    int features = FeatureSchema.TABULAR.size();
    double[] values = new double[size() * features];
    double[] labels = new double[size()];
    for (int i = 0; i < size(); i++) {
      System.arraycopy(row(i).tabular().values(), 0, values, i * features, features);
      labels[i] = row(i).label();
    }
    return new TabularRows(features, values, labels);
  }

  /** For each bar, how many warm bars of its symbol end with it. */
  int[] warmRuns() {
    int[] runs = new int[bars.size()];
    Map<String, Integer> run = new HashMap<>();
    for (int i = 0; i < runs.length; i++) {
      TrainingBar bar = bars.get(i);
      runs[i] = bar.sequence().warm() ? run.merge(bar.symbol(), 1, Integer::sum) : 0;
    }
    return runs;
  }
}
