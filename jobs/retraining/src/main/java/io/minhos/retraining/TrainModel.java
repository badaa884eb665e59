package io.minhos.retraining;

import io.minhos.flink.inference.ClusterLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Trains one model once all rows are there. For parallelism 1: trainers run beside each other, each
 * in an operator of its own. One that fails says why, and the others go on.
 */
final class TrainModel extends AbstractStreamOperator<TrainedModel>
    implements TwoInputStreamOperator<TrainingBar, Fits, TrainedModel>, BoundedMultiInput {

  private static final long serialVersionUID = 1L;

  /** What the trainers load native libraries by. */
  private static final List<String> NATIVE =
      List.of(
          "ml.dmlc.xgboost4j.java.XGBoost",
          "com.microsoft.ml.lightgbm.lightgbmlib",
          "org.nd4j.linalg.factory.Nd4j");

  private final ModelTrainer trainer;

  private transient List<TrainingBar> bars;
  private transient Fits fits;
  private transient int ended;

  TrainModel(ModelTrainer trainer) {
    this.trainer = trainer;
  }

  @Override
  public void open() throws Exception {
    super.open();
    checkLibraries();
    bars = new ArrayList<>();
  }

  @Override
  public void processElement1(StreamRecord<TrainingBar> element) {
    bars.add(element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<Fits> element) {
    fits = element.getValue();
  }

  @Override
  public void endInput(int input) throws InterruptedException {
    if (++ended < 2) {
      return;
    }
    LatestText progress = new LatestText();
    getRuntimeContext().addAccumulator(LatestText.PROGRESS + trainer.name(), progress);
    TrainedModel trained = train(trainer, TrainingSet.of(bars), fits, progress::add);
    progress.add(trained.failure() == null ? "done" : trained.failure());
    bars = null;
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
