package io.minhos.engines.lstm;

import io.minhos.engines.lstm.LstmException.Code;
import java.util.Arrays;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The LSTM in DL4J, on any ND4J backend. The network is built from code and given its weights:
 * DL4J's own files deserialise Java objects and are never read. Answers hang on the size of the
 * batch in their last bits: up to 3 units in the last place were seen between batches of 1 and 512.
 */
public final class Dl4jLstm implements LstmModel {

  private final LstmArchitecture architecture;
  private final OptionalInt gpu;
  private MultiLayerNetwork network;

  /**
   * @param gpu index of the CUDA device to compute on; none: as ND4J chooses
   * @throws LstmException GPU_MISSING if the ND4J on the class path has no such device
   */
  public Dl4jLstm(LstmWeights weights, OptionalInt gpu) {
    this.gpu = gpu;
    gpu.ifPresent(Dl4jLstm::require);
    useGpu();
    architecture = weights.architecture();
    network =
        Dl4jNetwork.create(
            new NeuralNetConfiguration.Builder(), architecture, Dl4jNetwork.Dropouts.NONE);
    Dl4jNetwork.setWeights(network, weights);
  }

  @Override
  public LstmArchitecture architecture() {
    return architecture;
  }

  @Override
  public void predict(float[] sequences, int rows, float[] out) {
    if (network == null) {
      throw new IllegalStateException("the model is closed");
    }
    LstmModel.checkRows(architecture, sequences, rows, out);
    int values = rows * steps() * features();
    float[] asked = sequences.length == values ? sequences : Arrays.copyOf(sequences, values);
    useGpu();
    float[] answers;
    try (INDArray input = Dl4jNetwork.input(asked, rows, architecture);
        INDArray output = network.output(input, false)) {
      answers = output.data().asFloat();
    } catch (RuntimeException e) {
      throw new LstmException(Code.ENGINE_FAILED, "engine=dl4j rows=" + rows, e);
    }
    System.arraycopy(answers, 0, out, 0, rows);
    LstmModel.voidBroken(architecture, sequences, rows, out);
  }

  /** Before work on ND4J: it binds devices to threads, and a model is loaded by another one. */
  private void useGpu() {
    if (gpu.isPresent()
        && Nd4j.getAffinityManager().getDeviceForCurrentThread() != gpu.getAsInt()) {
      Nd4j.getMemoryManager().releaseCurrentContext();
      Nd4j.getAffinityManager().unsafeSetDevice(gpu.getAsInt());
    }
  }

  private static void require(int gpu) {
    // ND4J on a CPU counts that as a device.
    int gpus = Nd4j.getEnvironment().isCPU() ? 0 : Nd4j.getAffinityManager().getNumberOfDevices();
    if (gpu >= gpus) {
      throw new LstmException(Code.GPU_MISSING, "engine=dl4j gpu=%d gpus=%d".formatted(gpu, gpus));
    }
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
  }
}
