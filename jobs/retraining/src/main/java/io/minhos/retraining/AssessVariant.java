package io.minhos.retraining;

import io.minhos.domain.evaluation.ScoreCounts;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.trading.output.Json;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.ListAccumulator;

/**
 * Tells what one of several settings makes of a model, once all rows are there: trains, stacks and
 * judges as {@link TrainModel}, {@link StackModels}, {@link JudgeModels} and {@link TrainWin} do,
 * one trainer after the other on one copy of the rows, and publishes nothing. Variants run beside
 * each other, each in an operator of its own. For parallelism 1.
 */
final class AssessVariant extends GatherRows<Fits, Void> {

  private static final long serialVersionUID = 1L;

  private final int number;
  private final String model;
  private final List<String> components;
  private final List<ModelTrainer> trainers;
  private final ModelGate gate;
  private final WinConfig win;

  /**
   * @param number of the variant, which tells its verdict from those of others
   * @param model model id that is judged
   * @param components model ids that are trained: {@code model}, or those that its signals are of
   * @param trainers of the components
   * @param gate assesses alone
   * @param win how winprob is trained
   */
  AssessVariant(
      int number,
      String model,
      List<String> components,
      List<ModelTrainer> trainers,
      ModelGate gate,
      WinConfig win) {
    this.number = number;
    this.model = model;
    this.components = List.copyOf(components);
    this.trainers = List.copyOf(trainers);
    this.gate = gate;
    this.win = win;
  }

  /** Accumulator of the verdict on a variant, as JSON. */
  static String verdictOf(int number) {
    return JudgeModels.VERDICTS + "." + number;
  }

  @Override
  public void open() throws Exception {
    super.open();
    TrainModel.checkLibraries();
  }

  @Override
  void gathered(TrainingSet set, List<Fits> fits) throws InterruptedException {
    ListAccumulator<String> verdict = new ListAccumulator<>();
    verdict.add(Json.line(verdict(set, fits.get(0))));
    getRuntimeContext().addAccumulator(verdictOf(number), verdict);
  }

  private TrainingVerdict verdict(TrainingSet set, Fits fits) throws InterruptedException {
    List<TrainedModel> models = new ArrayList<>();
    for (ModelTrainer trainer : trainers) {
      models.add(TrainModel.train(trainer, set, fits, text -> {}));
    }
    Stacking stacking = Stacking.of(set, models, false);
    if (!model.equals(SignalFusion.WIN)) {
      return gate.verdict(stacking.candidate(model), ScoreCounts.empty());
    }
    List<SignalModel> heard =
        components.stream()
            .map(stacking::candidate)
            .flatMap(candidate -> gate.signalModel(candidate).stream())
            .toList();
    return TrainWin.verdict(win, gate.publication(), set, heard, text -> {});
  }
}
