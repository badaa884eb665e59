package io.minhos.store;

import java.util.List;

/** What a release is made of, which decides who can load it. */
public enum ModelKind {
  /** Three tree models and the linear model over their predictions. */
  STACK("forest.trees", "xgboost.trees", "lightgbm.trees", "stack.json"),
  /** A linear model, released where it beat the ensemble. */
  LINEAR("linear.json"),
  /** A recurrent net: as ONNX, and as plain weights with their architecture. */
  LSTM("lstm.onnx", "lstm.weights"),
  /** A classifier of trees, and what makes its margins chances. */
  WIN_PROBABILITY("winprob.trees", "calibration.json");

  @SuppressWarnings("ImmutableEnumChecker") // List.of is a copy that nobody can change.
  private final List<String> artifacts;

  ModelKind(String... artifacts) {
    this.artifacts = List.of(artifacts);
  }

  /** The artifacts that a release of this kind cannot be without. */
  public List<String> artifacts() {
    return artifacts;
  }
}
