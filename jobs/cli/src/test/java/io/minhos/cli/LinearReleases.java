package io.minhos.cli;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.engines.ensemble.LinearEnsemble;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.StoreRefusal;
import io.minhos.store.Training;
import io.minhos.store.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Releases of the ensemble that answer bars and need no training. */
final class LinearReleases {

  private LinearReleases() {}

  /** Publishes one with this intercept, and this weight of the first feature alone. */
  static ModelRelease publish(ModelStore store, Instant learned, double intercept, double weight)
      throws StoreRefusal {
    FeatureSchema schema = FeatureSchema.TABULAR;
    double[] weights = new double[schema.size()];
    weights[0] = weight;
    return store.publish(
        new ReleaseDraft(
            SignalFusion.ENSEMBLE,
            ModelKind.LINEAR,
            schema.id(),
            schema.version(),
            schema.hash(),
            0,
            null,
            new Training(learned.minusSeconds(9), learned, 100, List.of("A"), 5, 1),
            Map.of(),
            new Verdict(true, List.of()),
            "1.0.0",
            learned),
        Map.of("linear.json", new LinearEnsemble(intercept, weights).toJson()));
  }
}
