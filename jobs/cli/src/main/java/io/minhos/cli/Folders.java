package io.minhos.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that a command works in. */
public final class Folders {

  private Folders() {}

  /** A new folder, which goes with the JVM at the latest: also where Ctrl-C ends it. */
  static Path temporary(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(folder), "delete-" + prefix));
    return folder;
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Makes {@code target} hold what {@code folder} does; it must not be there yet. */
  public static void copy(Path folder, Path target) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted().toList()) {
        Files.copy(path, target.resolve(folder.relativize(path)));
      }
    }
  }

  private static void leave(Path folder) {
    try {
      delete(folder);
    } catch (NoSuchFileException e) {
      // Deleted by the command itself.
    } catch (IOException | UncheckedIOException e) {
      System.err.println("minhos: cannot delete " + folder + ": " + e.getMessage());
    }
  }
}
