package io.minhos.store;

import java.nio.charset.StandardCharsets;

/**
 * The checksum of each manifest, kept apart from it and written before the release counts. A
 * reference to a release carries the checksum too, but whoever finds a release by its number has no
 * reference: without the seal a manifest that was changed later, its verdict for instance, could be
 * promoted.
 */
final class Seals {

  private final StoreFiles files;
  private final StoreLayout layout;

  Seals(StoreFiles files, StoreLayout layout) {
    this.files = files;
    this.layout = layout;
  }

  void write(String model, int version, String sha256) throws StoreRefusal {
    files.write(layout.seal(model, version), sha256.getBytes(StandardCharsets.US_ASCII));
  }

  /** SHA-256 of the manifest as it was published. */
  String read(String model, int version) throws StoreRefusal {
    byte[] content =
        files
            .read(layout.seal(model, version))
            .orElseThrow(
                () ->
                    new StoreRefusal(
                        RefusalCode.MISSING, "seal of model=" + model + " version=" + version));
    try {
      return Names.sha256("seal", new String(content, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new StoreRefusal(
          RefusalCode.CORRUPT,
          "seal of model=" + model + " version=" + version + ": " + e.getMessage(),
          e);
    }
  }
}
