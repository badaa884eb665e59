package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Alert;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Outcome;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.flink.market.BuildBars;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real trades under two symbols, those of one made poor for a while, in three ways. */
class DataQualityReplayTest {

  private static final int TRADES = 20_000;
  private static final String POOR = "BTCUSD";
  private static final String GOOD = "ETHUSD";

  /** Minutes from the first trade where repeats and jumps begin, amid a position, and the gap. */
  private static final long REPEATS = 487;

  private static final long JUMPS = 766;
  private static final long GAP = 900;

  /** How long each lasts. */
  private static final long MINUTES = 40;

  @TempDir Path dir;

  /** From the alert that stops the symbol to that which ends it. */
  private record Stop(long from, long to, String detail) {
    boolean covers(long time) {
      return from <= time && time < to;
    }
  }

  @Test
  void poorDataKeepEntriesOfTheirSymbolBackAsLongAsTheyArePoor() throws Exception {
    List<String> trades = RealTrades.lines(TRADES);
    TradingConfig config =
        ConfigLoader.load(
            null,
            List.of(
                "quality.window=6",
                "quality.maxRejectRate=0.3",
                // So that there is hardly a time without a position.
                "fusion.neutralBand=0.01",
                "risk.minConfidence=0.02",
                "risk.minStrength=0.01",
                "risk.holdingHorizonBars=10"));
    Path clean = replay(both(trades, false), config, 1, "clean");
    List<String> poor = both(trades, true);
    Path one = replay(poor, config, 1, "one");
    for (int parallelism : new int[] {2, 4}) {
      Path out = replay(poor, config, parallelism, "poor" + parallelism);
      SameOutputs.assertSame(out, one);
    }

    assertThat(alerts(clean)).isEmpty();
    List<Stop> stops = stops(alerts(one));
    assertThat(stops).hasSize(3);
    assertThat(stops.get(0).detail()).startsWith("symbol=BTCUSD measure=REJECT_RATE limit=0.15 ");
    assertThat(stops.get(1).detail()).startsWith("symbol=BTCUSD measure=REJECT_RATE limit=0.15 ");
    assertThat(stops.get(2).detail()).startsWith("symbol=BTCUSD measure=STALE limit=30 ");

    List<Order> orders = read(one, Replay.ORDERS, Order.class);
    List<Order> stopped =
        orders.stream()
            .filter(order -> order.symbol().equals(POOR) && covers(stops, order.transactTime()))
            .toList();
    // Stops and targets go out with entries, so there are none of these either.
    assertThat(stopped)
        .isNotEmpty()
        .extracting(Order::purpose)
        .allMatch(DataQualityReplayTest::isExit);
    assertThat(orders)
        .filteredOn(order -> order.purpose() == Purpose.ENTRY)
        .filteredOn(order -> order.symbol().equals(POOR))
        .anyMatch(order -> order.transactTime() < stops.get(0).from())
        .anyMatch(order -> order.transactTime() >= stops.get(2).to());
    assertThat(orders)
        .filteredOn(order -> order.purpose() == Purpose.ENTRY && order.symbol().equals(GOOD))
        .anyMatch(order -> covers(stops, order.transactTime()));

    List<Decision> denied =
        read(one, Replay.DECISIONS, Decision.class).stream()
            .filter(decision -> decision.outcome() == Outcome.DENIED)
            .filter(decision -> decision.reason().startsWith("DATA_QUALITY: measure="))
            .toList();
    assertThat(denied)
        .isNotEmpty()
        .allMatch(decision -> decision.symbol().equals(POOR) && covers(stops, decision.time()));
    for (Signal signal : read(one, Replay.SIGNALS, Signal.class)) {
      assertThat(!signal.bar().defect().isEmpty())
          .isEqualTo(signal.symbol().equals(POOR) && covers(stops, signal.time()));
    }
    assertThat(lines(one, GOOD)).isNotEmpty().isEqualTo(lines(clean, GOOD));
  }

  private static boolean isExit(Purpose purpose) {
    return purpose.name().startsWith("EXIT_");
  }

  private static boolean covers(List<Stop> stops, long time) {
    return stops.stream().anyMatch(stop -> stop.covers(time));
  }

  /** Each alert that stops has one that ends it behind it. */
  private static List<Stop> stops(List<Alert> alerts) {
    List<Stop> stops = new ArrayList<>();
    for (int i = 0; i < alerts.size(); i += 2) {
      Alert stop = alerts.get(i);
      Alert end = alerts.get(i + 1);
      assertThat(stop.code()).isEqualTo(BuildBars.STOPPED);
      assertThat(end.code()).isEqualTo(BuildBars.RESUMED);
      assertThat(end.detail()).isEqualTo("symbol=" + POOR);
      assertThat(end.time()).isGreaterThan(stop.time());
      stops.add(new Stop(stop.time(), end.time(), stop.detail()));
    }
    return stops;
  }

  /** The trades under both names, those of one poor. */
  private static List<String> both(List<String> trades, boolean poor) {
    long start = time(trades.get(0)) / 60_000;
    List<String> lines = new ArrayList<>();
    for (String line : trades) {
      long minute = time(line) / 60_000 - start;
      boolean lost = poor && minute >= GAP && minute < GAP + MINUTES;
      if (!lost) {
        lines.add(line);
      }
      if (poor && minute >= REPEATS && minute < REPEATS + MINUTES) {
        lines.add(line);
        lines.add(line);
      }
      if (poor && minute >= JUMPS && minute < JUMPS + MINUTES) {
        lines.add(times(line, 9));
        lines.add(times(line, 99));
      }
      lines.add(GOOD + line.substring(POOR.length()));
    }
    return lines;
  }

  /** A trade at so many times the price. */
  private static String times(String line, int factor) {
    String[] f = line.split(",", -1);
    double price = factor * Double.parseDouble(f[3]);
    return String.join(",", f[0], f[1], f[2] + "x" + factor, Double.toString(price), f[4]);
  }

  private static long time(String line) {
    return Long.parseLong(line.split(",", -1)[1]);
  }

  private Path replay(List<String> lines, TradingConfig config, int parallelism, String name)
      throws Exception {
    Path file = RealTrades.write(dir.resolve(name + ".csv"), lines);
    Path out = dir.resolve(name);
    // The file's name is in the rejects.
    Path same = Files.createDirectories(dir.resolve("in")).resolve("trades.csv");
    Files.deleteIfExists(same);
    Files.move(file, same);
    Replay.run(
        ReplayInputs.withoutModels(List.of(new MarketFile(same.toString(), Kind.TRADES))),
        config,
        parallelism,
        out);
    return out;
  }

  private static List<Alert> alerts(Path out) throws IOException {
    return read(out, Replay.ALERTS, Alert.class).stream()
        .filter(alert -> alert.code().startsWith("DATA_QUALITY"))
        .toList();
  }

  private static <T> List<T> read(Path out, String output, Class<T> type) throws IOException {
    return Files.readAllLines(out.resolve(output)).stream()
        .map(line -> Json.read(line, type))
        .toList();
  }

  private static List<String> lines(Path out, String symbol) throws IOException {
    return Files.readAllLines(out.resolve(Replay.SIGNALS)).stream()
        .filter(line -> line.contains("\"symbol\":\"" + symbol + "\""))
        .toList();
  }
}
