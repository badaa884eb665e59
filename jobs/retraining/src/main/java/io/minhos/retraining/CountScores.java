package io.minhos.retraining;

import io.minhos.domain.evaluation.ScoreCounts;
import java.util.Comparator;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * One pass over a subtask's scores: what the measures of classification need, exact, one entry for
 * each distinct score. Any number of subtasks share the scores in any way.
 */
final class CountScores extends AbstractStreamOperator<ModelScores>
    implements OneInputStreamOperator<Score, ModelScores>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  /** By model and by score, the greatest first: rows that fell, rows that rose. */
  private transient TreeMap<String, TreeMap<Double, long[]>> counts;

  @Override
  public void open() throws Exception {
    super.open();
    counts = new TreeMap<>();
  }

  @Override
  public void processElement(StreamRecord<Score> element) {
    Score score = element.getValue();
    // Plus zero, since a tree orders -0 before 0.
    counts.computeIfAbsent(score.model(), model -> new TreeMap<>(Comparator.reverseOrder()))
        .computeIfAbsent(score.value() + 0.0, value -> new long[2])[score.up() ? 1 : 0]++;
  }

  @Override
  public void endInput() {
    counts.forEach(
        (model, scores) ->
            output.collect(
                new StreamRecord<>(
                    new ModelScores(
                        model,
                        new ScoreCounts(
                            scores.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                            scores.values().stream().mapToDouble(n -> n[1]).toArray(),
                            scores.values().stream().mapToDouble(n -> n[0]).toArray())))));
  }
}
