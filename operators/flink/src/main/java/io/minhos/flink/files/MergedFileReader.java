package io.minhos.flink.files;

import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RecordChecks;
import io.minhos.flink.market.Arrival;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/** Merges the cursors of all files: the earliest record first, refusals at once. */
final class MergedFileReader implements SourceReader<Arrival, FilesSplit> {

  private final List<MarketFile> files;
  private final BarClock clock;
  private final PartitionAdmission admission;
  private final RecordChecks checks;
  private final List<FileCursor> cursors = new ArrayList<>();

  private CompletableFuture<Void> assigned = new CompletableFuture<>();
  private boolean noMoreSplits;
  private long emitted = Long.MIN_VALUE;

  MergedFileReader(
      List<MarketFile> files, BarClock clock, PartitionAdmission admission, RecordChecks checks) {
    this.files = files;
    this.clock = clock;
    this.admission = admission;
    this.checks = checks;
  }

  @Override
  public void start() {}

  @Override
  public void addSplits(List<FilesSplit> splits) {
    FilesSplit split = splits.get(0);
    try {
      for (int i = 0; i < files.size(); i++) {
        cursors.add(
            new FileCursor(
                files.get(i), clock.lengthMillis(), admission, checks, split.positions().get(i)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assigned.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    assigned.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Arrival> output) {
    FileCursor first = null;
    for (FileCursor cursor : cursors) {
      if (cursor.peek() != null && (first == null || before(cursor.peek(), first.peek()))) {
        first = cursor;
      }
    }
    if (first == null) {
      return noMoreSplits ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }
    Arrival arrival = first.take();
    if (arrival.record() != null) {
      output.collect(arrival, arrival.record().time());
    } else {
      output.collect(arrival);
    }
    long lowest = Long.MAX_VALUE;
    for (FileCursor cursor : cursors) {
      lowest = Math.min(lowest, cursor.watermark());
    }
    // At the end of all files Flink itself emits the last watermark.
    long boundary = lowest == Long.MAX_VALUE ? emitted : clock.lastBoundary(lowest);
    if (boundary > emitted) {
      emitted = boundary;
      output.emitWatermark(new Watermark(boundary));
    }
    return InputStatus.MORE_AVAILABLE;
  }

  /** The earlier file wins a tie, so equal records keep the order of files and lines. */
  private static boolean before(Arrival a, Arrival b) {
    MarketRecord x = a.record();
    MarketRecord y = b.record();
    if (x == null || y == null) {
      return x == null && y != null;
    }
    return x.time() != y.time() ? x.time() < y.time() : x.symbol().compareTo(y.symbol()) < 0;
  }

  @Override
  public List<FilesSplit> snapshotState(long checkpointId) {
    return cursors.isEmpty()
        ? List.of()
        : List.of(new FilesSplit(cursors.stream().map(FileCursor::position).toList()));
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return assigned;
  }

  @Override
  public void close() throws IOException {
    for (FileCursor cursor : cursors) {
      cursor.close();
    }
  }
}
