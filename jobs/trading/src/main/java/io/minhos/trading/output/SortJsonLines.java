package io.minhos.trading.output;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Writes one file of lines in the order (time, symbol, id) at the end of the input, for lines whose
 * order says nothing of when they come. For parallelism 1. Memory is bounded: as many lines as fit
 * are sorted and put down as a run in a folder beside the file, and the end merges the runs.
 *
 * <p>A restore goes on with the runs that its checkpoint knows, so the folder outlives the end of
 * the input, which may have to be gone through again: {@link #removeRuns} is for when the job is
 * done. A start without state removes what is left there from before.
 */
public final class SortJsonLines extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<OutputLine, Void>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  static final ListStateDescriptor<OutputLine> BUFFERED =
      new ListStateDescriptor<>("buffered-lines", OutputLine.class);
  static final ListStateDescriptor<Integer> RUNS = new ListStateDescriptor<>("runs", Types.INT);

  /** Of the lines of one run: a thousand open files merge what 8 GB hold. */
  private static final int RUN_CHARACTERS = 1 << 23;

  private final String path;
  private final int runCharacters;

  private transient List<OutputLine> buffered;
  private transient long characters;
  private transient int runs;
  private transient ListState<OutputLine> bufferedState;
  private transient ListState<Integer> runsState;

  public SortJsonLines(String path) {
    this(path, RUN_CHARACTERS);
  }

  SortJsonLines(String path, int runCharacters) {
    this.path = path;
    this.runCharacters = runCharacters;
  }

  /** Removes what was put down beside {@code file} on the way to it. */
  public static void removeRuns(Path file) throws IOException {
    Path folder = folder(file);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path run : files.toList()) {
          Files.delete(run);
        }
      }
      Files.delete(folder);
    }
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    buffered = new ArrayList<>();
    characters = 0;
    runs = 0;
    bufferedState = context.getOperatorStateStore().getListState(BUFFERED);
    runsState = context.getOperatorStateStore().getListState(RUNS);
    for (OutputLine line : bufferedState.get()) {
      add(line);
    }
    for (int restored : runsState.get()) {
      runs += restored;
    }
    if (!context.isRestored()) {
      Files.deleteIfExists(Path.of(path));
      removeRuns(Path.of(path));
    }
  }

  @Override
  public void processElement(StreamRecord<OutputLine> element) throws IOException {
    add(element.getValue());
    if (characters >= runCharacters) {
      putDown();
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    bufferedState.update(buffered);
    runsState.update(List.of(runs));
  }

  @Override
  public void endInput() throws IOException {
    buffered.sort(OutputLine.ORDER);
    List<BufferedReader> readers = new ArrayList<>();
    try {
      List<Iterator<OutputLine>> sorted = new ArrayList<>(List.of(buffered.iterator()));
      for (int run = 0; run < runs; run++) {
        BufferedReader reader = Files.newBufferedReader(run(run));
        readers.add(reader);
        sorted.add(
            reader
                .lines()
                .map(line -> Objects.requireNonNull(Json.read(line, OutputLine.class)))
                .iterator());
      }
      Files.createDirectories(Path.of(path).toAbsolutePath().getParent());
      try (OutputStream out = open(Path.of(path))) {
        merge(sorted, out);
      }
    } finally {
      for (BufferedReader reader : readers) {
        reader.close();
      }
    }
  }

  private void add(OutputLine line) {
    buffered.add(line);
    characters += line.json().length();
  }

  /** A run is whole before a checkpoint can know it; one that none knows is written over. */
  private void putDown() throws IOException {
    buffered.sort(OutputLine.ORDER);
    Files.createDirectories(folder(Path.of(path)));
    try (OutputStream out = open(run(runs))) {
      for (OutputLine line : buffered) {
        write(Json.line(line), out);
      }
    }
    runs++;
    buffered.clear();
    characters = 0;
  }

  private static void merge(List<Iterator<OutputLine>> sorted, OutputStream out)
      throws IOException {
    PriorityQueue<Head> heads =
        new PriorityQueue<>(Comparator.comparing(Head::line, OutputLine.ORDER));
    for (Iterator<OutputLine> lines : sorted) {
      if (lines.hasNext()) {
        heads.add(new Head(lines.next(), lines));
      }
    }
    while (!heads.isEmpty()) {
      Head first = heads.remove();
      write(first.line().json(), out);
      if (first.rest().hasNext()) {
        heads.add(new Head(first.rest().next(), first.rest()));
      }
    }
  }

  /** The first of the lines of a run that are not written yet. */
  private record Head(OutputLine line, Iterator<OutputLine> rest) {}

  private Path run(int number) {
    return folder(Path.of(path)).resolve(Integer.toString(number));
  }

  private static Path folder(Path file) {
    return file.resolveSibling(file.getFileName() + ".runs");
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private static void write(String line, OutputStream out) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
