package io.minhos.cli.review;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.evaluation.OpenTrip;
import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.files.MalformedFileException;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.ModelScores;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.report.Denials;
import io.minhos.trading.report.EventLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reviews a folder that a replay or a backtest wrote, going through each of its files once. */
public final class RunReview {

  /** What it reads. */
  public static final List<String> FILES =
      List.of(
          Replay.PORTFOLIO,
          Replay.EXECUTIONS,
          Replay.DECISIONS,
          Replay.SIGNALS,
          Replay.ACCURACY,
          Replay.ACKS,
          Replay.ALERTS);

  private RunReview() {}

  /**
   * The review.
   *
   * @param day in the period; null: the last that was valued
   * @param labels what models were trained to see
   * @throws MalformedFileException NOTHING_VALUED if there is no valuation in the period,
   *     UNREADABLE if a file is not as a replay writes it
   */
  public static Review of(Path folder, Period period, LocalDate day, LabelConfig labels)
      throws IOException {
    // What each portfolio started with, and when the run was valued last.
    Map<String, Double> starts = new LinkedHashMap<>();
    long[] span = {Long.MAX_VALUE, Long.MIN_VALUE};
    forEach(
        folder.resolve(Replay.PORTFOLIO),
        PortfolioSnapshot.class,
        s -> {
          starts.putIfAbsent(
              s.portfolio(), s.equity() - s.realisedPnl() - s.unrealisedPnl() + s.commission());
          span[0] = Math.min(span[0], s.time());
          span[1] = Math.max(span[1], s.time());
        });
    if (starts.isEmpty()) {
      throw new MalformedFileException("NOTHING_VALUED: file=" + folder.resolve(Replay.PORTFOLIO));
    }
    LocalDate first = period.start(day == null ? date(span[1]) : day);
    long from = Period.millis(first);
    long until = Period.millis(period.plus(first, 1));
    PeriodFold now = new PeriodFold(from, until);
    PeriodFold before = new PeriodFold(Period.millis(period.plus(first, -1)), from);
    List<PeriodFold> folds = List.of(now, before);
    starts.forEach((portfolio, cash) -> folds.forEach(f -> f.startsWith(portfolio, cash)));
    forEach(
        folder.resolve(Replay.PORTFOLIO),
        PortfolioSnapshot.class,
        s -> folds.forEach(f -> f.add(s)));
    if (!now.isValued()) {
      throw new MalformedFileException(
          "NOTHING_VALUED: from=%s until=%s valued=%s..%s file=%s"
              .formatted(
                  first,
                  period.plus(first, 1),
                  Instant.ofEpochMilli(span[0]),
                  Instant.ofEpochMilli(span[1]),
                  folder.resolve(Replay.PORTFOLIO)));
    }
    executions(folder, folds);
    Denials.read(
        folder.resolve(Replay.DECISIONS),
        (time, outcome, code) -> at(folds, time, f -> f.decided(outcome, code)));
    EventLog events = new EventLog(from, until);
    ModelScores scores =
        new ModelScores(
            labels,
            (symbol, time, answer, realised) -> at(folds, time, f -> f.judged(answer, realised)));
    forEach(
        folder.resolve(Replay.SIGNALS),
        Signal.class,
        signal -> {
          scores.add(signal);
          events.add(signal);
        });
    forEach(folder.resolve(Replay.ACCURACY), AccuracyReport.class, events::add);
    forEach(folder.resolve(Replay.ACKS), Acknowledgement.class, a -> events.add(a, span[0]));
    forEach(folder.resolve(Replay.ALERTS), Alert.class, events::add);
    return new Review(period, now.figures(), before.figures(), events.events(), events.leftOut());
  }

  private static LocalDate date(long time) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC);
  }

  private static void at(List<PeriodFold> folds, long time, Consumer<PeriodFold> told) {
    folds.stream().filter(f -> f.has(time)).forEach(told);
  }

  private static void executions(Path folder, List<PeriodFold> folds) throws IOException {
    Map<String, OpenTrip> open = new HashMap<>();
    forEach(
        folder.resolve(Replay.EXECUTIONS),
        Execution.class,
        e -> {
          double quantity = e.signedQty();
          RoundTrip closed = null;
          if (quantity != 0) {
            String position = e.portfolio() + "/" + e.symbol();
            OpenTrip trip = open.getOrDefault(position, OpenTrip.NONE);
            closed = trip.closedBy(quantity, e.lastPx(), e.commission());
            open.put(position, trip.after(quantity, e.lastPx(), e.commission()));
          }
          RoundTrip ended = closed;
          at(folds, e.transactTime(), f -> f.add(e, ended));
        });
  }

  private static <T> void forEach(Path file, Class<T> type, Consumer<T> consumer)
      throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        consumer.accept(parse(line, type, file, ++number));
      }
    }
  }

  private static <T> T parse(String line, Class<T> type, Path file, long number) {
    try {
      T value = Json.read(line, type);
      if (value != null) {
        return value;
      }
    } catch (UncheckedIOException e) {
      // Said below, with its place.
    }
    throw new MalformedFileException("UNREADABLE: file=%s line=%d".formatted(file, number));
  }
}
