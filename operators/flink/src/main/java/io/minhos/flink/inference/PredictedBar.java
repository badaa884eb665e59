package io.minhos.flink.inference;

import io.minhos.domain.inference.Prediction;
import io.minhos.flink.control.ControlledBar;
import java.util.ArrayList;
import java.util.List;

/** A bar with the models' answers so far, in the order in which they were asked. */
public record PredictedBar(ControlledBar bar, List<Prediction> predictions) {

  PredictedBar plus(List<Prediction> answers) {
    List<Prediction> all = new ArrayList<>(predictions);
    all.addAll(answers);
    return new PredictedBar(bar, all);
  }

  PredictedBar withoutVectors() {
    return new PredictedBar(
        new ControlledBar(bar.analyzed().withoutVectors(), bar.controls(), bar.announced()),
        predictions);
  }
}
