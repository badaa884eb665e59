package io.minhos.retraining.lstm;

import io.minhos.engines.lstm.Dl4jNetwork;
import io.minhos.engines.lstm.LstmArchitecture;
import io.minhos.engines.lstm.LstmWeights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains the LSTM in DL4J by mean squared error and Adam, and keeps the weights of the epoch with
 * the smallest validation loss.
 *
 * <p>Dropout is that of Keras' {@code dropout}, on the inputs of each layer. DL4J has none on the
 * recurrent state, so there is none.
 *
 * <p>The same data, configuration and machine give the same weights: first weights, shuffling and
 * dropout hang on the seed alone, and ND4J's random numbers are per thread, so trainings may run
 * side by side. With several OpenMP threads the order of sums is not fixed: set {@code
 * OMP_NUM_THREADS=1}.
 */
public final class LstmTrainer {

  private static final int VALIDATION_BATCH = 512;

  private final LstmTrainingConfig config;

  public LstmTrainer(LstmTrainingConfig config) {
    this.config = config;
  }

  /** Where {@link #train} parts the rows: a scaler may only see the training part's vectors. */
  public SequenceRows.Split split(SequenceRows rows) {
    return rows.split(config.validationShare(), config.purgeTimes());
  }

  /**
   * Trains.
   *
   * @param set all rows; the last of them are the validation, see {@link #split}
   * @param start weights to go on from, kept if no epoch is better; empty for random ones. Weights
   *     that have seen a part of the validation are not compared with: they know its answers
   * @param progress is told every epoch, in this thread
   * @throws InterruptedException if the thread is interrupted, within a batch
   * @throws LstmTrainingException DIVERGED if a loss is not finite
   * @throws io.minhos.engines.lstm.LstmException WRONG_SHAPE if the start is of another
   *     architecture
   */
  public LstmTraining train(
      SequenceSet set, Optional<LstmStart> start, Consumer<LstmEpoch> progress)
      throws InterruptedException {
    LstmArchitecture architecture = config.architecture();
    if (set.steps() != architecture.steps() || set.features() != architecture.features()) {
      throw new IllegalArgumentException(
          "sequences must be "
              + architecture.steps()
              + " x "
              + architecture.features()
              + ": "
              + set.steps()
              + " x "
              + set.features());
    }
    start.ifPresent(from -> from.weights().architecture().require(architecture));
    SequenceRows.Split split = split(set.rows());
    MultiLayerNetwork network = Dl4jNetwork.create(base(), architecture, dropouts());
    try {
      start.ifPresent(from -> Dl4jNetwork.setWeights(network, from.weights()));
      return train(network, set, split, start, progress);
    } finally {
      network.close();
    }
  }

  private NeuralNetConfiguration.Builder base() {
    // The seed also sets this thread's random numbers, from which dropout draws.
    return new NeuralNetConfiguration.Builder()
        .seed(config.seed())
        .weightInit(WeightInit.XAVIER)
        .updater(new Adam(config.learningRate()))
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(config.gradientClip());
  }

  private Dl4jNetwork.Dropouts dropouts() {
    return new Dl4jNetwork.Dropouts(config.dropout1(), config.dropout2(), config.dropout3());
  }

  private LstmTraining train(
      MultiLayerNetwork network,
      SequenceSet set,
      SequenceRows.Split split,
      Optional<LstmStart> start,
      Consumer<LstmEpoch> progress)
      throws InterruptedException {
    long began = System.nanoTime(); // For those who watch; nothing is decided by it.
    Optional<LstmStart> judged =
        start.filter(from -> from.knownUntil() < set.rows().times()[split.validation()]);
    double startLoss =
        judged.isPresent() ? validate(network, set, split) : Double.POSITIVE_INFINITY;
    EarlyStopping stopping = EarlyStopping.from(config.stoppingPatience(), startLoss);
    PlateauRate plateau = PlateauRate.from(config, startLoss);
    LstmWeights best = judged.map(LstmStart::weights).orElse(null);
    Random random = new Random(config.seed());
    int[] order = new int[split.training()];
    for (int row = 0; row < order.length; row++) {
      order[row] = row;
    }
    List<LstmEpoch> epochs = new ArrayList<>();
    while (stopping.epoch() < config.epochs() && !stopping.stops()) {
      double rate = plateau.rate();
      network.setLearningRate(rate);
      shuffle(order, random);
      double trainingLoss = pass(network, set, order);
      double validationLoss = validate(network, set, split);
      stopping = stopping.plus(validationLoss);
      plateau = plateau.plus(validationLoss);
      if (!Double.isFinite(trainingLoss) || !Double.isFinite(validationLoss)) {
        throw new LstmTrainingException(
            "DIVERGED: epoch=%d trainingLoss=%s validationLoss=%s"
                .formatted(stopping.epoch(), trainingLoss, validationLoss));
      }
      if (stopping.improved()) {
        best = Dl4jNetwork.weights(network, config.architecture());
      }
      LstmEpoch epoch =
          new LstmEpoch(
              stopping.epoch(),
              config.epochs(),
              trainingLoss,
              validationLoss,
              rate,
              stopping.improved(),
              Duration.ofNanos(System.nanoTime() - began));
      epochs.add(epoch);
      progress.accept(epoch);
    }
    return new LstmTraining(best, stopping.bestEpoch(), stopping.bestLoss(), List.copyOf(epochs));
  }

  /** Fisher and Yates. */
  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
  }

  /** One epoch; the mean loss of its rows. */
  private double pass(MultiLayerNetwork network, SequenceSet set, int[] order)
      throws InterruptedException {
    double sum = 0;
    for (int from = 0; from < order.length; from += config.batchSize()) {
      stopIfInterrupted();
      int rows = Math.min(config.batchSize(), order.length - from);
      float[] sequences = new float[rows * set.width()];
      float[] labels = new float[rows];
      for (int i = 0; i < rows; i++) {
        set.copy(order[from + i], sequences, i * set.width());
        labels[i] = set.rows().labels()[order[from + i]];
      }
      try (INDArray input = Dl4jNetwork.input(sequences, rows, config.architecture());
          INDArray expected = Nd4j.create(labels, new long[] {rows, 1}, 'c')) {
        network.fit(input, expected);
      }
      sum += rows * network.score();
    }
    return sum / order.length;
  }

  /** Mean squared error over the validation part, without dropout. */
  private double validate(MultiLayerNetwork network, SequenceSet set, SequenceRows.Split split)
      throws InterruptedException {
    int end = set.rows().size();
    double sum = 0;
    for (int from = split.validation(); from < end; from += VALIDATION_BATCH) {
      stopIfInterrupted();
      int rows = Math.min(VALIDATION_BATCH, end - from);
      float[] sequences = set.sequences(from, from + rows);
      try (INDArray input = Dl4jNetwork.input(sequences, rows, config.architecture());
          INDArray output = network.output(input, false)) {
        float[] answers = output.data().asFloat();
        for (int i = 0; i < rows; i++) {
          double error = answers[i] - set.rows().labels()[from + i];
          sum += error * error;
        }
      }
    }
    return sum / (end - split.validation());
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the training was interrupted");
    }
  }
}
