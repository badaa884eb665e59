package io.minhos.cli.backtest;

import io.minhos.trading.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The steps that are done, a line each. A step is done once its line is there, whole. */
record StepLog(Path file) {

  static final String FILE = "steps.jsonl";

  /** The whole lines; the beginning of one that a kill left behind is taken away. */
  List<BacktestStep> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    if (whole.length() < text.length()) {
      replace(file, whole);
    }
    return whole.lines().map(line -> Json.read(line, BacktestStep.class)).toList();
  }

  void append(BacktestStep step) throws IOException {
    Files.writeString(
        file,
        Json.line(step) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.SYNC);
  }

  /** Gives {@code file} that content, or leaves it as it is. */
  static void replace(Path file, String content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(
        next,
        content,
        StandardOpenOption.CREATE,
        StandardOpenOption.SYNC,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
