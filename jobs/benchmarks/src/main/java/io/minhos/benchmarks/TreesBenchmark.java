package io.minhos.benchmarks;

import io.minhos.engines.trees.FlatTrees;
import io.minhos.retraining.trees.TabularRows;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Flat trees beside the library that grew them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TreesBenchmark {

  /** Asked one batch after the other: too many for the processor to learn their paths by heart. */
  static final int ROWS = 4_096;

  static final long SEED = 43;

  @Param({"forest", "xgboost", "lightgbm"})
  String model;

  @Param({"1", "512"})
  int batch;

  private FlatTrees flat;
  private LibraryTrees library;
  private double[][][] rows;
  private Object[] prepared;
  private int next;

  public TreesBenchmark() {}

  TreesBenchmark(String model, int batch) {
    this.model = model;
    this.batch = batch;
  }

  /**
   * Loads both and compares them.
   *
   * @throws IllegalStateException if an answer differs by a bit
   */
  @Setup
  public void open() throws IOException {
    TrainedTrees trained = TrainedTrees.ofProperty();
    flat = trained.flat(model);
    library = trained.library(model);
    TabularRows all = TrainedTrees.rows(ROWS, SEED);
    rows = new double[ROWS / batch][][];
    prepared = new Object[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int first = i * batch;
      TabularRows some = all.select(IntStream.range(first, first + batch).toArray());
      rows[i] = IntStream.range(0, batch).mapToObj(some::row).toArray(double[][]::new);
      prepared[i] = library.prepare(some);
      double[] expected = library.ask(prepared[i]);
      double[] got = flat(rows[i]);
      if (!Arrays.equals(expected, got)) {
        throw new IllegalStateException(
            "answers differ: model=" + model + " rows=" + first + "…" + (first + batch - 1));
      }
    }
  }

  @Benchmark
  public double[] flat(CpuTime cpu) {
    cpu.called();
    return flat(rows[turn()]);
  }

  private double[] flat(double[][] asked) {
    double[] answers = new double[asked.length];
    for (int i = 0; i < asked.length; i++) {
      answers[i] = flat.predict(asked[i]);
    }
    return answers;
  }

  @Benchmark
  public double[] library(CpuTime cpu) {
    cpu.called();
    return library.ask(prepared[turn()]);
  }

  private int turn() {
    next = next + 1 < rows.length ? next + 1 : 0;
    return next;
  }

  @TearDown
  public void close() {
    library.close();
  }
}
