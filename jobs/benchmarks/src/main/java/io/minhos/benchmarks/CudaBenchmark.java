package io.minhos.benchmarks;

import io.minhos.engines.lstm.LstmArchitecture;
import io.minhos.engines.lstm.LstmEngine;
import io.minhos.engines.lstm.LstmModel;
import io.minhos.engines.lstm.LstmWeights;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** ONNX Runtime on one core and on the first GPU, the way there and back included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CudaBenchmark {

  @Param({"1", "8", "32", "128", "512"})
  int batch;

  private float[] sequences;
  private float[] out;
  private LstmModel onCpu;
  private LstmModel onGpu;

  /**
   * Opens the full network's model on both and compares the answers.
   *
   * @throws IllegalStateException if they answer differently by more than 1e-5
   */
  @Setup
  public void open() {
    LstmArchitecture a = LstmArchitecture.defaults();
    LstmWeights weights = LstmBenchmark.weights(a);
    sequences = LstmBenchmark.sequences(a, batch);
    out = new float[batch];
    onCpu = LstmEngine.ONNX.open(weights);
    onGpu = LstmEngine.ONNX.open(weights, OptionalInt.of(0));
    LstmBenchmark.compare(onCpu, onGpu, sequences, batch);
  }

  @Benchmark
  public float[] cpu() {
    onCpu.predict(sequences, batch, out);
    return out;
  }

  @Benchmark
  public float[] cuda() {
    onGpu.predict(sequences, batch, out);
    return out;
  }

  @TearDown
  public void close() {
    onCpu.close();
    onGpu.close();
  }
}
