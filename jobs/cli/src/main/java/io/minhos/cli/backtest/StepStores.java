package io.minhos.cli.backtest;

import io.minhos.cli.Folders;
import io.minhos.trading.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The model store as each step leaves it. A step works on a copy of what the one before left, so
 * that what a killed one published, counted or made champion is in a folder that nobody goes on
 * from. Releases are told by (model, version): where the folder lies does not matter.
 */
record StepStores(Path folder) {

  private static final String FINISHED = "store";
  private static final String PREFIX = "store-after-";

  /** What is there once all steps are done. */
  Path finished() {
    return folder.resolve(FINISHED);
  }

  private Path after(int steps) {
    return folder.resolve(PREFIX + steps);
  }

  /** A copy of the store after {@code steps} steps, for the next one to work on. */
  Path next(int steps) throws IOException {
    if (steps == 0) {
      Files.createDirectories(after(steps));
    } else if (!Files.isDirectory(after(steps))) {
      throw new ConfigException(
          "BACKTEST_BROKEN: missing=%s; --out must be another folder".formatted(after(steps)));
    }
    Path next = after(steps + 1);
    if (Files.exists(next)) {
      Folders.delete(next);
    }
    Folders.copy(after(steps), next);
    return next;
  }

  /** Leaves the store after {@code steps} steps alone, and of a kill no trace. */
  void keep(int steps) throws IOException {
    for (Path other : others(steps)) {
      Folders.delete(other);
    }
  }

  /** That was the last step. */
  void finish(int steps) throws IOException {
    if (Files.exists(after(steps))) {
      Files.move(after(steps), finished(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private List<Path> others(int steps) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .filter(path -> !path.equals(after(steps)))
          .sorted()
          .toList();
    }
  }
}
