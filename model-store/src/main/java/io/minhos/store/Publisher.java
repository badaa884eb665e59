package io.minhos.store;

import io.minhos.domain.inference.ModelRelease;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.core.fs.Path;

/**
 * Publishes a release: claim the version, write the artifacts, seal, create the manifest. The last
 * is the commit. A crash before it leaves a claimed version that nobody sees; a crash after it, a
 * complete release.
 */
final class Publisher {

  private final StoreFiles files;
  private final StoreLayout layout;

  Publisher(StoreFiles files, StoreLayout layout) {
    this.files = files;
    this.layout = layout;
  }

  ModelRelease publish(ReleaseDraft draft, Map<String, byte[]> artifacts) throws StoreRefusal {
    Map<String, byte[]> sorted = new TreeMap<>(artifacts);
    Map<String, String> checksums = new TreeMap<>();
    sorted.forEach((name, content) -> checksums.put(name, Sha256.of(content)));
    // All that can be wrong with the draft is found before the first file is written.
    manifest(draft, 1, checksums);

    int version = claim(draft);
    for (Map.Entry<String, byte[]> artifact : sorted.entrySet()) {
      files.write(
          new Path(layout.release(draft.modelId(), version), artifact.getKey()),
          artifact.getValue());
    }
    byte[] manifest = manifest(draft, version, checksums).bytes();
    new Seals(files, layout).write(draft.modelId(), version, Sha256.of(manifest));
    commit(draft.modelId(), version, manifest);
    return new ModelRelease(
        draft.modelId(),
        version,
        layout.release(draft.modelId(), version).toString(),
        Sha256.of(manifest));
  }

  private int claim(ReleaseDraft draft) throws StoreRefusal {
    String model = draft.modelId();
    byte[] claim = StoreJson.bytes(new Claim(draft.createdAt(), UUID.randomUUID().toString()));
    for (int version = highest(model) + 1; version <= StoreLayout.LAST_VERSION; version++) {
      Path target = layout.claim(model, version);
      if (files.createWhole(target, layout.staged(model, target), claim)) {
        return version;
      }
    }
    throw new StoreRefusal(
        RefusalCode.UNSUPPORTED, "model=" + model + " has all versions it can have");
  }

  /** Folders count too: a store that was copied without its claims is still a store. */
  private int highest(String model) throws StoreRefusal {
    int highest = 0;
    for (Path folder : List.of(layout.claims(model), layout.model(model))) {
      for (String name : files.list(folder)) {
        highest = Math.max(highest, StoreLayout.number(name).orElse(0));
      }
    }
    return highest;
  }

  private void commit(String model, int version, byte[] manifest) throws StoreRefusal {
    Path target = layout.manifest(model, version);
    if (!files.createWhole(target, layout.staged(model, target), manifest)) {
      throw new StoreRefusal(
          RefusalCode.ABANDONED,
          "model=" + model + " version=" + version + " was cleaned up before it was complete");
    }
  }

  private static Manifest manifest(ReleaseDraft draft, int version, Map<String, String> checksums)
      throws StoreRefusal {
    try {
      return draft.manifest(version, checksums);
    } catch (IllegalArgumentException e) {
      throw new StoreRefusal(RefusalCode.INVALID, e.getMessage(), e);
    }
  }
}
