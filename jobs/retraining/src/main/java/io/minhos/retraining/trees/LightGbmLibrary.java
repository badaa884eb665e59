package io.minhos.retraining.trees;

import io.github.metarank.lightgbm4j.LGBMBooster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads LightGBM's native library from a folder of this class loader's own.
 *
 * <p>LightGBM4J writes {@code java.io.tmpdir/lib_lightgbm.so} in place and maps it. A second JVM or
 * class loader with the same folder would overwrite what the first has mapped and kill it with
 * SIGBUS. So the property points to a new folder while the library loads. {@link
 * Files#createTempFile} has read it long before; whoever reads it meanwhile gets a folder that is
 * there.
 */
final class LightGbmLibrary {

  private static final String TMPDIR = "java.io.tmpdir";

  private LightGbmLibrary() {}

  static void load() {
    Loaded.touch();
  }

  /** Its initialiser runs once, under a lock. */
  private static final class Loaded {
    static {
      String shared = System.getProperty(TMPDIR);
      try {
        Path own = Files.createTempDirectory("lightgbm");
        System.setProperty(TMPDIR, own.toString());
        try {
          LGBMBooster.loadNative();
        } finally {
          System.setProperty(TMPDIR, shared);
          // Mapped by now: the names can go. On Linux the mappings stay.
          deleteAll(own);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static void touch() {}

    private static void deleteAll(Path folder) throws IOException {
      try (var files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
