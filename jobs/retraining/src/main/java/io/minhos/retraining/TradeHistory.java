package io.minhos.retraining;

import io.minhos.domain.evaluation.ConfidenceCalibration;
import io.minhos.domain.evaluation.OpenTrip;
import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Outcome;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Trades that a portfolio made, as {@code replay} writes them and the topics hold them: one JSON
 * object a line, in the order of time. A round trip is entered by an order, which a decision sent,
 * which a signal led to.
 *
 * @param signals of all bars
 * @param decisions on them
 * @param executions of their orders
 */
public record TradeHistory(Path signals, Path decisions, Path executions) {

  private record Place(long time, String symbol) {}

  /** A round trip's entry, and when and how it ended. */
  private record Ended(Place entered, long time, boolean win) {}

  /**
   * Trains the win-probability model on the round trips, as {@link Retraining} does on simulated
   * trades. Of several portfolios that traded one signal the first to end counts.
   */
  public TrainingVerdict train(
      TradingConfig config, Publication publication, BiConsumer<String, String> progress)
      throws IOException, InterruptedException, StoreRefusal {
    Map<Place, Ended> ended = new HashMap<>();
    for (Ended trip : trips(entries())) {
      ended.putIfAbsent(trip.entered(), trip);
    }
    List<WinTrade> trades = new ArrayList<>();
    TreeSet<Long> times = new TreeSet<>();
    read(
        signals,
        Signal.class,
        signal -> {
          times.add(signal.time());
          Ended trip = ended.get(new Place(signal.time(), signal.symbol()));
          if (trip != null) {
            trades.add(
                new WinTrade(
                    signal.time(),
                    signal.symbol(),
                    WinFeatures.of(signal),
                    trip.time(),
                    trip.win()));
          }
        });
    trades.sort(Comparator.comparingLong(WinTrade::time).thenComparing(WinTrade::symbol));
    return new WinRelease(WinConfig.of(config), publication)
        .of(
            trades,
            times.stream().mapToLong(Long::longValue).toArray(),
            // What became of a signal without a trade is not in these files.
            ConfidenceCalibration.none(),
            ConfidenceCalibration.none(),
            "executions=" + executions.getFileName(),
            text -> progress.accept("winprob", text));
  }

  /** By ClOrdID of the entry: where it was decided on. */
  private Map<String, Place> entries() throws IOException {
    Map<String, Place> entries = new HashMap<>();
    read(
        decisions,
        Decision.class,
        decision -> {
          if (decision.outcome() == Outcome.ENTER) {
            entries.put(decision.clOrdId(), new Place(decision.time(), decision.symbol()));
          }
        });
    return entries;
  }

  private List<Ended> trips(Map<String, Place> entries) throws IOException {
    List<Ended> trips = new ArrayList<>();
    Map<String, String> open = new TreeMap<>();
    Map<String, OpenTrip> held = new HashMap<>();
    read(
        executions,
        Execution.class,
        execution -> {
          if (!(execution.lastQty() > 0)) {
            return;
          }
          String position = execution.portfolio() + "/" + execution.symbol();
          if (execution.execType() == ExecType.RESTATED) {
            // Nobody knows what it brought: no entry's.
            open.put(position, "");
          }
          open.putIfAbsent(position, execution.clOrdId());
          double quantity = execution.signedQty();
          double price = execution.lastPx();
          OpenTrip before = held.getOrDefault(position, OpenTrip.NONE);
          RoundTrip trip = before.closedBy(quantity, price, execution.commission());
          held.put(position, before.after(quantity, price, execution.commission()));
          Place entered = trip == null ? null : entries.get(open.remove(position));
          if (entered != null) {
            trips.add(new Ended(entered, execution.transactTime(), trip.won()));
          }
        });
    return trips;
  }

  private static <T> void read(Path file, Class<T> type, Consumer<T> consumer) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        consumer.accept(Json.read(line, type));
      }
    }
  }
}
