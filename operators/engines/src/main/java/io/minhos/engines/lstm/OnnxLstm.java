package io.minhos.engines.lstm;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.minhos.engines.lstm.LstmException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The LSTM in ONNX Runtime, on one core or on a CUDA device. On x86-64 the answer to a sequence is
 * the same to the bit in batches of 1 to 512. On a GPU it hangs on the batch: there every batch is
 * cut and filled up with zeros to the same size. Input and output live in direct buffers that are
 * kept between calls and grow to the largest batch asked.
 */
public final class OnnxLstm implements LstmModel {

  /** Rows of each run on a GPU. */
  static final int GPU_ROWS = 128;

  private final LstmArchitecture architecture;
  private final boolean onGpu;
  private final OrtEnvironment environment;
  private final OrtSession session;

  private int capacity;
  private FloatBuffer inputs;
  private FloatBuffer outputs;

  /** Tensors over the buffers for {@code rows} rows; null before the first call. */
  private OnnxTensor input;

  private OnnxTensor output;
  private int rows;
  private boolean closed;

  private OnnxLstm(
      LstmArchitecture architecture,
      boolean onGpu,
      OrtEnvironment environment,
      OrtSession session) {
    this.architecture = architecture;
    this.onGpu = onGpu;
    this.environment = environment;
    this.session = session;
  }

  /** The weights' model, exported and loaded, on the CPU. */
  public static OnnxLstm of(LstmWeights weights) {
    return of(weights, OptionalInt.empty());
  }

  /** The same on that GPU, if there is one. */
  public static OnnxLstm of(LstmWeights weights, OptionalInt gpu) {
    return load(OnnxExport.toOnnx(weights), weights.architecture(), gpu);
  }

  /** Loads a model that {@link OnnxExport} made, for the CPU. */
  public static OnnxLstm load(byte[] onnx, LstmArchitecture architecture) {
    return load(onnx, architecture, OptionalInt.empty());
  }

  /**
   * Loads a model that {@link OnnxExport} made.
   *
   * @param gpu index of the CUDA device to compute on; none: the CPU
   * @throws LstmException UNREADABLE_ONNX if ONNX Runtime refuses it, WRONG_SHAPE if its names,
   *     types, dimensions or architecture are not the expected ones, GPU_MISSING if ONNX Runtime
   *     cannot compute it on that device
   */
  public static OnnxLstm load(byte[] onnx, LstmArchitecture architecture, OptionalInt gpu) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session = open(environment, onnx, OptionalInt.empty());
    if (gpu.isPresent()) {
      // What the CPU could read is not the file's fault any more.
      close(session);
      session = open(environment, onnx, gpu);
    }
    try {
      check("input", session.getInputInfo(), OnnxExport.INPUT, inputShape(architecture, -1));
      check("output", session.getOutputInfo(), OnnxExport.OUTPUT, new long[] {-1, 1});
      String found =
          session.getMetadata().getCustomMetadataValue(OnnxExport.ARCHITECTURE).orElse("none");
      if (!found.equals(architecture.text())) {
        throw new LstmException(
            Code.WRONG_SHAPE, "architecture=" + found + " expected=" + architecture.text());
      }
      return new OnnxLstm(architecture, gpu.isPresent(), environment, session);
    } catch (OrtException e) {
      close(session);
      throw new LstmException(Code.UNREADABLE_ONNX, "reason=" + e.getMessage(), e);
    } catch (LstmException e) {
      close(session);
      throw e;
    }
  }

  private static OrtSession open(OrtEnvironment environment, byte[] onnx, OptionalInt gpu) {
    if (onnx.length == 0) {
      throw new LstmException(Code.UNREADABLE_ONNX, "bytes=0");
    }
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    try {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      if (gpu.isPresent()) {
        addCuda(options, gpu.getAsInt());
      }
      return environment.createSession(onnx, options);
    } catch (OrtException e) {
      String reason = "reason=" + e.getMessage();
      throw gpu.isPresent()
          ? new LstmException(
              Code.GPU_MISSING, "engine=onnx gpu=" + gpu.getAsInt() + " " + reason, e)
          : new LstmException(Code.UNREADABLE_ONNX, reason, e);
    } finally {
      options.close();
    }
  }

  /** In full float32, by the same algorithms each time, and nothing left to the CPU in silence. */
  private static void addCuda(OrtSession.SessionOptions options, int gpu) throws OrtException {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(gpu)) {
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
    }
    options.setDeterministicCompute(true);
    options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
  }

  private static void check(
      String side, Map<String, NodeInfo> infos, String name, long[] dimensions) {
    NodeInfo info = infos.get(name);
    if (info == null || infos.size() != 1) {
      throw new LstmException(
          Code.WRONG_SHAPE, side + "=" + infos.keySet() + " expected=[" + name + "]");
    }
    if (!(info.getInfo() instanceof TensorInfo tensor)
        || tensor.type != OnnxJavaType.FLOAT
        || !Arrays.equals(tensor.getShape(), dimensions)) {
      throw new LstmException(
          Code.WRONG_SHAPE,
          side + "=" + info.getInfo() + " expected=FLOAT" + Arrays.toString(dimensions));
    }
  }

  private static long[] inputShape(LstmArchitecture architecture, long batch) {
    return new long[] {batch, architecture.steps(), architecture.features()};
  }

  @Override
  public LstmArchitecture architecture() {
    return architecture;
  }

  @Override
  public void predict(float[] sequences, int rows, float[] out) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    LstmModel.checkRows(architecture, sequences, rows, out);
    try {
      int together = onGpu ? GPU_ROWS : rows;
      if (together != this.rows) {
        prepare(together);
      }
      for (int from = 0; from < rows; from += together) {
        run(sequences, from, Math.min(together, rows - from), out);
      }
      LstmModel.voidBroken(architecture, sequences, rows, out);
    } catch (OrtException e) {
      throw new LstmException(Code.ENGINE_FAILED, "engine=onnx rows=" + rows, e);
    }
  }

  private void run(float[] sequences, int from, int count, float[] out) throws OrtException {
    int width = steps() * features();
    inputs.put(0, sequences, from * width, count * width);
    inputs.put(count * width, new float[(rows - count) * width]);
    OrtSession.Result result =
        session.run(Map.of(OnnxExport.INPUT, input), Map.of(OnnxExport.OUTPUT, output));
    // Frees nothing of ours: a result does not own pinned outputs.
    result.close();
    outputs.get(0, out, from, count);
  }

  private void prepare(int rows) throws OrtException {
    releaseTensors();
    if (rows > capacity) {
      inputs = floats(rows * steps() * features());
      outputs = floats(rows);
      capacity = rows;
    }
    // A tensor over a direct buffer begins at its position and is as long as its limit allows.
    inputs.clear().limit(rows * steps() * features());
    outputs.clear().limit(rows);
    input = OnnxTensor.createTensor(environment, inputs, inputShape(architecture, rows));
    output = OnnxTensor.createTensor(environment, outputs, new long[] {rows, 1});
    this.rows = rows;
  }

  private static FloatBuffer floats(int length) {
    return ByteBuffer.allocateDirect(length * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private void releaseTensors() {
    rows = 0;
    if (input != null) {
      input.close();
      input = null;
    }
    if (output != null) {
      output.close();
      output = null;
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      releaseTensors();
      close(session);
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new LstmException(Code.ENGINE_FAILED, "engine=onnx close", e);
    }
  }
}
