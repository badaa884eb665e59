package io.minhos.store;

import io.minhos.domain.inference.ModelRelease;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.fs.Path;

/**
 * Reads a release by its reference, whose checksum pins the manifest, which pins the artifacts:
 * what comes back is what was published, or a refusal that says which byte stream is not.
 */
public final class ReleaseReader {

  private final StoreFiles files;

  ReleaseReader(StoreFiles files) {
    this.files = files;
  }

  /**
   * Reads and checks everything; needs the reference alone, no store.
   *
   * @throws StoreRefusal MISSING, CORRUPT, UNREADABLE_MANIFEST, MISMATCH, UNSUPPORTED or
   *     UNREACHABLE
   */
  public static LoadedRelease open(ModelRelease release) throws StoreRefusal {
    return new ReleaseReader(StoreFiles.at(folder(release))).read(release);
  }

  LoadedRelease read(ModelRelease release) throws StoreRefusal {
    Path folder = folder(release);
    byte[] bytes = bytes(folder, StoreLayout.MANIFEST);
    check(StoreLayout.MANIFEST, release.sha256(), bytes);
    Manifest manifest = Manifest.read(bytes);
    checkIdentity(release.model(), release.version(), manifest);
    Map<String, byte[]> artifacts = new TreeMap<>();
    for (Map.Entry<String, String> artifact : manifest.artifacts().entrySet()) {
      byte[] content = bytes(folder, artifact.getKey());
      check(artifact.getKey(), artifact.getValue(), content);
      artifacts.put(artifact.getKey(), content);
    }
    return new LoadedRelease(release, manifest, artifacts);
  }

  static void checkIdentity(String model, int version, Manifest manifest) throws StoreRefusal {
    if (!manifest.modelId().equals(model) || manifest.version() != version) {
      throw new StoreRefusal(
          RefusalCode.MISMATCH,
          "expected=%s/%d manifest=%s/%d"
              .formatted(model, version, manifest.modelId(), manifest.version()));
    }
  }

  private byte[] bytes(Path folder, String name) throws StoreRefusal {
    Path file = new Path(folder, name);
    return files
        .read(file)
        .orElseThrow(
            () -> new StoreRefusal(RefusalCode.MISSING, "artifact=" + name + " path=" + file));
  }

  static void check(String name, String expected, byte[] content) throws StoreRefusal {
    String got = Sha256.of(content);
    if (!got.equals(expected)) {
      throw new StoreRefusal(
          RefusalCode.CORRUPT, "artifact=" + name + " expected=" + expected + " got=" + got);
    }
  }

  private static Path folder(ModelRelease release) throws StoreRefusal {
    try {
      return new Path(release.uri());
    } catch (IllegalArgumentException e) {
      throw new StoreRefusal(RefusalCode.INVALID, "uri=" + release.uri(), e);
    }
  }
}
