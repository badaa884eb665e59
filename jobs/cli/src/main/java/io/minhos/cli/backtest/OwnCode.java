package io.minhos.cli.backtest;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The product's own code on the class path: its version stays the same while it is worked on. */
final class OwnCode {

  /** Of all that is ours. */
  private static final String PACKAGE = "io/minhos/";

  private OwnCode() {}

  /** SHA-256 of the classes and resources by name, wherever they lie; libraries are not of them. */
  static String sha256() throws IOException {
    Map<String, Long> checksums = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        ofFolder(path, checksums);
      } else if (Files.isRegularFile(path) && path.getFileName().toString().startsWith("minhos-")) {
        ofJar(path, checksums);
      }
    }
    return BacktestSettings.sha256(checksums.toString());
  }

  private static void ofJar(Path jar, Map<String, Long> checksums) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      file.stream()
          .filter(entry -> entry.getName().startsWith(PACKAGE) && !entry.isDirectory())
          .forEach((ZipEntry entry) -> checksums.putIfAbsent(entry.getName(), entry.getCrc()));
    }
  }

  private static void ofFolder(Path folder, Map<String, Long> checksums) throws IOException {
    Path own = folder.resolve(PACKAGE);
    if (!Files.isDirectory(own)) {
      return;
    }
    try (Stream<Path> files = Files.walk(own)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file ->
                  checksums.putIfAbsent(
                      folder.relativize(file).toString().replace('\\', '/'), crc(file)));
    }
  }

  private static long crc(Path file) {
    CRC32 crc = new CRC32();
    try {
      crc.update(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return crc.getValue();
  }
}
