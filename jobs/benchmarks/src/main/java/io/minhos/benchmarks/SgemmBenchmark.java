package io.minhos.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What one core multiplies at best: large square matrices, where every load is used often. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SgemmBenchmark {

  /** Rows and columns. */
  static final int SIZE = 1_024;

  private LstmGemms square;

  @Setup
  public void open() {
    square = LstmGemms.square(SIZE);
  }

  @Benchmark
  public void sgemm(CpuTime cpu) {
    cpu.called();
    square.run();
  }

  @TearDown
  public void close() {
    square.close();
  }
}
