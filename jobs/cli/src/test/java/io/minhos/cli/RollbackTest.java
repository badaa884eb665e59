package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Trade;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.store.ModelStore;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that runs on a market of the wall clock, with bars of a second, and a champion that a
 * person takes back twice on the command line. The versions in its signals are of the releases that
 * a store holds.
 */
class RollbackTest {

  private static final List<String> SYMBOLS = List.of("A", "B");

  /** Before now, so that the features are warm once the job has caught up. */
  private static final long HISTORY_SECONDS = 50;

  private static final long EVERY_MILLIS = 200;

  /** What a rollback may take, by the market's time. */
  private static final long FOLLOWS_MILLIS = 5_000;

  @TempDir Path dir;

  private long trades;

  @Test
  void barsFiveSecondsLaterAreAnsweredByTheReleaseBefore() throws Exception {
    Path store = dir.resolve("store");
    publish(store, 3);
    List<String> settings = new ArrayList<>(BenchModels.LOG_ALONE);
    // As by default: who comes back has answered beside the others meanwhile.
    settings.remove("safeguards.standby=false");
    settings.addAll(List.of("bars.length=1s", "admission.lateness=100ms"));
    ScheduledExecutorService feed = Executors.newSingleThreadScheduledExecutor();
    try (LiveJob live =
        new LiveJob(
            Files.createDirectories(dir.resolve("job")), 2, settings.toArray(String[]::new))) {
      String brokers = live.config().kafka().bootstrapServers();
      TopicReader reader = live.reader();
      for (int version = 1; version <= 3; version++) {
        models(brokers, store, "promote", SignalFusion.ENSEMBLE, "" + version);
      }
      try (MarketDataPublisher publisher =
          new MarketDataPublisher(
              brokers, live.config().kafka().partitions(), live.config().boundaryMarks())) {
        // Before the job, which says of partitions that nobody speaks in that they are past it.
        long now = System.currentTimeMillis();
        for (long at = now - HISTORY_SECONDS * 1_000; at < now; at += 1_000) {
          trade(publisher, at);
        }
        publisher.flush();
        live.start(StoreModels.of(live.config().inference()));
        Future<?> following =
            feed.scheduleAtFixedRate(
                () -> {
                  trade(publisher, System.currentTimeMillis());
                  publisher.flush();
                },
                0,
                EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
        try {
          awaitAnswer(reader, 3);
          for (int version = 2; version >= 1; version--) {
            rollBack(reader, brokers, store, version);
          }
        } finally {
          following.cancel(false);
          feed.shutdown();
          assertThat(feed.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(trades)
            .as("the feed went on")
            .isGreaterThan(SYMBOLS.size() * (HISTORY_SECONDS + 50));
      }
    } finally {
      feed.shutdownNow();
    }
  }

  /** Takes the champion back to {@code version}, and follows the bars around it. */
  private static void rollBack(TopicReader reader, String brokers, Path store, int version) {
    models(brokers, store, "rollback", SignalFusion.ENSEMBLE);
    long returned = System.currentTimeMillis();
    long due = returned + FOLLOWS_MILLIS;
    // Nobody looks before there can be any: each look reads the whole topic.
    LiveJob.await("the market's time", () -> System.currentTimeMillis() >= due + 3_000);
    LiveJob.await(
        "bars of both symbols " + FOLLOWS_MILLIS + " ms after the rollback",
        () ->
            SYMBOLS.stream()
                .allMatch(
                    symbol ->
                        signals(reader).stream()
                                .filter(s -> s.symbol().equals(symbol) && s.time() >= due)
                                .count()
                            >= 2));
    List<Signal> signals = signals(reader);
    assertThat(signals.stream().filter(s -> s.time() >= due).map(RollbackTest::ensemble))
        .allSatisfy(
            answer -> {
              assertThat(answer.version()).isEqualTo(version);
              assertThat(answer.status()).isEqualTo(Status.OK);
              // And it is that release which answers: each says a number of its own.
              assertThat(answer.value()).isEqualTo(value(version));
            });
    // Not for long, or it proved nothing: those of just before are of the one that was in force.
    for (String symbol : SYMBOLS) {
      List<Integer> versions =
          signals.stream()
              .filter(s -> s.symbol().equals(symbol) && s.time() < due)
              .map(s -> ensemble(s).version())
              .toList();
      int last = versions.lastIndexOf(version + 1);
      assertThat(last).as(symbol).isNotNegative();
      assertThat(versions.subList(last + 1, versions.size())).containsOnly(version);
    }
  }

  private static void awaitAnswer(TopicReader reader, int version) {
    LiveJob.await(
        "answers of version " + version,
        () ->
            signals(reader).stream()
                    .map(RollbackTest::ensemble)
                    .filter(a -> a.version() == version && a.status() == Status.OK)
                    .count()
                > 4);
  }

  private static List<Signal> signals(TopicReader reader) {
    return reader.read(Topics.SIGNALS).stream().map(s -> Json.read(s, Signal.class)).toList();
  }

  private static SignalComponent ensemble(Signal signal) {
    SignalComponent ensemble = signal.components().get(2);
    assertThat(ensemble.name()).isEqualTo(SignalFusion.ENSEMBLE);
    return ensemble;
  }

  private void trade(MarketDataPublisher publisher, long time) {
    for (String symbol : SYMBOLS) {
      trades++;
      publisher.publish(Trade.of(symbol, time, "" + trades, 100 + (double) (trades % 7), 1));
    }
  }

  private static void models(String brokers, Path store, String... command) {
    List<String> line = new ArrayList<>(List.of("models"));
    line.addAll(List.of(command));
    line.addAll(
        List.of(
            "--store",
            store.toString(),
            "--tell-jobs",
            "--why",
            "test",
            "--set",
            "kafka.bootstrapServers='" + brokers + "'"));
    assertThat(Minhos.run(line.toArray(String[]::new))).isZero();
  }

  private static double value(int version) {
    return version / 16.0;
  }

  private static void publish(Path store, int count) throws Exception {
    for (int version = 1; version <= count; version++) {
      LinearReleases.publish(
          ModelStore.at(store.toString()),
          Instant.parse("2024-03-01T12:00:00Z"),
          value(version),
          0);
    }
  }
}
