package io.minhos.benchmarks;

import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.engines.ensemble.StackedEnsemble;
import io.minhos.retraining.trees.TabularRows;
import java.io.IOException;
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

/** What a row costs in the live job: three models of 100 trees and the stack over them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StackBenchmark {

  @Param({"1", "512"})
  int batch;

  private StackedEnsemble stack;
  private double[][] rows;
  private int next;

  public StackBenchmark() {}

  StackBenchmark(int batch) {
    this.batch = batch;
  }

  @Setup
  public void open() throws IOException {
    stack = TrainedTrees.ofProperty().stack();
    TabularRows all = TrainedTrees.rows(TreesBenchmark.ROWS, TreesBenchmark.SEED);
    rows = IntStream.range(0, all.rows()).mapToObj(all::row).toArray(double[][]::new);
  }

  @Benchmark
  public EnsembleAnswer[] stack(CpuTime cpu) {
    cpu.called();
    EnsembleAnswer[] answers = new EnsembleAnswer[batch];
    for (int i = 0; i < batch; i++) {
      answers[i] = stack.answer(rows[next + i]);
    }
    next = next + batch < rows.length ? next + batch : 0;
    return answers;
  }
}
