package io.minhos.store;

import java.time.Instant;
import java.util.Map;

/**
 * A manifest that has no version yet: all that a trainer knows. The store adds the version and the
 * checksums of the artifacts.
 *
 * @param modelId such as {@code lstm}
 * @param kind who can load it
 * @param featureSchema id of the features that it was trained on
 * @param featureSchemaVersion version of that schema
 * @param featureSchemaHash SHA-256 of that schema
 * @param sequenceLength vectors in a sequence, 0 where the model takes one vector
 * @param scaler null where the model takes features as they are
 * @param training what it was trained on
 * @param metrics finite numbers by name
 * @param verdict what the gate said
 * @param codeVersion of the code that trained it
 * @param createdAt when; also the age of the claim, should publishing be cut short
 */
public record ReleaseDraft(
    String modelId,
    ModelKind kind,
    String featureSchema,
    int featureSchemaVersion,
    String featureSchemaHash,
    int sequenceLength,
    Scaling scaler,
    Training training,
    Map<String, Double> metrics,
    Verdict verdict,
    String codeVersion,
    Instant createdAt) {

  /** The manifest of this draft as {@code version}, with the artifacts' checksums by name. */
  Manifest manifest(int version, Map<String, String> artifacts) {
    return new Manifest(
        modelId,
        kind,
        version,
        featureSchema,
        featureSchemaVersion,
        featureSchemaHash,
        sequenceLength,
        scaler,
        training,
        metrics,
        verdict,
        codeVersion,
        createdAt,
        artifacts);
  }
}
