package io.minhos.store;

import io.minhos.domain.inference.ModelRelease;
import java.util.Map;

/**
 * A release whose every byte was checked.
 *
 * @param release the reference that it was asked by
 * @param manifest what it says about itself
 * @param artifacts content by file name, for reading only
 */
public record LoadedRelease(
    ModelRelease release, Manifest manifest, Map<String, byte[]> artifacts) {

  public LoadedRelease {
    artifacts = Map.copyOf(artifacts);
  }

  /**
   * The content of one artifact.
   *
   * @throws StoreRefusal MISSING if the manifest names none of that name
   */
  public byte[] artifact(String name) throws StoreRefusal {
    byte[] content = artifacts.get(name);
    if (content == null) {
      throw new StoreRefusal(
          RefusalCode.MISSING,
          "artifact=" + name + " of " + release.model() + " version=" + release.version());
    }
    return content;
  }
}
