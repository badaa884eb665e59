package io.minhos.retraining;

import io.minhos.domain.signals.SignalFusion;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.output.Json;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.accumulators.ListAccumulator;

/**
 * Trains the win-probability model on trades that are simulated on what the champions answered out
 * of sample, judges it, and publishes it if it is released. For parallelism 1.
 */
final class TrainWin extends GatherRows<SignalModel, Void> {

  private static final long serialVersionUID = 1L;

  private final WinConfig training;
  private final Publication publication;

  TrainWin(WinConfig training, Publication publication) {
    this.training = training;
    this.publication = publication;
  }

  @Override
  void gathered(TrainingSet set, List<SignalModel> models) throws InterruptedException {
    LatestText progress = new LatestText();
    getRuntimeContext().addAccumulator(LatestText.PROGRESS + SignalFusion.WIN, progress);
    TrainingVerdict verdict = verdict(training, publication, set, models, progress::add);
    progress.add(verdict.metrics() != null ? "done" : verdict.reasons().get(0));
    ListAccumulator<String> verdicts = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(JudgeModels.VERDICTS, verdicts);
    verdicts.add(Json.line(verdict));
  }

  /** What comes of training it on what {@code models} answered, or why nothing does. */
  static TrainingVerdict verdict(
      WinConfig training,
      Publication publication,
      TrainingSet set,
      List<SignalModel> models,
      ModelTrainer.Progress progress)
      throws InterruptedException {
    try {
      return trained(training, publication, set, models, progress);
    } catch (StoreRefusal e) {
      LOG.error("NOT_PUBLISHED: model={}", SignalFusion.WIN, e);
      return publication.failed(SignalFusion.WIN, "NOT_PUBLISHED: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      LOG.error("TRAINER_FAILED: trainer={}", SignalFusion.WIN, e);
      return publication.failed(SignalFusion.WIN, "TRAINER_FAILED: " + e.getMessage());
    }
  }

  private static TrainingVerdict trained(
      WinConfig training,
      Publication publication,
      TrainingSet set,
      List<SignalModel> unordered,
      ModelTrainer.Progress progress)
      throws StoreRefusal, InterruptedException {
    List<SignalModel> models =
        unordered.stream().sorted(Comparator.comparing(SignalModel::model)).toList();
    for (SignalModel model : models) {
      if (model.failure() != null) {
        return publication.failed(SignalFusion.WIN, model.model() + ": " + model.failure());
      }
    }
    List<String> origin = models.stream().map(SignalModel::model).toList();
    TradeSimulation simulation = new TradeSimulation(training, set, models);
    return new WinRelease(training, publication)
        .of(
            simulation.trades(),
            set.times(),
            simulation.confidence(),
            simulation.technicalConfidence(),
            "signalsOf=" + origin,
            progress);
  }
}
