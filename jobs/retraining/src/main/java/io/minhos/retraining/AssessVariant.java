package io.minhos.retraining;

import io.minhos.domain.evaluation.ScoreCounts;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.trading.output.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Tells what one of several settings makes of a model, once all rows are there: trains, stacks and
 * judges as {@link TrainModel}, {@link StackModels}, {@link JudgeModels} and {@link TrainWin} do,
 * one trainer after the other on one copy of the rows, and publishes nothing. Variants run beside
 * each other, each in an operator of its own. For parallelism 1.
 */
final class AssessVariant extends AbstractStreamOperator<Void>
    implements TwoInputStreamOperator<TrainingBar, Fits, Void>, BoundedMultiInput {

  private static final long serialVersionUID = 1L;

  private final int number;
  private final String model;
  private final List<String> components;
  private final List<ModelTrainer> trainers;
  private final ModelGate gate;
  private final WinConfig win;

  private transient List<TrainingBar> bars;
  private transient Fits fits;
  private transient int ended;

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
    TrainingSet set = TrainingSet.of(bars);
    bars = null;
    ListAccumulator<String> verdict = new ListAccumulator<>();
    verdict.add(Json.line(verdict(set)));
    getRuntimeContext().addAccumulator(verdictOf(number), verdict);
  }

  private TrainingVerdict verdict(TrainingSet set) throws InterruptedException {
    Map<String, TrainedModel> models = new HashMap<>();
    for (ModelTrainer trainer : trainers) {
      models.put(trainer.name(), TrainModel.train(trainer, set, fits, text -> {}));
    }
    Stacking stacking = new Stacking(set, models);
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
