package io.minhos.cli;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.cli.embedded.EmbeddedDatabase;
import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.market.Trade;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.signals.Signal;
import io.minhos.state.LiveState;
import io.minhos.state.StateReader;
import io.minhos.trading.JobSettings;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.JobConfig;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaJob;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.Ledger;
import io.minhos.trading.replay.ModelScores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "The trading job on a Kafka and a Flink inside this JVM and a PostgreSQL beside it, over"
            + " 100,000 real trades.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 1_000;

  /** Parts of the trades after which models are trained on all that was published. */
  private static final double[] TRAINED_AT = {0.4, 0.7};

  private static final int TRADES = 100_000;

  /** Longer than a restart takes. */
  private static final Duration STALLED = Duration.ofMinutes(3);

  /** Nets and walks that fit a week of minutes. */
  static final List<String> SMALL =
      List.of(
          "training.folds=2",
          "training.lstm.firstUnits=16",
          "training.lstm.secondUnits=8",
          "training.lstm.denseUnits=8",
          "training.lstm.firstDropout=0",
          "training.lstm.epochs=8");

  @Option(names = "--exit", description = "End by itself, with a summary.")
  boolean exit;

  @Option(names = "--json", description = "Print the summary as JSON.")
  boolean json;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "0",
      description = "Times real time at which trades are published; 0: as fast as they go.")
  double speed;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Subtasks of each operator.")
  int parallelism;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Port of Flink's web interface; 0: any.")
  int webPort;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      defaultValue = "9249",
      description = "Port of the metrics for Prometheus; 0: any.")
  int metricsPort;

  @Option(names = "--orders", paramLabel = "FILE", description = "Write the orders there too.")
  Path orders;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Keep the models there; else they go with the demo.")
  Path store;

  @Option(
      names = "--commands",
      paramLabel = "FILE",
      description = "Write there what was put in force, for replay --commands.")
  Path commands;

  @Mixin ConfigOptions config;

  /** Equity of all portfolios as last seen on the topic. */
  private volatile double equity;

  @Override
  public Integer call() throws Exception {
    Path work = Folders.temporary("minhos-demo");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(work.resolve("kafka"));
        EmbeddedDatabase database = EmbeddedDatabase.start(work.resolve("database"), 0)) {
      List<String> settings = new ArrayList<>(SMALL);
      settings.add("metrics.watchedSymbols=[" + BitstampTrades.SYMBOL + "]");
      settings.addAll(config.settings);
      settings.add("kafka.bootstrapServers='" + kafka.bootstrapServers() + "'");
      settings.add("state.url='" + database.url() + "'");
      settings.add("state.user=" + database.user());
      // These trades are old: when they arrive says nothing of when they happened.
      settings.add("admission.arrivalTime=false");
      // The summary is of the last one: each bar has its own.
      settings.add("performance.interval=1m");
      run(ConfigLoader.load(config.file, settings).simulated(), work);
    } finally {
      Folders.delete(work);
    }
    return 0;
  }

  private void run(TradingConfig loaded, Path work) throws Exception {
    long start = System.nanoTime();
    KafkaTopics.create(loaded);
    int metrics = metricsPort == 0 ? freePort() : metricsPort;
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(flink(loaded, work, metrics));
    env.setParallelism(parallelism);
    KafkaJob.build(env, StoreModels.of(loaded.inference()), loaded);
    JobClient job = env.executeAsync("minhos demo");
    LiveState state =
        LiveState.start(loaded, work.resolve("state").toUri().toString(), Optional.empty());

    if (webPort != 0) {
      say("Flink     http://127.0.0.1:" + webPort);
    }
    say("metrics   http://127.0.0.1:" + metrics + "/metrics");
    say(
        "Kafka     minhos topics tail orders.v1 --set kafka.bootstrapServers='"
            + loaded.kafka().bootstrapServers()
            + "'");
    say("state     minhos state portfolio --set state.url='" + loaded.state().url() + "'");
    say(
        String.format(
            "%9s %8s %8s %8s %10s %8s %12s",
            "read", "bars", "signals", "orders", "executions", "rejected", "equity"));
    watchEquity(loaded);

    DemoModels models =
        new DemoModels(loaded, work, store == null ? work.resolve("models") : store);
    CompletableFuture<Long> published =
        CompletableFuture.supplyAsync(() -> publish(loaded, models));
    awaitSettled(job, published, loaded);
    if (!exit) {
      say("All trades are through. The job goes on until Ctrl-C.");
      job.getJobExecutionResult().get();
    }
    if (commands != null) {
      models.writeCommands(commands);
    }
    JobExecutionResult result = stop(job, work);
    awaitState(loaded);
    state.close();
    long elapsedMillis = (System.nanoTime() - start) / 1_000_000;
    Summary summary = summarise(loaded, result, elapsedMillis);
    if (!json) {
      models.verdicts().forEach(System.out::println);
    }
    System.out.println(json ? Json.line(summary) : summary.describe());
  }

  /** A port that nobody listens on now: Flink's reporter takes 0, but says not what came of it. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Configuration flink(TradingConfig loaded, Path work, int metrics) {
    JobConfig job = new JobConfig("demo", loaded.job().checkpointInterval(), webPort, metrics);
    Configuration c = JobSettings.embedded(work.resolve("checkpoints").toUri().toString(), job);
    // Counters reach the table with the heartbeats.
    c.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
    return c;
  }

  /** Publishes all trades; at two points on the way, trains on what was published by then. */
  private long publish(TradingConfig loaded, DemoModels models) {
    List<String> lines = new ArrayList<>(TRADES);
    try {
      BitstampTrades.forEachLine(lines::add);
      long last = BitstampTrades.trade(lines.get(0)).time();
      int trainings = 0;
      Pace pace = new Pace(speed);
      try (MarketDataPublisher publisher =
          new MarketDataPublisher(
              loaded.kafka().bootstrapServers(),
              loaded.kafka().partitions(),
              loaded.boundaryMarks())) {
        for (int i = 0; i < lines.size(); i++) {
          if (trainings < TRAINED_AT.length && i >= TRAINED_AT[trainings] * lines.size()) {
            trainings++;
            publisher.flush();
            say("training on the first " + i + " trades");
            models.retrain(lines.subList(0, i), last).forEach(DemoCommand::say);
          }
          Trade trade = BitstampTrades.trade(lines.get(i));
          pace.await(trade.time());
          last = Math.max(last, trade.time());
          publisher.publish(trade);
        }
        publisher.finish(last);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("cannot train", e);
    }
    return lines.size();
  }

  /**
   * Waits until all that was published was read, is in a bar or among the rejects, and is decided
   * on, and nothing moves any more.
   *
   * @throws IllegalStateException if nothing moves before that
   */
  private void awaitSettled(JobClient job, CompletableFuture<Long> published, TradingConfig loaded)
      throws ExecutionException, InterruptedException {
    Summary before = null;
    long moved = System.nanoTime();
    while (true) {
      Map<String, Object> counters = job.getAccumulators().get();
      Summary now = Summary.of(counters, null, Map.of(), null, List.of(), 0);
      if (!now.equals(before) || !published.isDone()) {
        moved = System.nanoTime();
      }
      if (!now.equals(before)) {
        show(now);
      } else if (settled(now, published, loaded)) {
        return;
      } else if (System.nanoTime() - moved > STALLED.toNanos()) {
        throw new IllegalStateException("STALLED: nothing moved for " + STALLED + ": " + now);
      }
      before = now;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
    }
  }

  private void show(Summary now) {
    say(
        String.format(
            Locale.ROOT,
            "%,9d %,8d %,8d %,8d %,10d %,8d %,12.2f",
            now.input().read(),
            now.bars(),
            now.signals(),
            now.orders(),
            now.executions(),
            now.rejectedTotal(),
            equity));
  }

  private static boolean settled(
      Summary now, CompletableFuture<Long> published, TradingConfig loaded)
      throws ExecutionException, InterruptedException {
    if (published.isCompletedExceptionally()) {
      published.get();
    }
    long decided = now.decisions().values().stream().mapToLong(Long::longValue).sum();
    return published.isDone()
        && now.input().read() == published.get()
        && now.input().accepted() + now.rejectedTotal() == now.input().read()
        && decided == now.bars() * loaded.portfolios().size();
  }

  /** Follows the portfolio topic, which shows what is committed: a second behind the counters. */
  private void watchEquity(TradingConfig loaded) {
    Map<String, Double> byPortfolio = new ConcurrentHashMap<>();
    loaded.portfolios().forEach(p -> byPortfolio.put(p, loaded.risk().startingCash()));
    equity = loaded.portfolios().size() * loaded.risk().startingCash();
    Thread watcher =
        new Thread(
            () ->
                new TopicReader(loaded.kafka().bootstrapServers())
                    .forEach(
                        Topics.PORTFOLIO,
                        true,
                        message -> {
                          PortfolioSnapshot snapshot =
                              Json.read(
                                  new String(message.value(), StandardCharsets.UTF_8),
                                  PortfolioSnapshot.class);
                          byPortfolio.put(snapshot.portfolio(), snapshot.equity());
                          equity =
                              byPortfolio.values().stream().mapToDouble(Double::doubleValue).sum();
                        }),
            "equity");
    watcher.setDaemon(true);
    watcher.start();
  }

  static JobExecutionResult stop(JobClient job, Path work) throws Exception {
    job.stopWithSavepoint(
            false, work.resolve("savepoint").toUri().toString(), SavepointFormatType.CANONICAL)
        .get();
    return job.getJobExecutionResult().get();
  }

  /**
   * Waits until the database has all that the topics hold.
   *
   * @throws IllegalStateException if it does not come to that
   */
  private static void awaitState(TradingConfig loaded) throws SQLException {
    TopicReader reader = new TopicReader(loaded.kafka().bootstrapServers());
    Map<String, Long> told =
        Map.of(
            // An order that was sent twice is the same to the byte.
            "orders", reader.read(Topics.ORDERS).stream().distinct().count(),
            "executions", (long) reader.read(Topics.EXECUTIONS).size(),
            "decisions", (long) reader.read(Topics.DECISIONS).size(),
            "portfolio_history", (long) reader.read(Topics.PORTFOLIO).size());
    long start = System.nanoTime();
    Map<String, Long> kept = Map.of();
    while (System.nanoTime() - start < STALLED.toNanos()) {
      try (StateReader state = StateReader.open(loaded.state())) {
        kept = new TreeMap<>(state.counts());
      }
      kept.keySet().retainAll(told.keySet());
      if (kept.equals(told)) {
        say("database  " + kept);
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
    }
    throw new IllegalStateException("STATE_MISSING: database=" + kept + " topics=" + told);
  }

  private Summary summarise(TradingConfig loaded, JobExecutionResult result, long elapsedMillis)
      throws IOException {
    TopicReader reader = new TopicReader(loaded.kafka().bootstrapServers());
    Ledger ledger = new Ledger(loaded.startingCash());
    reader.read(Topics.EXECUTIONS).stream()
        .map(line -> Json.read(line, Execution.class))
        .sorted(Comparator.comparing(Execution::transactTime).thenComparing(Execution::execId))
        .forEach(ledger::add);
    reader.read(Topics.PORTFOLIO).stream()
        .map(line -> Json.read(line, PortfolioSnapshot.class))
        .sorted(Comparator.comparing(PortfolioSnapshot::time))
        .forEach(ledger::add);
    reader.read(Topics.PERFORMANCE).stream()
        .map(line -> Json.read(line, BookPerformance.class))
        .sorted(Comparator.comparing(BookPerformance::time))
        .forEach(ledger::add);
    if (orders != null) {
      Files.write(orders, reader.read(Topics.ORDERS));
    }
    ModelScores models = new ModelScores(loaded.labelling());
    reader.read(Topics.SIGNALS).stream()
        .map(line -> Json.read(line, Signal.class))
        .sorted(Comparator.comparingLong(Signal::time))
        .forEach(models::add);
    return Summary.of(
        result.getAllAccumulatorResults(),
        ledger.equity(),
        models.uses(),
        ledger.performances(),
        ledger.books(),
        elapsedMillis);
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
