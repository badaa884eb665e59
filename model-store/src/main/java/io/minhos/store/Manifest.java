package io.minhos.store;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a release says about itself: {@code manifest.json}. It cannot be invalid; whether a running
 * job can use it (schema hash, dimensions) is that job's question.
 *
 * <p>{@link #bytes()} is canonical: fields in this order, maps sorted by name, no spaces, numbers
 * with the fewest digits that read back as the same number. So equal manifests have equal SHA-256,
 * and that of a manifest, which holds those of all artifacts, stands for the whole release.
 *
 * @param modelId such as {@code lstm}
 * @param kind who can load it
 * @param version counts up from 1 within the model; a version may be left out, none comes twice
 * @param featureSchema id of the features that it was trained on
 * @param featureSchemaVersion version of that schema
 * @param featureSchemaHash SHA-256 of that schema
 * @param sequenceLength vectors in a sequence, 0 where the model takes one vector
 * @param scaler null where the model takes features as they are
 * @param training what it was trained on
 * @param metrics finite numbers by name
 * @param verdict what the gate said
 * @param codeVersion of the code that trained it
 * @param createdAt when it was made
 * @param artifacts SHA-256 by file name
 */
public record Manifest(
    String modelId,
    ModelKind kind,
    int version,
    String featureSchema,
    int featureSchemaVersion,
    String featureSchemaHash,
    int sequenceLength,
    Scaling scaler,
    Training training,
    Map<String, Double> metrics,
    Verdict verdict,
    String codeVersion,
    Instant createdAt,
    Map<String, String> artifacts) {

  public Manifest {
    Names.model(modelId);
    present("kind", kind);
    between("version", version, 1, StoreLayout.LAST_VERSION);
    Names.text("featureSchema", featureSchema);
    between("featureSchemaVersion", featureSchemaVersion, 1, Integer.MAX_VALUE);
    Names.sha256("featureSchemaHash", featureSchemaHash);
    if (kind == ModelKind.LSTM ? sequenceLength < 1 : sequenceLength != 0) {
      throw new IllegalArgumentException(
          "sequenceLength must be >= 1 for LSTM, else 0: " + sequenceLength);
    }
    present("training", training);
    metrics = sorted("metrics", metrics);
    metrics.forEach(
        (name, value) -> {
          Names.text("metrics", name);
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("metrics." + name + " must be finite: " + value);
          }
        });
    present("verdict", verdict);
    Names.text("codeVersion", codeVersion);
    present("createdAt", createdAt);
    artifacts = sorted("artifacts", artifacts);
    artifacts.forEach((name, hash) -> Names.sha256("artifacts." + Names.artifact(name), hash));
    if (!artifacts.keySet().containsAll(kind.artifacts())) {
      throw new IllegalArgumentException(
          "artifacts of " + kind + " must include " + kind.artifacts() + ": " + artifacts.keySet());
    }
  }

  /** The content of {@code manifest.json}. */
  public byte[] bytes() {
    return StoreJson.bytes(this);
  }

  /**
   * Reads a manifest strictly: a field that is unknown, missing, doubled, of another type or out of
   * bounds is refused.
   *
   * @throws StoreRefusal UNREADABLE_MANIFEST, with the field
   */
  public static Manifest read(byte[] content) throws StoreRefusal {
    try {
      return StoreJson.read(content, Manifest.class);
    } catch (MalformedJsonException e) {
      throw new StoreRefusal(RefusalCode.UNREADABLE_MANIFEST, e.getMessage(), e);
    }
  }

  private static void present(String key, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(key + " must not be null");
    }
  }

  private static void between(String key, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(key + " must be in [" + low + ", " + high + "]: " + value);
    }
  }

  private static <V> SortedMap<String, V> sorted(String key, Map<String, V> values) {
    present(key, values);
    TreeMap<String, V> copy = new TreeMap<>(values);
    copy.forEach((name, value) -> present(key + "." + name, value));
    return Collections.unmodifiableSortedMap(copy);
  }
}
