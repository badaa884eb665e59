package io.minhos.engines.lstm;

/**
 * The two artifacts of a release.
 *
 * @param onnx what the engine {@code onnx} loads; file {@link #ONNX_FILE}
 * @param weights what the engine {@code dl4j} loads, and what a training goes on from; file {@link
 *     #WEIGHTS_FILE}
 */
public record LstmArtifacts(byte[] onnx, byte[] weights) {

  public static final String ONNX_FILE = "lstm.onnx";
  public static final String WEIGHTS_FILE = "lstm.weights";

  /** Exports weights in both forms. */
  public static LstmArtifacts of(LstmWeights weights) {
    return new LstmArtifacts(OnnxExport.toOnnx(weights), weights.toBytes());
  }
}
