package io.minhos.benchmarks;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import io.minhos.engines.lstm.LstmArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The multiplications of matrices that one batch of an LSTM takes, and nothing else, in OpenBLAS.
 * Their order and shapes are those of ONNX Runtime's CPU kernel, rows × inner × columns, for S
 * steps, F features, B sequences:
 *
 * <pre>
 * LSTM 1   inputs, all steps at once      S·B × F × 4u₁
 *          states, S times, added         B × u₁ × 4u₁
 * LSTM 2   inputs, all steps at once      S·B × u₁ × 4u₂
 *          states, S times, added         B × u₂ × 4u₂
 * dense                                   B × u₂ × d
 * output                                  B × d × 1
 * </pre>
 *
 * <p>Each step's product waits in a real network for the sigmoids of the step before; here nothing
 * waits. Biases, gates and activations are neither done nor counted. OpenBLAS packs the weights
 * anew in each product, which costs it most where a product has few rows; an engine that packs them
 * once can be faster than this. What the core does at best is {@link #square}.
 */
public final class LstmGemms implements AutoCloseable {

  /** C = A·B + β·C, row-major, dense. */
  private record Gemm(
      int rows,
      int inner,
      int columns,
      FloatPointer a,
      FloatPointer b,
      float beta,
      FloatPointer c) {

    void run() {
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasNoTrans,
          rows,
          columns,
          inner,
          1,
          a,
          inner,
          b,
          columns,
          beta,
          c,
          columns);
    }
  }

  private final List<Gemm> gemms = new ArrayList<>();
  private final List<FloatPointer> memory = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);

  private LstmGemms() {}

  /** The multiplications of {@code batch} sequences, on made-up values in ±1. */
  public static LstmGemms of(LstmArchitecture a, int batch) {
    LstmGemms all = new LstmGemms();
    all.lstm(a.steps(), batch, a.features(), a.lstm1Units());
    all.lstm(a.steps(), batch, a.lstm1Units(), a.lstm2Units());
    all.dense(batch, a.lstm2Units(), a.denseUnits());
    all.dense(batch, a.denseUnits(), 1);
    return all;
  }

  /** One product of two square matrices of {@code size} rows: what the core can do at best. */
  public static LstmGemms square(int size) {
    LstmGemms one = new LstmGemms();
    one.dense(size, size, size);
    return one;
  }

  private void lstm(int steps, int batch, int inputs, int units) {
    FloatPointer gates = matrix(steps * batch, 4 * units);
    gemms.add(
        new Gemm(
            steps * batch,
            inputs,
            4 * units,
            matrix(steps * batch, inputs),
            matrix(inputs, 4 * units),
            0,
            gates));
    FloatPointer states = matrix(steps * batch, units);
    FloatPointer recurrent = matrix(units, 4 * units);
    for (int step = 0; step < steps; step++) {
      long row = (long) step * batch;
      gemms.add(
          new Gemm(
              batch,
              units,
              4 * units,
              new FloatPointer(states).position(row * units),
              recurrent,
              1,
              new FloatPointer(gates).position(row * 4 * units)));
    }
  }

  private void dense(int rows, int inputs, int units) {
    gemms.add(
        new Gemm(
            rows,
            inputs,
            units,
            matrix(rows, inputs),
            matrix(inputs, units),
            0,
            matrix(rows, units)));
  }

  private FloatPointer matrix(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    FloatPointer pointer = new FloatPointer(values);
    memory.add(pointer);
    return pointer;
  }

  /** Multiplies once. */
  public void run() {
    for (Gemm gemm : gemms) {
      gemm.run();
    }
  }

  /**
   * Additions and multiplications that {@code batch} sequences take: of the full network 11,466,100
   * a sequence.
   */
  public static double flops(LstmArchitecture a, int batch) {
    double steps =
        4.0 * a.lstm1Units() * (a.features() + a.lstm1Units())
            + 4.0 * a.lstm2Units() * (a.lstm1Units() + a.lstm2Units());
    return 2.0 * batch * (a.steps() * steps + a.denseUnits() * (a.lstm2Units() + 1.0));
  }

  @Override
  public void close() {
    memory.forEach(FloatPointer::close);
  }
}
