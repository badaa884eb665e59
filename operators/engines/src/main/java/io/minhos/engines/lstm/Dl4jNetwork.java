package io.minhos.engines.lstm;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The network in DL4J, which takes sequences as [batch, features, steps], and the way of its
 * parameters to {@link LstmWeights} and back.
 *
 * <p>DL4J calls an LSTM's gates I, F, O, G, but its I is the cell's candidate (tanh) and its G the
 * input gate (sigmoid): the order is cell, forget, output, input. The parameters are views into one
 * vector; kernels are inputs × 4 units.
 */
public final class Dl4jNetwork {

  /** Where DL4J's cell, forget, output and input stand among input, forget, cell, output. */
  private static final int[] GATES = {2, 1, 3, 0};

  /**
   * Shares of a layer's inputs that are dropped in training, each in [0, 1).
   *
   * @param lstm1 of the features
   * @param lstm2 of the first LSTM's states
   * @param output of the dense layer's answers
   */
  public record Dropouts(double lstm1, double lstm2, double output) {

    public static final Dropouts NONE = new Dropouts(0, 0, 0);

    public Dropouts {
      check("lstm1", lstm1);
      check("lstm2", lstm2);
      check("output", output);
    }

    private static void check(String key, double share) {
      if (!(share >= 0 && share < 1)) {
        throw new IllegalArgumentException("dropout." + key + " must be in [0, 1): " + share);
      }
    }
  }

  private Dl4jNetwork() {}

  /**
   * An initialised network.
   *
   * @param base seed, updater, initial weights, gradient clipping
   */
  public static MultiLayerNetwork create(
      NeuralNetConfiguration.Builder base, LstmArchitecture a, Dropouts dropouts) {
    MultiLayerConfiguration configuration =
        base.dataType(DataType.FLOAT)
            .list()
            .layer(lstm(a.features(), a.lstm1Units(), dropouts.lstm1()))
            .layer(new LastTimeStep(lstm(a.lstm1Units(), a.lstm2Units(), dropouts.lstm2())))
            .layer(
                new DenseLayer.Builder()
                    .nIn(a.lstm2Units())
                    .nOut(a.denseUnits())
                    .activation(Activation.RELU)
                    .build())
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(a.denseUnits())
                    .nOut(1)
                    .activation(Activation.TANH)
                    .dropOut(dropout(dropouts.output()))
                    .build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static LSTM lstm(int inputs, int units, double dropped) {
    return new LSTM.Builder()
        .nIn(inputs)
        .nOut(units)
        .activation(Activation.TANH)
        .gateActivationFunction(Activation.SIGMOID)
        .forgetGateBiasInit(1)
        .dataFormat(RNNFormat.NCW)
        .dropOut(dropout(dropped))
        .build();
  }

  /**
   * DL4J drops from a layer's inputs, as Keras does, but asks for the share that it keeps, and
   * takes null for none. Keras drops the same features at every step, DL4J others at each.
   */
  private static Dropout dropout(double dropped) {
    return dropped == 0 ? null : new Dropout(1 - dropped);
  }

  /** Row-major rows × steps × features as DL4J wants them: a view, [rows, features, steps]. */
  public static INDArray input(float[] sequences, int rows, LstmArchitecture a) {
    return Nd4j.create(sequences, new long[] {rows, a.steps(), a.features()}, 'c').permute(0, 2, 1);
  }

  /** Sets a network's parameters. */
  public static void setWeights(MultiLayerNetwork network, LstmWeights weights) {
    LstmArchitecture a = weights.architecture();
    setLstm(network, 0, weights.lstm1(), a.features(), a.lstm1Units());
    setLstm(network, 1, weights.lstm2(), a.lstm1Units(), a.lstm2Units());
    setDense(network, 2, weights.dense(), a.lstm2Units(), a.denseUnits());
    setDense(network, 3, weights.output(), a.denseUnits(), 1);
  }

  private static void setLstm(
      MultiLayerNetwork network, int layer, LstmWeights.Lstm lstm, int inputs, int units) {
    set(network, layer + "_W", toDl4j(lstm.kernel(), inputs, units), inputs, 4L * units);
    set(network, layer + "_RW", toDl4j(lstm.recurrent(), units, units), units, 4L * units);
    set(network, layer + "_b", toDl4j(lstm.bias(), 1, units), 1, 4L * units);
  }

  private static void setDense(
      MultiLayerNetwork network, int layer, LstmWeights.Dense dense, int inputs, int units) {
    set(network, layer + "_W", dense.kernel(), inputs, units);
    set(network, layer + "_b", dense.bias(), 1, units);
  }

  private static void set(
      MultiLayerNetwork network, String key, float[] values, long rows, long columns) {
    INDArray parameter = network.getParam(key);
    parameter.assign(
        Nd4j.create(values, new long[] {rows, columns}, 'c').reshape(parameter.shape()));
  }

  /** A network's parameters. */
  public static LstmWeights weights(MultiLayerNetwork network, LstmArchitecture a) {
    return new LstmWeights(
        a,
        lstm(network, 0, a.features(), a.lstm1Units()),
        lstm(network, 1, a.lstm1Units(), a.lstm2Units()),
        dense(network, 2),
        dense(network, 3));
  }

  private static LstmWeights.Lstm lstm(
      MultiLayerNetwork network, int layer, int inputs, int units) {
    return new LstmWeights.Lstm(
        fromDl4j(get(network, layer + "_W"), inputs, units),
        fromDl4j(get(network, layer + "_RW"), units, units),
        fromDl4j(get(network, layer + "_b"), 1, units));
  }

  private static LstmWeights.Dense dense(MultiLayerNetwork network, int layer) {
    return new LstmWeights.Dense(get(network, layer + "_W"), get(network, layer + "_b"));
  }

  /** Row-major, whatever the parameter's own order. */
  private static float[] get(MultiLayerNetwork network, String key) {
    return network.getParam(key).dup('c').data().asFloat();
  }

  private static float[] toDl4j(float[] kernel, int inputs, int units) {
    float[] dl4j = new float[kernel.length];
    for (int input = 0; input < inputs; input++) {
      for (int gate = 0; gate < GATES.length; gate++) {
        System.arraycopy(
            kernel, (input * 4 + GATES[gate]) * units, dl4j, (input * 4 + gate) * units, units);
      }
    }
    return dl4j;
  }

  private static float[] fromDl4j(float[] dl4j, int inputs, int units) {
    float[] kernel = new float[dl4j.length];
    for (int input = 0; input < inputs; input++) {
      for (int gate = 0; gate < GATES.length; gate++) {
        System.arraycopy(
            dl4j, (input * 4 + gate) * units, kernel, (input * 4 + GATES[gate]) * units, units);
      }
    }
    return kernel;
  }
}
