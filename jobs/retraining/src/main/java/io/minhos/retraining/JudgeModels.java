package io.minhos.retraining;

import io.minhos.domain.evaluation.ScoreCounts;
import io.minhos.trading.output.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Has the candidates judged, see {@link ModelGate}; then tells what the models answered that are
 * champions now. For parallelism 1.
 */
final class JudgeModels extends AbstractStreamOperator<SignalModel>
    implements TwoInputStreamOperator<Candidate, ModelScores, SignalModel>, BoundedMultiInput {

  /** Accumulator of {@link TrainingVerdict}s as JSON. */
  static final String VERDICTS = "verdicts";

  private static final long serialVersionUID = 1L;

  private final ModelGate gate;
  private final List<String> order;

  private transient TreeMap<String, Candidate> candidates;
  private transient Map<String, ScoreCounts> scores;
  private transient int ended;

  /**
   * @param order model ids that this run set out to judge, in the order of their verdicts; of other
   *     candidates it tells the answers alone
   */
  JudgeModels(RetrainingConfig training, Publication publication, List<String> order) {
    this.gate = new ModelGate(training, publication, order.size());
    this.order = List.copyOf(order);
  }

  @Override
  public void open() throws Exception {
    super.open();
    candidates = new TreeMap<>();
    scores = new HashMap<>();
  }

  @Override
  public void processElement1(StreamRecord<Candidate> element) {
    candidates.put(element.getValue().model(), element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<ModelScores> element) {
    scores.merge(element.getValue().model(), element.getValue().counts(), ScoreCounts::plus);
  }

  @Override
  public void endInput(int input) {
    if (++ended < 2) {
      return;
    }
    ListAccumulator<String> verdicts = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(VERDICTS, verdicts);
    for (String model : order) {
      verdicts.add(
          Json.line(
              gate.verdict(
                  candidates.get(model), scores.getOrDefault(model, ScoreCounts.empty()))));
    }
    for (Candidate candidate : candidates.values()) {
      gate.signalModel(candidate).ifPresent(heard -> output.collect(new StreamRecord<>(heard)));
    }
  }
}
