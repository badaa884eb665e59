package io.minhos.trading.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteJsonLinesTest {

  @TempDir Path dir;

  private OneInputStreamOperatorTestHarness<OutputLine, Void> harness;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void writesWhatIsBehindTheWatermarkInTheOrderOfTimeSymbolIdAndText() throws Exception {
    open(0, null);
    List<OutputLine> lines = new ArrayList<>();
    for (int time = 1; time <= 3; time++) {
      for (String symbol : List.of("A", "B")) {
        for (String id : List.of("1", "2")) {
          lines.add(line(time, symbol, id, "x"));
          lines.add(line(time, symbol, id, "y"));
        }
      }
    }
    List<String> expected = lines.stream().map(OutputLine::json).toList();
    Collections.shuffle(lines, new Random(3));
    process(lines);
    assertThat(written()).isEmpty();
    harness.processWatermark(new Watermark(1));
    assertThat(written()).isEqualTo(expected.subList(0, 8));
    harness.processWatermark(new Watermark(2));
    assertThat(written()).isEqualTo(expected.subList(0, 16));
    harness.endInput();
    assertThat(written()).isEqualTo(expected);
  }

  @Test
  void waitsForLinesThatComeBehindTheWatermarkByAsMuchAsItIsTold() throws Exception {
    open(60, null);
    process(List.of(line(100, "A", "1", "")));
    harness.processWatermark(new Watermark(159));
    assertThat(written()).isEmpty();
    process(List.of(line(99, "A", "1", ""), line(101, "A", "1", "")));
    harness.processWatermark(new Watermark(160));
    assertThat(written()).containsExactly("99 A 1 ", "100 A 1 ");
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertThat(written()).containsExactly("99 A 1 ", "100 A 1 ", "101 A 1 ");
  }

  @Test
  void goesOnFromACheckpointAsIfNothingHadBeenWrittenSince() throws Exception {
    List<OutputLine> before = List.of(line(2, "B", "1", "é"), line(1, "A", "1", "é"));
    List<OutputLine> after = List.of(line(3, "A", "1", "ü"), line(2, "A", "1", "ü"));
    open(0, null);
    process(before);
    harness.processWatermark(new Watermark(1));
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
    // Lost: what was written behind the checkpoint, and what was held.
    process(after);
    harness.processWatermark(new Watermark(2));
    assertThat(written()).hasSize(3);
    harness.close();
    assertThat(Files.readAllLines(file())).hasSize(3);

    open(0, checkpoint);
    assertThat(Files.readAllLines(file())).containsExactly("1 A 1 é");
    process(after);
    harness.processWatermark(new Watermark(2));
    harness.endInput();
    assertThat(written()).containsExactly("1 A 1 é", "2 A 1 ü", "2 B 1 é", "3 A 1 ü");
  }

  @Test
  void writesOverAFileOfARunBefore() throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "old\n".repeat(10));
    open(0, null);
    process(List.of(line(1, "A", "1", "")));
    harness.endInput();
    assertThat(written()).containsExactly("1 A 1 ");
  }

  private void open(long holdBackMillis, OperatorSubtaskState state) throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new WriteJsonLines(file().toString(), holdBackMillis));
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

  /** A checkpoint of which nobody restores brings to the disk what was written. */
  private List<String> written() throws Exception {
    harness.snapshot(99, 99);
    return Files.readAllLines(file());
  }

  private Path file() {
    return dir.resolve("out").resolve("lines.jsonl");
  }

  private static OutputLine line(long time, String symbol, String id, String text) {
    return new OutputLine(time, symbol, id, time + " " + symbol + " " + id + " " + text);
  }
}
