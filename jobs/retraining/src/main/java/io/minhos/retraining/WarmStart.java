package io.minhos.retraining;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmWeights;
import io.minhos.retraining.lstm.LstmTrainingException;
import io.minhos.store.Alias;
import io.minhos.store.LoadedRelease;
import io.minhos.store.Manifest;
import io.minhos.store.ModelStore;
import io.minhos.store.StoreRefusal;
import java.util.Optional;

/**
 * The release in force, as a training goes on from it.
 *
 * @param version of the release
 * @param weights of the network
 * @param min least values of its scaler
 * @param max greatest values of its scaler
 * @param knownUntil last event time that it was trained on, labels included, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record WarmStart(int version, LstmWeights weights, double[] min, double[] max, long knownUntil) {

  /**
   * The champion of {@code model}; empty if there is none.
   *
   * @throws LstmTrainingException WARM_START if there is one that cannot be read, or whose features
   *     are others
   */
  static Optional<WarmStart> read(String store, String model) {
    try {
      ModelStore models = ModelStore.at(store);
      Optional<ModelRelease> champion = models.find(model, Alias.CHAMPION);
      return champion.isEmpty() ? Optional.empty() : Optional.of(of(models.open(champion.get())));
    } catch (StoreRefusal e) {
      throw new LstmTrainingException("WARM_START: " + e.getMessage(), e);
    }
  }

  private static WarmStart of(LoadedRelease release) throws StoreRefusal {
    Manifest manifest = release.manifest();
    if (!manifest.featureSchemaHash().equals(FeatureSchema.SEQUENCE_8.hash())) {
      throw new LstmTrainingException(
          "WARM_START: version=%d schema=%s expected=%s"
              .formatted(
                  manifest.version(),
                  manifest.featureSchemaHash(),
                  FeatureSchema.SEQUENCE_8.hash()));
    }
    return new WarmStart(
        manifest.version(),
        LstmWeights.fromBytes(release.artifact(LstmArtifacts.WEIGHTS_FILE)),
        manifest.scaler().minima(),
        manifest.scaler().maxima(),
        manifest.training().to().toEpochMilli());
  }
}
