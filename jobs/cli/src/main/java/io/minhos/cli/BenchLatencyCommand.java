package io.minhos.cli;

import io.minhos.cli.LatencyReport.Quantiles;
import io.minhos.cli.embedded.EmbeddedKafka;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.orders.Order;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.trading.JobSettings;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.JobConfig;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.ControlLog;
import io.minhos.trading.kafka.KafkaJob;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The live job on a broker and a Flink inside this JVM, with both models in force, at a pace that
 * leaves no backlog. Both ends of a latency are the broker's own append times.
 */
@Command(
    name = "latency",
    description = {
      "How long the live job takes from market data to orders, with both models in force: bars of",
      "several symbols are published at a steady pace to a Kafka inside this JVM. A bar's clock",
      "starts when the broker appends the last record that lets the watermark pass the bar, for",
      "before that the bar is not known to be complete, and stops when the broker appends an order",
      "that the bar caused; so the wait for the control log's heartbeat counts, and is told apart.",
      "Exit code 1 if p99 is above the limit, nothing was ordered, or a model did not answer each",
      "bar."
    },
    mixinStandardHelpOptions = true)
final class BenchLatencyCommand implements Callable<Integer> {

  /** Nearly every bar enters or leaves. */
  private static final List<String> EAGER =
      List.of(
          "risk.minConfidence=0",
          "risk.minStrength=0",
          "risk.holdingHorizonBars=1",
          "fusion.neutralBand=0");

  private static final Duration STALLED = Duration.ofMinutes(2);
  private static final long POLL_NANOS = 200_000_000;

  private static final Pattern ALONE =
      Pattern.compile(
          "\\S*_%s_(%s|%s)\\{.*quantile=\"(0\\.5|0\\.95|0\\.99)\".*\\} (\\S+)"
              .formatted(
                  TradingMetric.GROUP,
                  TradingMetric.LSTM_LATENCY.id(),
                  TradingMetric.ENSEMBLE_LATENCY.id()));

  @Option(names = "--symbols", paramLabel = "N", defaultValue = "8", description = "Symbols.")
  int symbols;

