package io.minhos.cli;

import io.minhos.cli.monitor.ModelVitals;
import io.minhos.cli.monitor.Scrape;
import io.minhos.cli.monitor.VitalLimits;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.trading.config.Span;
import io.minhos.trading.config.TradingConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Watches what the job cannot decide on, as it hangs on the wall clock, and turns it into commands
 * of the control log, which a replay follows like any other.
 *
 * <p>A look that fails says nothing of the models: the outage of a monitor takes none of them out.
 */
@Command(
    name = "monitor",
    description = {
      "Takes a model out of the signals, by a DISABLE in the control log, while its latency, its",
      "failed answers or the job's delay are beyond their limits. What it wrote ends by",
      "itself, and is written again while the limit is passed. Goes on until it is ended."
    },
    mixinStandardHelpOptions = true)
final class MonitorCommand implements Callable<Integer> {

  private static final String AUTHOR = "monitor";
  private static final Span HOLD = Span.parse("1h");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Option(
      names = "--metrics",
      paramLabel = "URL",
      required = true,
      split = ",",
      description = "Metrics of each task manager, such as http://127.0.0.1:9249/metrics.")
  List<URI> metrics;

  @Option(
      names = "--models",
      paramLabel = "MODEL",
      split = ",",
      defaultValue = "lstm,ensemble",
      description = "Those that are watched (default: ${DEFAULT-VALUE}).")
  List<String> models;

  @Option(
      names = "--max-latency-millis",
      paramLabel = "X",
      defaultValue = "100",
      description = "99th percentile from a row to its answer (default: ${DEFAULT-VALUE}).")
  double maxLatencyMillis;

  @Option(
      names = "--max-failed",
      paramLabel = "X",
      defaultValue = "0.1",
      description = "Part of the answers that may have failed (default: ${DEFAULT-VALUE}).")
  double maxFailed;

  @Option(
      names = "--max-stale-seconds",
      paramLabel = "X",
      defaultValue = "120",
      description = {
        "How far the job may be behind the wall clock, besides the length of a bar",
        "(default: ${DEFAULT-VALUE})."
      })
  double maxStaleSeconds;

  @Option(
      names = "--polls",
      paramLabel = "N",
      defaultValue = "3",
      description = "Looks in a row that must be beyond a limit (default: ${DEFAULT-VALUE}).")
  int polls;

  @Option(
      names = "--every",
      paramLabel = "SPAN",
      defaultValue = "5s",
      converter = Spans.class,
      description = "Between two looks (default: ${DEFAULT-VALUE}).")
  Span every;

  @Option(
      names = "--hold",
      paramLabel = "SPAN",
      converter = Spans.class,
      description = {
        "For how long a model is taken out, longer than two bars (default: 1h, or three bars where",
        "these are longer)."
      })
  Span hold;

  @Option(
      names = "--looks",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many looks; 0, if not given: never.")
  int looks;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** Wall-clock time up to which what was written last is not written again, by model#version. */
  private final Map<String, Instant> written = new TreeMap<>();

  @Override
  public Integer call() throws Exception {
    TradingConfig loaded = config.load();
    List<String> known = loaded.commandTargets().models();
    long bar = loaded.bars().length().millis();
    VitalLimits limits = limits(bar / 1e3);
    if (hold == null) {
      hold = new Span(Math.max(HOLD.millis(), 3 * bar));
    }
    if (hold.millis() <= 2 * bar) {
      throw new ParameterException(
          spec.commandLine(),
          "--hold must be > 2 * bars.length=" + loaded.bars().length() + ": " + hold);
    }
    for (URI uri : metrics) {
      if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
        throw new ParameterException(
            spec.commandLine(), "--metrics must be of http or https: " + uri);
      }
    }
    Map<String, ModelVitals> vitals = new TreeMap<>();
    for (String model : models) {
      if (!known.contains(model)) {
        throw new ParameterException(
            spec.commandLine(), "--models must be of " + known + ": " + model);
      }
      vitals.put(model, new ModelVitals(model, limits));
    }
    String brokers = loaded.kafka().bootstrapServers();
    ControlCommand.requireLog(brokers);
    for (int look = 1; ; look++) {
      Optional<Scrape> scrape = scrape();
      if (scrape.isPresent()) {
        for (Map.Entry<String, ModelVitals> model : vitals.entrySet()) {
          Optional<String> breach = model.getValue().look(scrape.get());
          if (breach.isPresent()) {
            disable(model.getKey(), breach.get(), scrape.get(), brokers);
          }
        }
      }
      if (look == looks) {
        return 0;
      }
      Thread.sleep(every.millis());
    }
  }

  /**
   * @param barSeconds by which a job that is not behind is: its time goes from bar to bar
   */
  private VitalLimits limits(double barSeconds) {
    try {
      VitalLimits asked = new VitalLimits(maxLatencyMillis, maxFailed, maxStaleSeconds, polls);
      return new VitalLimits(
          asked.latencyMillis(),
          asked.failedShare(),
          asked.staleSeconds() + barSeconds,
          asked.polls());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void disable(String model, String breach, Scrape scrape, String brokers)
      throws InterruptedException {
    Instant now = Instant.now();
    // Answers that fail are the release's: the one before may stand in. The rest is of all of them.
    int version = breach.startsWith(ModelVitals.FAILED_SHARE) ? scrape.version(model) : 0;
    String about = model + "#" + version;
    if (now.isBefore(written.getOrDefault(about, Instant.MIN))) {
      return;
    }
    try {
      ControlCommand.append(
          ControlEntry.of(AUTHOR + "-" + UUID.randomUUID(), ControlType.DISABLE, AUTHOR, breach)
              .naming(model, version)
              .between(null, now.plusMillis(hold.millis())),
          brokers);
      // Halfway, so that there is no gap while the limit is passed.
      written.put(about, now.plusMillis(hold.millis() / 2));
    } catch (ExecutionException | KafkaException e) {
      // The next look tries again.
      System.err.println("minhos: NOT_WRITTEN: model=" + model + " " + breach + " " + e);
    }
  }

  /** What all task managers say; empty, with a word about it, if one does not answer. */
  private Optional<Scrape> scrape() throws InterruptedException {
    List<String> texts = new ArrayList<>();
    for (URI uri : metrics) {
      try {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          return unseen(uri, "status " + answer.statusCode());
        }
        texts.add(answer.body());
      } catch (IOException e) {
        return unseen(uri, e.toString());
      }
    }
    try {
      return Optional.of(new Scrape(texts));
    } catch (IllegalArgumentException e) {
      return unseen(metrics.get(0), e.getMessage());
    }
  }

  /** A length of time as configuration writes it. */
  static final class Spans implements ITypeConverter<Span> {
    @Override
    public Span convert(String text) {
      try {
        return Span.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private static Optional<Scrape> unseen(URI uri, String why) {
    System.err.println("minhos: UNSEEN: url=" + uri + " " + why);
    return Optional.empty();
  }
}
