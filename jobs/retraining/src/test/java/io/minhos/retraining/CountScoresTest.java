package io.minhos.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.evaluation.ScoreCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CountScoresTest {

  private static final int SUBTASKS = 3;

  /** Scores with ties, both zeros among them, shared out at random, merged in any order. */
  @Test
  void subtasksTogetherCountWhatOnePassOverAllDoes() throws Exception {
    Random random = new Random(3);
    Map<String, List<Score>> all = new TreeMap<>();
    List<List<Score>> shares = new ArrayList<>();
    for (int i = 0; i < SUBTASKS; i++) {
      shares.add(new ArrayList<>());
    }
    for (int i = 0; i < 1_000; i++) {
      String model = random.nextInt(4) == 0 ? "lstm" : "ensemble";
      double value = (random.nextInt(21) - 10) / 10.0;
      Score score =
          new Score(model, value == 0 && random.nextBoolean() ? -0.0 : value, random.nextBoolean());
      all.computeIfAbsent(model, m -> new ArrayList<>()).add(score);
      shares.get(random.nextInt(SUBTASKS)).add(score);
    }
    List<ModelScores> parts = new ArrayList<>();
    for (List<Score> share : shares) {
      parts.addAll(count(share));
    }
    Collections.shuffle(parts, random);
    Map<String, ScoreCounts> merged = new TreeMap<>();
    for (ModelScores part : parts) {
      merged.merge(part.model(), part.counts(), ScoreCounts::plus);
    }

    assertThat(merged).hasSize(2);
    all.forEach(
        (model, scores) -> {
          boolean[] up = new boolean[scores.size()];
          for (int i = 0; i < up.length; i++) {
            up[i] = scores.get(i).up();
          }
          ScoreCounts expected =
              ScoreCounts.of(scores.stream().mapToDouble(Score::value).toArray(), up);
          assertThat(merged.get(model).scores()).isEqualTo(expected.scores());
          assertThat(merged.get(model).positives()).isEqualTo(expected.positives());
          assertThat(merged.get(model).negatives()).isEqualTo(expected.negatives());
        });
  }

  private static List<ModelScores> count(List<Score> scores) throws Exception {
    var harness = new OneInputStreamOperatorTestHarness<Score, ModelScores>(new CountScores());
    try {
      harness.open();
      for (Score score : scores) {
        harness.processElement(new StreamRecord<>(score));
      }
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.endInput();
      return harness.extractOutputValues();
    } finally {
      harness.close();
    }
  }
}
