package io.minhos.engines.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.minhos.engines.lstm.Dl4jNetwork.Dropouts;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class Dl4jNetworkTest {

  private static final LstmArchitecture ODD = new LstmArchitecture(7, 3, 11, 5, 4);

  @Test
  void parametersComeBackToTheBit() {
    LstmWeights weights = RandomWeights.of(ODD, 1);
    MultiLayerNetwork network = create(ODD, Dropouts.NONE);
    Dl4jNetwork.setWeights(network, weights);
    assertThat(Dl4jNetwork.weights(network, ODD).toBytes()).isEqualTo(weights.toBytes());
    assertThat(network.numParams()).isEqualTo(ODD.parameters());
  }

  /** The bias of the forget gate begins at 1, the others at 0. */
  @Test
  void aFreshNetworkRemembers() {
    float[] bias = Dl4jNetwork.weights(create(ODD, Dropouts.NONE), ODD).lstm1().bias();
    assertThat(Arrays.copyOfRange(bias, 11, 22)).containsOnly(1);
    assertThat(Arrays.copyOfRange(bias, 0, 11)).containsOnly(0);
    assertThat(Arrays.copyOfRange(bias, 22, 44)).containsOnly(0);
  }

  /**
   * One unit everywhere, no biases: a dropped value anywhere makes the answer 0. So the share of
   * zeros is the share that was dropped, not the share that was kept.
   */
  @Test
  void dropsTheShareThatItIsToldTo() {
    assertThat(zeros(new Dropouts(0.2, 0, 0))).isCloseTo(0.2, within(0.02));
    assertThat(zeros(new Dropouts(0, 0.25, 0))).isCloseTo(0.25, within(0.02));
    assertThat(zeros(new Dropouts(0, 0, 0.3))).isCloseTo(0.3, within(0.02));
    assertThat(zeros(Dropouts.NONE)).isZero();
  }

  private static double zeros(Dropouts dropouts) {
    LstmArchitecture one = new LstmArchitecture(1, 1, 1, 1, 1);
    float[] ones = {1, 1, 1, 1};
    LstmWeights.Lstm lstm = new LstmWeights.Lstm(ones, new float[4], new float[4]);
    LstmWeights.Dense dense = new LstmWeights.Dense(new float[] {1}, new float[1]);
    MultiLayerNetwork network = create(one, dropouts);
    Dl4jNetwork.setWeights(network, new LstmWeights(one, lstm, lstm, dense, dense));
    int rows = 5_000;
    float[] sequences = new float[rows];
    Arrays.fill(sequences, 1);
    float[] training =
        network.output(Dl4jNetwork.input(sequences, rows, one), true).data().asFloat();
    float[] serving =
        network.output(Dl4jNetwork.input(sequences, rows, one), false).data().asFloat();
    assertThat(serving).doesNotContain(0);
    int zeros = 0;
    for (float answer : training) {
      zeros += answer == 0 ? 1 : 0;
    }
    return (double) zeros / rows;
  }

  @Test
  void dropoutHasBounds() {
    assertThatThrownBy(() -> new Dropouts(1, 0, 0))
        .hasMessage("dropout.lstm1 must be in [0, 1): 1.0");
    assertThatThrownBy(() -> new Dropouts(0, 0, Double.NaN))
        .hasMessage("dropout.output must be in [0, 1): NaN");
  }

  private static MultiLayerNetwork create(LstmArchitecture a, Dropouts dropouts) {
    return Dl4jNetwork.create(new NeuralNetConfiguration.Builder().seed(1), a, dropouts);
  }
}
