package io.minhos.flink.files;

import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.PartitionAdmission.Verdict;
import io.minhos.domain.market.RecordChecks;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.flink.market.Arrival;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A place in one file: reads ahead by a record, which is as much as {@link PartitionAdmission}
 * needs to judge the one before, and hands out what it decided, one by one.
 *
 * <p>Bar files must be sorted by time, so they need no judgement: a step back refuses the file.
 */
final class FileCursor implements AutoCloseable {

  /** Refused lines in a row that a held record may wait behind: more is no file of trades. */
  private static final int REFUSED_LIMIT = 10_000;

  private final MarketFile file;
  private final MarketCsv lines;
  private final PartitionAdmission admission;
  private final RecordChecks checks;
  private final Deque<Decided> decided = new ArrayDeque<>(2);
  private final List<Refused> refusedMeanwhile = new ArrayList<>();

  private long linesRead;
  private long highWater;
  private MarketRecord held;
  private long heldLine;
  private Position position;

  /**
   * Where to resume: the lines before were handed out.
   *
   * @param lines how many lines behind the header
   * @param highWater the highest event time admitted by them
   */
  record Position(long lines, long highWater) {
    static final Position START = new Position(0, PartitionAdmission.NOTHING_ADMITTED);
  }

  private record Decided(Arrival arrival, Position after) {}

  private record Refused(Arrival arrival, long line) {}

  FileCursor(
      MarketFile file,
      long barLengthMillis,
      PartitionAdmission admission,
      RecordChecks checks,
      Position start)
      throws IOException {
    this.file = file;
    this.lines = new MarketCsv(file, barLengthMillis);
    this.admission = admission;
    this.checks = checks;
    this.position = start;
    this.highWater = start.highWater();
    while (linesRead < start.lines() && lines.hasNext()) {
      lines.next();
      linesRead++;
    }
    readAhead();
  }

  /** What comes next, or null at the end. */
  Arrival peek() {
    return decided.isEmpty() ? null : decided.peek().arrival();
  }

  /** Hands out what {@link #peek} shows. */
  Arrival take() {
    Decided next = decided.remove();
    position = next.after();
    if (decided.isEmpty()) {
      readAhead();
    }
    return next.arrival();
  }

  /** Where to resume after what was taken. */
  Position position() {
    return position;
  }

  /** No record at or before this time will be taken any more. */
  long watermark() {
    if (decided.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long lowest =
        file.kind() == MarketFile.Kind.BARS
            ? (highWater == PartitionAdmission.NOTHING_ADMITTED ? Long.MIN_VALUE : highWater - 1)
            : admission.watermark(highWater);
    for (Decided d : decided) {
      if (d.arrival().record() != null) {
        lowest = Math.min(lowest, d.arrival().record().time() - 1);
      }
    }
    return lowest;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private void readAhead() {
    while (decided.isEmpty() && lines.hasNext()) {
      Arrival arrival = lines.next();
      linesRead++;
      if (arrival.rejection() != null) {
        refuse(arrival.rejection());
        continue;
      }
      MarketRecord record = arrival.record();
      Optional<Rejection> impossible = checks.check(record);
      if (impossible.isPresent()) {
        refuse(impossible.get());
      } else if (file.kind() == MarketFile.Kind.BARS) {
        if (record.time() < highWater) {
          throw new MalformedFileException(
              "UNSORTED: file=%s line=%d".formatted(file.path(), record.ordinal()));
        }
        settle(record, linesRead, Verdict.ADMIT);
      } else {
        judge(record);
      }
    }
    if (held != null && !lines.hasNext()) {
      settleHeld(admission.judgeHeldAtEnd(highWater));
    }
  }

  private void judge(MarketRecord record) {
    if (held != null) {
      settleHeld(admission.judgeHeld(held.time(), record.time()));
    }
    Verdict verdict = admission.judge(highWater, record.time(), PartitionAdmission.UNKNOWN_ARRIVAL);
    if (verdict == Verdict.HOLD) {
      held = record;
      heldLine = linesRead;
    } else {
      settle(record, linesRead, verdict);
    }
  }

  private void settleHeld(Verdict verdict) {
    settle(held, heldLine, verdict);
    held = null;
    refusedMeanwhile.forEach(
        refused -> decided.add(new Decided(refused.arrival(), at(refused.line()))));
    refusedMeanwhile.clear();
  }

  private void settle(MarketRecord record, long line, Verdict verdict) {
    if (verdict == Verdict.ADMIT) {
      highWater = Math.max(highWater, record.time());
      decided.add(new Decided(Arrival.of(record), at(line)));
    } else {
      Rejection rejection =
          record.reject(
              RejectCode.valueOf(verdict.name()),
              admission.detail(
                  verdict, highWater, record.time(), PartitionAdmission.UNKNOWN_ARRIVAL));
      decided.add(new Decided(Arrival.of(rejection), at(line)));
    }
  }

  /** Refuses a line for itself alone. Behind a held record, so that positions only move forward. */
  private void refuse(Rejection rejection) {
    if (held == null) {
      decided.add(new Decided(Arrival.of(rejection), at(linesRead)));
    } else if (refusedMeanwhile.size() == REFUSED_LIMIT) {
      throw new MalformedFileException(
          "UNREADABLE: file=%s line=%d refused=%d"
              .formatted(file.path(), rejection.ordinal(), REFUSED_LIMIT));
    } else {
      refusedMeanwhile.add(new Refused(Arrival.of(rejection), linesRead));
    }
  }

  private Position at(long line) {
    return new Position(line, highWater);
  }
}
