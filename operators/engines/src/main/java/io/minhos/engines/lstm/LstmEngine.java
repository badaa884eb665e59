package io.minhos.engines.lstm;

import io.minhos.engines.lstm.LstmException.Code;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What computes the LSTM's answers. They agree to 1e-5, not to the bit. */
public enum LstmEngine {
  /** ONNX Runtime, the default: on the CPU, or on a GPU where the one for CUDA is there. */
  ONNX,
  /** DL4J on whichever ND4J backend is on the class path: CPU, or a GPU with CUDA. */
  DL4J;

  /** As configuration names it: the name in lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The engine of that id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static LstmEngine byId(String id) {
    return Arrays.stream(values())
        .filter(engine -> engine.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("lstmEngine must be one of onnx, dl4j: " + id));
  }

  /**
   * Loads a release's artifacts. Both are read, and have to be of the same architecture.
   *
   * @param artifacts as stored; whether they are the published bytes is the store's to check
   * @throws LstmException with the reason if they cannot be used, or the engine is not there
   */
  public LstmModel load(LstmArtifacts artifacts) {
    return load(artifacts, OptionalInt.empty());
  }

  /**
   * The same on a GPU.
   *
   * @param gpu its index; none: the CPU, or where ND4J computes
   * @throws LstmException GPU_MISSING if the engine has no such GPU
   */
  public LstmModel load(LstmArtifacts artifacts, OptionalInt gpu) {
    LstmWeights weights = LstmWeights.fromBytes(artifacts.weights());
    return linked(
        () ->
            this == ONNX
                ? OnnxLstm.load(artifacts.onnx(), weights.architecture(), gpu)
                : new Dl4jLstm(weights, gpu));
  }

  /**
   * A model of those weights.
   *
   * @throws LstmException ENGINE_MISSING if the engine's libraries are not on the class path
   */
  public LstmModel open(LstmWeights weights) {
    return open(weights, OptionalInt.empty());
  }

  /**
   * The same on a GPU.
   *
   * @param gpu its index; none: the CPU, or where ND4J computes
   * @throws LstmException GPU_MISSING if the engine has no such GPU
   */
  public LstmModel open(LstmWeights weights, OptionalInt gpu) {
    return linked(() -> this == ONNX ? OnnxLstm.of(weights, gpu) : new Dl4jLstm(weights, gpu));
  }

  private LstmModel linked(Supplier<LstmModel> engine) {
    try {
      return engine.get();
    } catch (LinkageError e) {
      throw new LstmException(Code.ENGINE_MISSING, "engine=" + id() + " missing=" + libraries(), e);
    }
  }

  private String libraries() {
    return this == ONNX
        ? "com.microsoft.onnxruntime:onnxruntime or onnxruntime_gpu"
        : "org.deeplearning4j:deeplearning4j-nn and org.nd4j:nd4j-native or nd4j-cuda-11.6";
  }
}
