package io.minhos.benchmarks;

import io.minhos.engines.lstm.Dl4jNetwork;
import io.minhos.engines.lstm.LstmArchitecture;
import io.minhos.engines.lstm.LstmEngine;
import io.minhos.engines.lstm.LstmModel;
import io.minhos.engines.lstm.LstmWeights;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The LSTM's engines on the same weights and sequences, and their multiplications alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LstmBenchmark {

  /** What the engines' answers may differ by: the bound of their parity test. */
  private static final double PARITY = 1e-5;

  /** {@code full} or {@code small}. */
  @Param({"full", "small"})
  String architecture;

  @Param({"1", "8", "32", "128", "512"})
  int batch;

  private float[] sequences;
  private float[] out;
  private LstmModel onnx;
  private LstmModel dl4j;
  private LstmGemms gemms;

  public LstmBenchmark() {}

  LstmBenchmark(String architecture, int batch) {
    this.architecture = architecture;
    this.batch = batch;
  }

  static LstmArchitecture architecture(String name) {
    return switch (name) {
      case "full" -> LstmArchitecture.defaults();
      case "small" -> LstmArchitecture.small();
      default -> throw new IllegalArgumentException("architecture must be full or small: " + name);
    };
  }

  /**
   * Makes the weights of a fresh network and sequences in [0, 1), and compares the engines.
   *
   * @throws IllegalStateException if they answer differently by more than 1e-5
   */
  @Setup
  public void open() {
    LstmArchitecture a = architecture(architecture);
    LstmWeights weights = weights(a);
    sequences = sequences(a, batch);
    out = new float[batch];
    onnx = LstmEngine.ONNX.open(weights);
    dl4j = LstmEngine.DL4J.open(weights);
    gemms = LstmGemms.of(a, batch);
    compare(onnx, dl4j, sequences, batch);
  }

  /** A fresh network's. */
  static LstmWeights weights(LstmArchitecture a) {
    return Dl4jNetwork.weights(
        Dl4jNetwork.create(
            new NeuralNetConfiguration.Builder().seed(42), a, Dl4jNetwork.Dropouts.NONE),
        a);
  }

  /** In [0, 1). */
  static float[] sequences(LstmArchitecture a, int batch) {
    SplittableRandom random = new SplittableRandom(42);
    float[] sequences = new float[batch * a.steps() * a.features()];
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = (float) random.nextDouble();
    }
    return sequences;
  }

  /**
   * Asks both.
   *
   * @throws IllegalStateException if they answer differently by more than 1e-5
   */
  static void compare(LstmModel one, LstmModel other, float[] sequences, int batch) {
    float[] ofOne = new float[batch];
    one.predict(sequences, batch, ofOne);
    float[] ofOther = new float[batch];
    other.predict(sequences, batch, ofOther);
    for (int row = 0; row < batch; row++) {
      // Not so for NaN either.
      if (!(Math.abs(ofOne[row] - ofOther[row]) <= PARITY)) {
        throw new IllegalStateException(
            "engines differ: row=" + row + " one=" + ofOne[row] + " other=" + ofOther[row]);
      }
    }
  }

  @Benchmark
  public float[] onnx(CpuTime cpu) {
    cpu.called();
    onnx.predict(sequences, batch, out);
    return out;
  }

  @Benchmark
  public float[] dl4j(CpuTime cpu) {
    cpu.called();
    dl4j.predict(sequences, batch, out);
    return out;
  }

  @Benchmark
  public void sgemm(CpuTime cpu) {
    cpu.called();
    gemms.run();
  }

  @TearDown
  public void close() {
    onnx.close();
    dl4j.close();
    gemms.close();
  }
}
