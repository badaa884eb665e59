package io.minhos.engines.lstm;

import io.minhos.engines.lstm.LstmException.Code;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The LSTM in DL4J, on any ND4J backend. The network is built from code and given its weights:
 * DL4J's own files deserialise Java objects and are never read. Answers hang on the size of the
 * batch in their last bits: up to 3 units in the last place were seen between batches of 1 and 512.
 */
public final class Dl4jLstm implements LstmModel {

  private final LstmArchitecture architecture;
  private MultiLayerNetwork network;

  public Dl4jLstm(LstmWeights weights) {
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

  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
  }
}
