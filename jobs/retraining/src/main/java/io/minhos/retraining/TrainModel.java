package io.minhos.retraining;

import io.minhos.flink.inference.ClusterLayout;
import java.io.IOException;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Trains one model once all rows are there. For parallelism 1: trainers run beside each other, each
 * in an operator of its own. One that fails says why, and the others go on.
 */
final class TrainModel extends GatherRows<Fits, TrainedModel> {

  private static final long serialVersionUID = 1L;

  /** What the trainers load native libraries by. */
  private static final List<String> NATIVE =
      List.of(
          "ml.dmlc.xgboost4j.java.XGBoost",
          "com.microsoft.ml.lightgbm.lightgbmlib",
          "org.nd4j.linalg.factory.Nd4j");

  private final ModelTrainer trainer;

  TrainModel(ModelTrainer trainer) {
    this.trainer = trainer;
  }

  @Override
  public void open() throws Exception {
    super.open();
    checkLibraries();
  }

  @Override
  void gathered(TrainingSet set, List<Fits> fits) throws InterruptedException {
    LatestText progress = new LatestText();
    getRuntimeContext().addAccumulator(LatestText.PROGRESS + trainer.name(), progress);
    TrainedModel trained = train(trainer, set, fits.get(0), progress::add);
    progress.add(trained.failure() == null ? "done" : trained.failure());
    output.collect(new StreamRecord<>(trained));
  }

  /** Native libraries must be loaded by the class path's loader, see {@link ClusterLayout}. */
  static void checkLibraries() throws IOException {
    ClusterLayout.check(NATIVE);
  }

  /** The model, or why there is none. */
  static TrainedModel train(
      ModelTrainer trainer, TrainingSet set, Fits fits, ModelTrainer.Progress progress)
      throws InterruptedException {
    try {
      return trainer.train(set, fits, progress);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("TRAINER_FAILED: trainer={}", trainer.name(), e);
      return TrainedModel.failed(trainer.name(), fits, "TRAINER_FAILED: " + e.getMessage());
    }
  }
}
