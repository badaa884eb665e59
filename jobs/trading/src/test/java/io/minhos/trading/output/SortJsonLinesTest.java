package io.minhos.trading.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortJsonLinesTest {

  /** Lines are a good 20 characters long: so 1,000 of them make about 20 runs. */
  private static final int RUN_CHARACTERS = 1_000;

  @TempDir Path dir;

  private OneInputStreamOperatorTestHarness<OutputLine, Void> harness;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void sortsMoreThanItHoldsByMergingRuns() throws Exception {
    List<OutputLine> lines = lines(1_000, 1);
    open(RUN_CHARACTERS, null);
    process(lines);
    assertThat(runs()).isBetween(15L, 30L);
    harness.endInput();
    assertThat(Files.readAllLines(file())).isEqualTo(sorted(lines));
    SortJsonLines.removeRuns(file());
    assertThat(dir.resolve("out")).isDirectoryNotContaining(path -> !path.equals(file()));
  }

  @Test
  void givesTheSameWhereAllFits() throws Exception {
    List<OutputLine> lines = lines(1_000, 1);
    open(Integer.MAX_VALUE, null);
    process(lines);
    assertThat(runs()).isZero();
    harness.endInput();
    assertThat(Files.readAllLines(file())).isEqualTo(sorted(lines));
  }

  @Test
  void goesOnFromACheckpointWithTheRunsThatItKnows() throws Exception {
    List<OutputLine> lines = lines(1_000, 2);
    open(RUN_CHARACTERS, null);
    process(lines.subList(0, 510));
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
    // Lost, to the end: other lines than come later, so a run that survived would show.
    process(lines(900, 3));
    harness.endInput();
    harness.close();

    open(RUN_CHARACTERS, checkpoint);
    process(lines.subList(510, 1_000));
    harness.endInput();
    assertThat(Files.readAllLines(file())).isEqualTo(sorted(lines));
  }

  @Test
  void startsWithoutWhatARunBeforeHasLeft() throws Exception {
    open(RUN_CHARACTERS, null);
    process(lines(500, 4));
    harness.endInput();
    harness.close();

    open(RUN_CHARACTERS, null);
    assertThat(file()).doesNotExist();
    assertThat(runs()).isZero();
    harness.endInput();
    assertThat(file()).isEmptyFile();
  }

  private void open(int runCharacters, OperatorSubtaskState state) throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new SortJsonLines(file().toString(), runCharacters));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  private void process(List<OutputLine> lines) throws Exception {
    for (OutputLine line : lines) {
      harness.processElement(new StreamRecord<>(line));
    }
  }

  private Path file() {
    return dir.resolve("out").resolve("lines.jsonl");
  }

  private long runs() throws IOException {
    Path folder = dir.resolve("out").resolve("lines.jsonl.runs");
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  /** Of few symbols and ids, so that some tie to the text, which holds what JSON escapes. */
  private static List<OutputLine> lines(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<OutputLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String symbol = "S" + random.nextInt(3);
      String id = Integer.toString(random.nextInt(200));
      String json = "{\"%s\":\"%s é\\n\u2028 %d\"}".formatted(symbol, id, i);
      lines.add(new OutputLine(random.nextInt(2), symbol, id, json));
    }
    return lines;
  }

  private static List<String> sorted(List<OutputLine> lines) {
    return lines.stream().sorted(OutputLine.ORDER).map(OutputLine::json).toList();
  }
}
