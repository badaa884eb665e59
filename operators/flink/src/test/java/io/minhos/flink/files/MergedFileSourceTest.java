package io.minhos.flink.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RecordChecks;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.flink.market.Arrival;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergedFileSourceTest {

  private static final long LATENESS = 5_000;
  private static final long FUTURE = 600_000;
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;

  /** A bar boundary. */
  private static final long T0 = 1_704_067_200_000L;

  private static final String TRADES = "symbol,event_time_ms,trade_id,price,size";
  private static final String BARS = "symbol,open_time,open,high,low,close,volume";

  private static final Instruments INSTRUMENTS =
      new Instruments(Map.of(), new Instrument(0.01, 1, false), false);

  @TempDir Path dir;

  @Test
  void judgesEachLineAndKeepsTheFilesOrder() throws Exception {
    MarketFile file =
        trades(
            "t.csv",
            "A," + T0 + ",1,10,1", // held as the first
            "A,yesterday,2,10,1",
            "A," + (T0 + 1) + ",3,10,1",
            "A," + (T0 + 1 + FUTURE + 1) + ",4,10,1", // a stray
            "A,yesterday,5,10,1",
            "A," + (T0 + 2) + ",6,10,1",
            "A," + (T0 + 2 - LATENESS) + ",7,10,1",
            "A," + (T0 + 1 - LATENESS) + ",8,10,1",
            "A," + (T0 + 2) + ",9,NaN,1",
            "A," + (T0 + DAY) + ",10,10,1", // a gap
            "A,yesterday,11,10,1",
            "A," + (T0 + DAY - 1) + ",12,10,1",
            "A," + (T0 + 9 * DAY) + ",13,10,1", // nothing confirms it
            "A,yesterday,14,10,1");
    assertThat(run(source(MINUTE, file), start(1)).arrivals().stream().map(a -> text(a)).toList())
        .containsExactly(
            "t.csv:2",
            "t.csv:3 UNPARSABLE",
            "t.csv:4",
            "t.csv:5 FUTURE",
            "t.csv:6 UNPARSABLE",
            "t.csv:7",
            "t.csv:8",
            "t.csv:9 LATE",
            "t.csv:10 NOT_FINITE",
            "t.csv:11",
            "t.csv:12 UNPARSABLE",
            "t.csv:13",
            "t.csv:14 FUTURE",
            "t.csv:15 UNPARSABLE");
  }

  @Test
  void mergesByTimeThenSymbolThenFileThenLine() throws Exception {
    MarketFile one =
        bars("one.csv", bar("B", 0), bar("A", 0), bar("A", 1), bar("A", 1), bar("C", 3));
    MarketFile two = bars("two.csv", bar("A", 0), bar("A", 1), bar("B", 1), bar("A", 2));
    MarketFile three =
        trades("three.csv", "A,%d,1,10,1".formatted(T0 + 30_000), trade("A", 0), trade("A", 1));
    assertThat(
            run(source(MINUTE, one, two, three), start(3)).arrivals().stream()
                .map(a -> text(a))
                .toList())
        .containsExactly(
            "three.csv:2",
            "two.csv:2",
            "three.csv:3", // ends with bar 0, symbol A as well
            "one.csv:2",
            "one.csv:3",
            "one.csv:4",
            "one.csv:5",
            "two.csv:3",
            "three.csv:4",
            "two.csv:4",
            "two.csv:5",
            "one.csv:6");
  }

  @ParameterizedTest
  @ValueSource(longs = {MINUTE, 7_000, 1})
  void sortedFilesComeAsOneSortedStream(long barLength) throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    List<MarketFile> files = new ArrayList<>();
    for (int f = 0; f < 5; f++) {
      List<String> lines = new ArrayList<>();
      long time = T0;
      for (int i = 0; i < 100; i++) {
        time += random.nextInt(4) * 1_000L;
        lines.add("S%d,%d,%d,10,1".formatted(random.nextInt(3), time, i));
      }
      lines.sort(Comparator.comparing(line -> line.split(",", 3)[1] + line));
      files.add(trades("f" + f + (f % 2 == 0 ? ".csv" : ".csv.gz"), lines));
    }
    Output output = run(source(barLength, files.toArray(new MarketFile[0])), start(5));
    List<MarketRecord> records = output.arrivals().stream().map(Arrival::record).toList();
    assertThat(records)
        .hasSize(500)
        .isSortedAccordingTo(
            Comparator.comparingLong(MarketRecord::time)
                .thenComparing(MarketRecord::symbol)
                .thenComparing(MarketRecord::source)
                .thenComparingLong(MarketRecord::ordinal));
    assertWatermarksHold(output, barLength);
    assertThat(output.watermarks()).isNotEmpty();
  }

  @Test
  void gzipAndPlainAreTheSame() throws Exception {
    List<String> lines = dirtyTrades(new SplittableRandom(5), "A");
    List<Arrival> plain = run(source(MINUTE, trades("a.csv", lines)), start(1)).arrivals();
    List<Arrival> gzip = run(source(MINUTE, trades("a.csv.gz", lines)), start(1)).arrivals();
    assertThat(plain).hasSize(lines.size());
    assertThat(gzip.stream().map(a -> text(a).replace(".gz", "")).toList())
        .isEqualTo(plain.stream().map(a -> text(a)).toList());
  }

  @Test
  void stampsRecordsWithTheirEventTime() throws Exception {
    Output output =
        run(source(MINUTE, bars("b.csv", bar("A", 0), "A,x,1,1,1,1,1", bar("A", 1))), start(1));
    assertThat(output.events.stream().filter(e -> e.arrival != null).map(e -> e.time).toList())
        .containsExactly(T0 + MINUTE - 1, null, T0 + 2 * MINUTE - 1);
  }

  @Test
  void announcesABarsEndOnceNoFileCanHaveMoreOfIt() throws Exception {
    assertThat(twoFiles(LATENESS))
        .containsExactly(
            "slow.csv:2",
            "bars over: 0",
            "fast.csv:2",
            "bars over: 1",
            "slow.csv:3",
            "bars over: 2", // slow.csv:4 is read ahead, and leaves no room behind it
            "slow.csv:4",
            "bars over: 3",
            "slow.csv:5",
            "bars over: 4", // slow.csv is at its end
            "fast.csv:3");
  }

  @Test
  void waitsForWhatMayStillComeWithinTheLateness() throws Exception {
    assertThat(twoFiles(LATENESS - 1))
        .containsExactly(
            "slow.csv:2",
            "bars over: 0",
            "fast.csv:2",
            "bars over: 1",
            "slow.csv:3", // slow.csv:4 leaves room for a trade in the last millisecond of bar 1
            "slow.csv:4",
            "bars over: 3",
            "slow.csv:5",
            "bars over: 4",
            "fast.csv:3");
  }

  /** Trades at the ends of bars 0, 1 and 3 and {@code intoBar2}, beside bars 0 and 4. */
  private List<String> twoFiles(long intoBar2) throws Exception {
    MarketFile slow =
        trades(
            "slow.csv",
            trade("A", 0),
            trade("A", 1),
            "A,%d,9,10,1".formatted(T0 + 2 * MINUTE + intoBar2),
            trade("A", 3));
    MarketFile fast = bars("fast.csv", bar("B", 0), bar("B", 4));
    return run(source(MINUTE, slow, fast), start(2)).events.stream().map(Event::toString).toList();
  }

  /**
   * Dirty files of both kinds, plain and gzip, with records that are held, strays, gaps, disorder
   * and lines that nobody can read: wherever the reader is cut, it goes on with what it would have
   * given.
   */
  @ParameterizedTest
  @CsvSource({"1, 60000", "2, 7000"})
  void resumesAnywhereWithWhatWouldHaveFollowed(long seed, long barLength) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    MarketFile[] files = {
      trades("a.csv", dirtyTrades(random, "A")),
      trades("b.csv.gz", dirtyTrades(random, "B")),
      bars("c.csv", dirtyBars(random, "A")),
      bars("d.csv.gz", dirtyBars(random, "C")),
      trades("e.csv", List.of()),
      trades("g.csv", List.of("A," + T0 + ",1,10,1")), // all that it has
    };
    MergedFileSource source = source(barLength, files);
    Output whole = run(source, start(files.length));
    List<Arrival> arrivals = whole.arrivals();
    assertWatermarksHold(whole, barLength);
    assertThat(whole.watermarks()).isNotEmpty();
    assertThat(codes(arrivals))
        .isEqualTo(
            EnumSet.of(
                RejectCode.UNPARSABLE, RejectCode.NOT_FINITE, RejectCode.FUTURE, RejectCode.LATE));
    assertThat(whole.snapshots).hasSize(arrivals.size() + 1);
    for (int taken = 0; taken <= arrivals.size(); taken++) {
      Output rest = run(source, roundTrip(source, whole.snapshots.get(taken)));
      assertThat(rest.arrivals())
          .as("after %d records", taken)
          .isEqualTo(arrivals.subList(taken, arrivals.size()));
      assertWatermarksHold(rest, barLength);
    }
  }

  /** Every line of every file comes out once, as a record or as a rejection. */
  @Test
  void dropsNothingInSilence() throws Exception {
    for (int seed = 10; seed < 15; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<String> trades = dirtyTrades(random, "A");
      List<String> bars = dirtyBars(random, "B");
      List<Arrival> arrivals =
          run(source(MINUTE, trades("a.csv", trades), bars("b.csv", bars)), start(2)).arrivals();
      for (String source : List.of("a.csv", "b.csv")) {
        List<Long> lines =
            arrivals.stream().filter(a -> a.source().equals(source)).map(a -> line(a)).toList();
        long count = source.equals("a.csv") ? trades.size() : bars.size();
        assertThat(lines).hasSize((int) count).doesNotHaveDuplicates().isSorted();
      }
    }
  }

  @Test
  void anUnsortedBarFileIsRefusedWithTheLineAndNotBeforeItIsReached() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lines.add(bar("A", i));
    }
    lines.add(bar("B", 98));
    MarketFile file = bars("b.csv", lines);
    try (MergedFileReader reader = reader(source(MINUTE, file), start(1))) {
      Output output = new Output();
      for (int i = 0; i < 99; i++) {
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
      }
      assertThatThrownBy(() -> reader.pollNext(output))
          .isInstanceOf(MalformedFileException.class)
          .hasMessage("UNSORTED: file=" + file.path() + " line=102");
    }
  }

  @Test
  void aResumedReaderStillRefusesAStepBack() throws Exception {
    MarketFile file = bars("b.csv", bar("A", 0), bar("A", 5), bar("A", 4));
    FilesSplit afterTwo = new FilesSplit(List.of(new FileCursor.Position(2, T0 + 6 * MINUTE - 1)));
    assertThatThrownBy(() -> reader(source(MINUTE, file), afterTwo))
        .hasMessage("UNSORTED: file=" + file.path() + " line=4");
  }

  /** The second half of the file is missing: who read it all at once would fail at the start. */
  @ParameterizedTest
  @ValueSource(longs = {1_000, -10_000})
  void readsAheadByNoMoreThanItNeeds(long step) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      lines.add("A,%d,%s,10,1".formatted(T0 + i * step, Long.toHexString(random.nextLong())));
    }
    MarketFile file = trades("t.csv.gz", lines);
    Path path = Path.of(file.path());
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length / 2));
    try (MergedFileReader reader = reader(source(MINUTE, file), start(1))) {
      Output output = new Output();
      for (int i = 0; i < 1_000; i++) {
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
      }
      assertThat(output.arrivals()).hasSize(1_000);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < lines.size(); i++) {
                  reader.pollNext(output);
                }
              })
          .isInstanceOf(MalformedFileException.class)
          .hasMessageStartingWith("BROKEN_GZIP: file=t.csv.gz line=");
    }
  }

  @Test
  void waitsUntilItIsTold() throws Exception {
    MergedFileSource source = source(MINUTE, trades("t.csv", List.of()));
    try (MergedFileReader reader = (MergedFileReader) source.createReader(null)) {
      assertThat(reader.isAvailable()).isNotDone();
      assertThat(reader.snapshotState(1)).isEmpty();
      assertThat(reader.pollNext(new Output())).isEqualTo(InputStatus.NOTHING_AVAILABLE);
      reader.addSplits(List.of(start(1)));
      assertThat(reader.isAvailable()).isDone();
      reader.notifyNoMoreSplits();
      assertThat(reader.pollNext(new Output())).isEqualTo(InputStatus.END_OF_INPUT);
    }
  }

  @Test
  void aSplitIsWhatItWasAfterSerialisation() throws Exception {
    MergedFileSource source = source(MINUTE);
    for (FilesSplit split :
        List.of(
            new FilesSplit(List.of()),
            start(3),
            new FilesSplit(
                List.of(
                    new FileCursor.Position(1L << 40, -7),
                    new FileCursor.Position(3, Long.MAX_VALUE))))) {
      assertThat(roundTrip(source, split)).isEqualTo(split);
    }
    SimpleVersionedSerializer<Boolean> assigned = source.getEnumeratorCheckpointSerializer();
    for (boolean value : new boolean[] {true, false}) {
      assertThat(assigned.deserialize(assigned.getVersion(), assigned.serialize(value)))
          .isEqualTo(value);
    }
  }

  /** In order and out of it within the lateness, with strays, gaps and lines of no use. */
  private static List<String> dirtyTrades(SplittableRandom random, String symbol) {
    List<String> lines = new ArrayList<>();
    long time = T0;
    lines.add("%s,%d,first,10,1".formatted(symbol, time));
    for (int i = 0; i < 30; i++) {
      time += random.nextInt(8_000);
      long at = time;
      String price = "10";
      switch (random.nextInt(12)) {
        case 0 -> at = time - LATENESS + random.nextInt((int) LATENESS);
        case 1 -> at = time - 10 * LATENESS;
        case 2 -> at = time + FUTURE + 100_000 + random.nextInt(1_000);
        case 3 -> {
          lines.add("%s,yesterday,%d,10,1".formatted(symbol, i));
          lines.add("%s,,%d,10,1".formatted(symbol, i));
        }
        case 4 -> price = "NaN";
        case 5 -> {
          // A stray, something unreadable behind it, and then one that is even further ahead.
          lines.add("%s,%d,s%d,10,1".formatted(symbol, time + 40 * FUTURE, i));
          lines.add("nonsense");
          at = time + 20 * FUTURE;
        }
        case 6 -> {
          time += 2 * FUTURE;
          at = time;
        }
        default -> {}
      }
      lines.add("%s,%d,%d,%s,1".formatted(symbol, at, i, price));
    }
    lines.add("%s,%d,last,10,1".formatted(symbol, time + 90 * FUTURE));
    lines.add("nonsense");
    return lines;
  }

  private static List<String> dirtyBars(SplittableRandom random, String symbol) {
    List<String> lines = new ArrayList<>();
    int minute = 0;
    for (int i = 0; i < 20; i++) {
      minute += random.nextInt(4);
      lines.add(bar(symbol, minute));
      switch (random.nextInt(8)) {
        case 0 -> lines.add("nonsense");
        case 1 -> lines.add(bar(symbol, minute).replace(",2,", ",NaN,"));
        default -> {}
      }
    }
    return lines;
  }

  /** No record comes at or before a watermark, and watermarks only rise, from bar to bar. */
  private static void assertWatermarksHold(Output output, long barLength) {
    long watermark = Long.MIN_VALUE;
    for (Event event : output.events) {
      if (event.watermark != null) {
        assertThat(event.watermark).isGreaterThan(watermark);
        assertThat(Math.floorMod(event.watermark + 1, barLength)).isZero();
        watermark = event.watermark;
      } else if (event.time != null && event.time <= watermark) {
        fail("behind the watermark %d: %s", watermark, event);
      }
    }
  }

  private static Set<RejectCode> codes(List<Arrival> arrivals) {
    Set<RejectCode> codes = EnumSet.noneOf(RejectCode.class);
    for (Arrival arrival : arrivals) {
      if (arrival.rejection() != null) {
        codes.add(arrival.rejection().code());
      }
    }
    return codes;
  }

  private static String text(Arrival arrival) {
    Rejection rejection = arrival.rejection();
    return arrival.source()
        + ":"
        + line(arrival)
        + (rejection == null ? "" : " " + rejection.code());
  }

  private static long line(Arrival arrival) {
    return arrival.rejection() != null ? arrival.rejection().ordinal() : arrival.record().ordinal();
  }

  /** They wait for the judgement of the record before them, in memory. */
  @Test
  void refusesAFileOfTooManyRefusedLinesBehindOneRecord() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("A," + T0 + ",1,10,1");
    lines.add("A," + (T0 + 2 * FUTURE) + ",2,10,1");
    lines.addAll(Collections.nCopies(10_001, "A,no time,3,10,1"));
    MarketFile file = trades("refused.csv", lines);
    assertThatThrownBy(
            () -> {
              try (FileCursor cursor =
                  new FileCursor(
                      file,
                      MINUTE,
                      new PartitionAdmission(LATENESS, FUTURE, FUTURE),
                      new RecordChecks(INSTRUMENTS),
                      FileCursor.Position.START)) {
                while (cursor.peek() != null) {
                  cursor.take();
                }
              }
            })
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("UNREADABLE: file=%s line=10004 refused=10000", file.path());
  }

  private static String bar(String symbol, int minute) {
    return "%s,%s,1,4,0.5,2,9".formatted(symbol, Instant.ofEpochMilli(T0 + minute * MINUTE));
  }

  /** A trade in the last millisecond of a minute, where a bar has its event time. */
  private static String trade(String symbol, int minute) {
    return "%s,%d,%d,10,1".formatted(symbol, T0 + (minute + 1) * MINUTE - 1, minute);
  }

  private MarketFile trades(String name, String... lines) throws IOException {
    return trades(name, List.of(lines));
  }

  private MarketFile trades(String name, List<String> lines) throws IOException {
    return new MarketFile(write(name, TRADES, lines), Kind.TRADES);
  }

  private MarketFile bars(String name, String... lines) throws IOException {
    return bars(name, List.of(lines));
  }

  private MarketFile bars(String name, List<String> lines) throws IOException {
    return new MarketFile(write(name, BARS, lines), Kind.BARS);
  }

  private String write(String name, String header, List<String> lines) throws IOException {
    byte[] bytes =
        (header + "\n" + String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    if (name.endsWith(".gz")) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(packed)) {
        out.write(bytes);
      }
      bytes = packed.toByteArray();
    }
    return Files.write(dir.resolve(name), bytes).toString();
  }

  private static MergedFileSource source(long barLength, MarketFile... files) {
    return new MergedFileSource(
        List.of(files),
        new BarClock(barLength),
        new PartitionAdmission(LATENESS, FUTURE, FUTURE),
        INSTRUMENTS);
  }

  private static FilesSplit start(int files) {
    return new FilesSplit(Collections.nCopies(files, FileCursor.Position.START));
  }

  private static FilesSplit roundTrip(MergedFileSource source, FilesSplit split)
      throws IOException {
    SimpleVersionedSerializer<FilesSplit> serializer = source.getSplitSerializer();
    return serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
  }

  private static MergedFileReader reader(MergedFileSource source, FilesSplit split) {
    MergedFileReader reader = (MergedFileReader) source.createReader(null);
    reader.start();
    reader.addSplits(List.of(split));
    reader.notifyNoMoreSplits();
    return reader;
  }

  /** All that a reader gives from {@code split} on, with its state before and after each record. */
  private static Output run(MergedFileSource source, FilesSplit split) throws Exception {
    Output output = new Output();
    try (MergedFileReader reader = reader(source, split)) {
      do {
        output.snapshots.add(reader.snapshotState(output.snapshots.size()).get(0));
      } while (reader.pollNext(output) == InputStatus.MORE_AVAILABLE);
    }
    return output;
  }

  /** A record or a rejection with its timestamp, or a watermark. */
  private record Event(Arrival arrival, Long time, Long watermark) {
    @Override
    public String toString() {
      return arrival != null
          ? text(arrival)
          : "bars over: " + Math.floorDiv(watermark + 1 - T0, MINUTE);
    }
  }

  private static final class Output implements ReaderOutput<Arrival> {

    private final List<Event> events = new ArrayList<>();
    private final List<FilesSplit> snapshots = new ArrayList<>();

    List<Arrival> arrivals() {
      return events.stream().map(Event::arrival).filter(a -> a != null).toList();
    }

    List<Long> watermarks() {
      return events.stream().map(Event::watermark).filter(w -> w != null).toList();
    }

    @Override
    public void collect(Arrival arrival) {
      events.add(new Event(arrival, null, null));
    }

    @Override
    public void collect(Arrival arrival, long timestamp) {
      events.add(new Event(arrival, timestamp, null));
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      events.add(new Event(null, null, watermark.getTimestamp()));
    }

    @Override
    public void markIdle() {
      throw new AssertionError("no clock declares a file idle");
    }

    @Override
    public void markActive() {
      throw new AssertionError("never idle");
    }

    @Override
    public SourceOutput<Arrival> createOutputForSplit(String splitId) {
      throw new AssertionError("one output for all files");
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
      throw new AssertionError("one output for all files");
    }
  }
}