  @Option(
      names = "--bars",
      paramLabel = "N",
      defaultValue = "1200",
      description = "Bars each that count.")
  int bars;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "1200",
      description = "Bars each that go before at the same pace: windows fill, the JVM compiles.")
  int warmUp;

  @Option(
      names = "--pace",
      paramLabel = "N",
      defaultValue = "20",
      description = "Bar times published a second.")
  int pace;

  @Option(
      names = "--limit",
      paramLabel = "MS",
      defaultValue = "100",
      description = "Milliseconds that p99 may be at most.")
  int limit;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Subtasks of each operator.")
  int parallelism;

  @Option(names = "--json", description = "Print the figures as JSON.")
  boolean json;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FileChecks.requireAtLeastOne(spec, "--symbols", symbols);
    FileChecks.requireAtLeastOne(spec, "--bars", bars);
    FileChecks.requireAtLeastOne(spec, "--warm-up", warmUp);
    FileChecks.requireAtLeastOne(spec, "--pace", pace);
    FileChecks.requireAtLeastOne(spec, "--limit", limit);
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
    Path work = Folders.temporary("minhos-latency");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(work.resolve("kafka"))) {
      List<String> settings = new ArrayList<>(DemoCommand.SMALL);
      settings.addAll(EAGER);
      settings.addAll(BenchModels.LOG_ALONE);
      settings.addAll(config.settings);
      settings.add("bars.length=" + BenchModels.BAR_MILLIS + "ms");
      settings.add("kafka.bootstrapServers='" + kafka.bootstrapServers() + "'");
      // A minute of the market passes in a tick of the pace.
      settings.add("admission.arrivalTime=false");
      LatencyReport report = measure(ConfigLoader.load(config.file, settings).simulated(), work);
      System.out.println(json ? Json.line(report) : report.describe());
      return report.endToEndMillis().p99() <= limit
              && report.answers().values().stream().allMatch(n -> n == (long) symbols * bars)
          ? 0
          : Minhos.FAILED;
    } finally {
      Folders.delete(work);
    }
  }

  private LatencyReport measure(TradingConfig loaded, Path work) throws Exception {
    BenchModels models = BenchModels.train(loaded, work);
    createTopics(loaded);
    try (ControlLog log = new ControlLog(loaded.kafka().bootstrapServers())) {
      for (String model : BenchModels.IDS) {
        log.append(ControlEntry.release(models.release(model, 0), "bench", "", null));
      }
    }
    int metrics = DemoCommand.freePort();
    JobConfig job = new JobConfig("bench", loaded.job().checkpointInterval(), 0, metrics);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(
            parallelism, JobSettings.embedded(work.resolve("checkpoints").toUri().toString(), job));
    KafkaJob.build(env, StoreModels.of(loaded.inference()), loaded);
    JobClient client = env.executeAsync("latency");

    TopicReader reader = new TopicReader(loaded.kafka().bootstrapServers());
    SortedMap<Long, Long> complete = publish(loaded, client, reader);
    int published = symbols * (warmUp + bars);
    // What these topics show is behind a checkpoint, before which all orders had left.
    await(client, reader, Topics.DECISIONS, published);
    await(client, reader, Topics.SIGNALS, published);
    SortedMap<String, Quantiles> alone = alone(metrics);
    DemoCommand.stop(client, work);
    return report(reader, complete, alone);
  }

  /** All topics, of which the control log and that of the orders carry the broker's time too. */
  private static void createTopics(TradingConfig loaded) throws Exception {
    Map<String, Object> broker = Map.of("bootstrap.servers", loaded.kafka().bootstrapServers());
    Map<String, String> timed = Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    short replication = (short) loaded.kafka().replication();
    try (Admin admin = Admin.create(broker)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.CONTROL, 1, replication).configs(timed),
                  new NewTopic(Topics.ORDERS, loaded.kafka().partitions(), replication)
                      .configs(timed)))
          .all()
          .get();
    }
    KafkaTopics.create(loaded);
  }

  /** Returns when each bar time that counts was complete in the broker. */
  private SortedMap<Long, Long> publish(TradingConfig loaded, JobClient client, TopicReader reader)
      throws Exception {
    SortedMap<Long, List<Bar>> market = new TreeMap<>();
    BenchModels.market(symbols)
        .forEachBar(
            warmUp + bars,
            (bar, upNext) ->
                market.computeIfAbsent(bar.time(), time -> new ArrayList<>()).add(bar));
    SortedMap<Long, Long> complete = new TreeMap<>();
    try (BarFeed feed = new BarFeed(loaded)) {
      int number = 0;
      long start = 0;
      for (List<Bar> same : market.values()) {
        LockSupport.parkNanos(start + number * 1_000_000_000L / pace - System.nanoTime());
        long time = same.get(0).time();
        long appended = feed.publish(same);
        if (number == 0) {
          // The first record of a partition waits for one that confirms it.
          feed.complete(time);
          await(client, reader, Topics.CONTROL, BenchModels.IDS.size() + 1);
          start = System.nanoTime();
        }
        if (number >= warmUp) {
          complete.put(time, appended);
        }
        number++;
      }
    }
    return complete;
  }

  private static void await(JobClient client, TopicReader reader, String topic, int messages)
      throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + STALLED.toNanos();
    while (reader.read(topic).size() < messages) {
      if (client.getJobExecutionResult().isDone()) {
        client.getJobExecutionResult().get();
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "STALLED: %s has fewer than %d messages after %s".formatted(topic, messages, STALLED));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private LatencyReport report(
      TopicReader reader, SortedMap<Long, Long> complete, SortedMap<String, Quantiles> alone) {
    NavigableMap<Long, Long> heartbeats = heartbeats(reader);
    // Orders may come twice; the first is the one that counts.
    Map<String, Latency> latencies = new HashMap<>();
    reader.forEach(
        Topics.ORDERS,
        false,
        message -> {
          Order order = Json.read(new String(message.value(), StandardCharsets.UTF_8), Order.class);
          Long since = complete.get(order.transactTime());
          if (since != null) {
            long released = heartbeats.ceilingEntry(order.transactTime()).getValue();
            latencies.putIfAbsent(
                order.clOrdId(), new Latency(released - since, message.timestamp() - released));
          }
        });
    SortedMap<String, Long> answers = new TreeMap<>();
    BenchModels.IDS.forEach(model -> answers.put(model, 0L));
    for (String line : reader.read(Topics.SIGNALS)) {
      Signal signal = Json.read(line, Signal.class);
      if (complete.containsKey(signal.time())) {
        for (SignalComponent component : signal.components()) {
          boolean answered = component.status() == Status.OK;
          answers.computeIfPresent(component.name(), (model, n) -> answered ? n + 1 : n);
        }
      }
    }
    return new LatencyReport(
        symbols,
        bars,
        pace,
        latencies.size(),
        answers,
        quantiles(latencies, l -> l.toHeartbeat() + l.fromHeartbeat()),
        quantiles(latencies, Latency::toHeartbeat),
        quantiles(latencies, Latency::fromHeartbeat),
        alone);
  }

  /**
   * Of an order, in milliseconds.
   *
   * @param toHeartbeat from the append of what completes its bar to that of the first heartbeat
   *     that lets the bar go on
   * @param fromHeartbeat from there to the append of the order
   */
  private record Latency(long toHeartbeat, long fromHeartbeat) {}

  private static Quantiles quantiles(Map<String, Latency> latencies, ToLongFunction<Latency> of) {
    return Quantiles.of(latencies.values().stream().mapToLong(of).toArray());
  }

  /** When the broker appended each heartbeat, by its time. */
  private static NavigableMap<Long, Long> heartbeats(TopicReader reader) {
    NavigableMap<Long, Long> heartbeats = new TreeMap<>();
    reader.forEach(
        Topics.CONTROL,
        false,
        message -> {
          ControlEntry entry =
              Json.read(new String(message.value(), StandardCharsets.UTF_8), ControlEntry.class);
          if (entry.type() == ControlType.HEARTBEAT) {
            heartbeats.putIfAbsent(entry.effectiveFromMillis(), message.timestamp());
          }
        });
    return heartbeats;
  }

  /** What the operators' own histograms say, by model; of the slowest subtask. */
  private static SortedMap<String, Quantiles> alone(int port)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    String text = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    Map<String, Double> worst = new HashMap<>();
    Matcher m = ALONE.matcher(text);
    while (m.find()) {
      double millis = Double.parseDouble(m.group(3)) * 1e3;
      // A subtask without rows has no quantiles.
      if (!Double.isNaN(millis)) {
        worst.merge(m.group(1) + m.group(2), millis, Math::max);
      }
    }
    SortedMap<String, Quantiles> alone = new TreeMap<>();
    for (String model : BenchModels.IDS) {
      String metric = model + "_latency_seconds";
      alone.put(
          model,
          new Quantiles(
              worst.getOrDefault(metric + "0.5", Double.NaN),
              worst.getOrDefault(metric + "0.95", Double.NaN),
              worst.getOrDefault(metric + "0.99", Double.NaN)));
    }
    return alone;
  }
}
