package io.minhos.retraining;

import io.minhos.domain.evaluation.MinMaxScaler;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmEngine;
import io.minhos.engines.lstm.LstmModel;
import io.minhos.engines.lstm.LstmWeights;
import io.minhos.retraining.lstm.LstmEpoch;
import io.minhos.retraining.lstm.LstmParity;
import io.minhos.retraining.lstm.LstmStart;
import io.minhos.retraining.lstm.LstmTrainer;
import io.minhos.retraining.lstm.LstmTraining;
import io.minhos.retraining.lstm.SequenceRows;
import io.minhos.retraining.lstm.SequenceSet;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The sequence model.
 *
 * <p>A warm start goes on from the release in force, and keeps its scaler, in which its weights are
 * to be read. The release has seen what it was trained on: a fold that it reaches beyond the
 * training part of is trained from random weights, so that nothing of a test is known in training.
 * Where the history has only grown since, that is every fold: the gate then judges what the history
 * teaches a network that starts from nothing, and the release is one that did not.
 */
final class LstmModelTrainer implements ModelTrainer {

  private static final long serialVersionUID = 1L;

  /** Sequences on which the engines' parity is proven at least, where there are so many. */
  private static final int PARITY_ROWS = 2_048;

  private final RetrainingConfig config;
  private final String store;

  /**
   * @param store root of the model store, from which a warm start reads the release in force
   */
  LstmModelTrainer(RetrainingConfig config, String store) {
    this.config = config;
    this.store = store;
  }

  @Override
  public String name() {
    return "lstm";
  }

  @Override
  public TrainedModel train(TrainingSet set, Fits fits, Progress progress)
      throws InterruptedException {
    Optional<WarmStart> start =
        config.warmStart() ? WarmStart.read(store, name()) : Optional.empty();
    int[] runs = set.warmRuns();
    double[] answers = new double[set.tested(fits.plan()).length];
    Arrays.fill(answers, Double.NaN);
    int folds = fits.folds().size();
    int at = 0;
    for (int fold = 0; fold < folds; fold++) {
      SplitPlan.Part part = fits.folds().get(fold).split();
      Optional<WarmStart> known = start.filter(from -> from.knownUntil() < part.trainUntil());
      Fits.Fit fit = scaledLike(known, fits.folds().get(fold));
      int[] tested = set.tested(part);
      if (fold >= folds - config.lstmFolds()) {
        LstmTraining trained = train(set, runs, fit, known, fold + 1, folds + 1, progress);
        float[] vectors = scaled(set, fit.scaler());
        answer(trained.weights(), set, runs, vectors, tested, answers, at);
      }
      at += tested.length;
    }
    Fits.Fit all = scaledLike(start, fits.whole());
    LstmTraining whole = train(set, runs, all, start, folds + 1, folds + 1, progress);
    LstmArtifacts artifacts = LstmArtifacts.of(whole.weights());
    SequenceSet sequences = sequences(set, runs, all);
    int rows = sequences.rows().size();
    int proven = Math.min(rows, PARITY_ROWS);
    double parity = LstmParity.verify(artifacts, sequences.sequences(rows - proven, rows), proven);
    Map<String, Double> metrics = reliance(whole.weights(), sequences);
    metrics.put("validationLoss", whole.validationLoss());
    metrics.put("bestEpoch", (double) whole.bestEpoch());
    metrics.put("startVersion", (double) start.map(WarmStart::version).orElse(0));
    metrics.put("engineParity", parity);
    return new TrainedModel(
        name(),
        null,
        fits.plan(),
        answers,
        Map.of(
            LstmArtifacts.ONNX_FILE, artifacts.onnx(),
            LstmArtifacts.WEIGHTS_FILE, artifacts.weights()),
        all.min(),
        all.max(),
        start.map(WarmStart::knownUntil).orElse(0L),
        metrics);
  }

  private LstmTraining train(
      TrainingSet set,
      int[] runs,
      Fits.Fit fit,
      Optional<WarmStart> start,
      int number,
      int of,
      Progress progress)
      throws InterruptedException {
    return new LstmTrainer(config.lstm())
        .train(
            sequences(set, runs, fit),
            start.map(from -> new LstmStart(from.weights(), from.knownUntil())),
            epoch -> progress.report(describe(epoch, number, of)));
  }

  private static Fits.Fit scaledLike(Optional<WarmStart> start, Fits.Fit fit) {
    return start.map(from -> fit.scaledBy(from.min(), from.max())).orElse(fit);
  }

  private static String describe(LstmEpoch epoch, int number, int of) {
    return String.format(
        Locale.ROOT,
        "training %d of %d, epoch %d of %d, loss %.5f, validation %.5f, at most %d s left",
        number,
        of,
        epoch.epoch(),
        epoch.epochs(),
        epoch.trainingLoss(),
        epoch.validationLoss(),
        epoch.atMostLeft().toSeconds());
  }

  /** The sequences that end in the training rows of {@code fit}, scaled by its scaler. */
  private SequenceSet sequences(TrainingSet set, int[] runs, Fits.Fit fit) {
    int steps = config.lstm().architecture().steps();
    int[] rows =
        Arrays.stream(set.trained(fit.split()))
            .filter(row -> runs[set.rows()[row]] >= steps)
            .toArray();
    float[] labels = new float[rows.length];
    long[] times = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = (float) set.row(rows[i]).label();
      times[i] = set.row(rows[i]).time();
    }
    int[] ends = IntStream.of(rows).map(row -> set.rows()[row]).toArray();
    return new SequenceSet(
        steps,
        FeatureSchema.SEQUENCE_8.size(),
        scaled(set, fit.scaler()),
        new SequenceRows(ends, labels, times));
  }

  private static float[] scaled(TrainingSet set, MinMaxScaler scaler) {
    int features = scaler.features();
    float[] vectors = new float[set.bars().size() * features];
    for (int i = 0; i < set.bars().size(); i++) {
      scaler.transform(set.bars().get(i).sequence().values(), vectors, i * features);
    }
    return vectors;
  }

  /** The share of each feature in what moves the answers. */
  private static Map<String, Double> reliance(LstmWeights weights, SequenceSet sequences) {
    try (LstmModel model = LstmEngine.ONNX.open(weights)) {
      return FeatureReliance.metrics(
          FeatureSchema.SEQUENCE_8.names(),
          sequences.rows().size(),
          row -> doubles(sequences.sequences(row, row + 1)),
          asked -> answers(model, asked));
    }
  }

  private static double[] answers(LstmModel model, double[][] rows) {
    int width = model.steps() * model.features();
    float[] sequences = new float[rows.length * width];
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = (float) rows[i / width][i % width];
    }
    float[] answers = new float[rows.length];
    model.predict(sequences, rows.length, answers);
    return doubles(answers);
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static void answer(
      LstmWeights weights,
      TrainingSet set,
      int[] runs,
      float[] vectors,
      int[] tested,
      double[] answers,
      int at) {
    LstmModel model = LstmEngine.ONNX.open(weights);
    try {
      int width = model.steps() * model.features();
      float[] sequence = new float[width];
      float[] answer = new float[1];
      for (int i = 0; i < tested.length; i++) {
        int end = set.rows()[tested[i]];
        if (runs[end] >= model.steps()) {
          System.arraycopy(
              vectors, (end - model.steps() + 1) * model.features(), sequence, 0, width);
          model.predict(sequence, 1, answer);
          answers[at + i] = answer[0];
        }
      }
    } finally {
      model.close();
    }
  }
}
