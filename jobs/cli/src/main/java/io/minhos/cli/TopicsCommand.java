package io.minhos.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minhos.domain.market.Trade;
import io.minhos.flink.files.MarketCsv;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.market.Arrival;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.MarketDataCodec;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "topics",
    description = "Makes the topics, fills them from files, shows what is in them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TopicsCommand.Create.class,
      TopicsCommand.Publish.class,
      TopicsCommand.Tail.class
    })
final class TopicsCommand {

  @Command(
      name = "create",
      description = "Makes the topics that do not exist yet.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {

    @Mixin ConfigOptions config;

    @Override
    public Integer call() throws Exception {
      KafkaTopics.create(config.load()).forEach(System.out::println);
      return 0;
    }
  }

  @Command(
      name = "publish",
      description = {
        "Publishes files of trades as market data, with the marks that complete their bars.",
        "A line that is no trade is named and left out. The job takes old trades where",
        "admission.arrivalTime is false: else they are late."
      },
      mixinStandardHelpOptions = true)
  static final class Publish implements Callable<Integer> {

    @Option(
        names = "--trades",
        paramLabel = "FILE",
        required = true,
        description = "CSV, CSV in gzip (.gz), Parquet (.parquet) or Sierra Chart's (.scid).")
    Path trades;

    @Option(
        names = "--speed",
        paramLabel = "X",
        defaultValue = "0",
        description = "Times real time; 0, if not given: as fast as they go.")
    double speed;

    @Mixin ConfigOptions config;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      FileChecks.requireFiles(spec, "--trades", List.of(trades));
      if (!(speed >= 0)) {
        throw new ParameterException(spec.commandLine(), "--speed must be >= 0: " + speed);
      }
      TradingConfig loaded = config.load();
      String brokers = loaded.kafka().bootstrapServers();
      if (!new TopicReader(brokers).topics().contains(Topics.TRADES)) {
        throw new ConfigException(
            Topics.TRADES + " must be there, 'minhos topics create' makes it: " + brokers);
      }
      long published = 0;
      long refused = 0;
      long last = Long.MIN_VALUE;
      try (MarketCsv lines =
              new MarketCsv(
                  new MarketFile(trades.toString(), MarketFile.Kind.TRADES),
                  loaded.bars().length().millis());
          MarketDataPublisher publisher =
              new MarketDataPublisher(
                  brokers, loaded.kafka().partitions(), loaded.boundaryMarks())) {
        Pace pace = new Pace(speed);
        while (lines.hasNext()) {
          Arrival arrival = lines.next();
          if (arrival.rejection() != null) {
            System.err.println(Json.line(arrival.rejection()));
            refused++;
            continue;
          }
          Trade trade = arrival.record().trade();
          pace.await(trade.time());
          last = Math.max(last, trade.time());
          publisher.publish(trade);
          published++;
        }
        if (published > 0) {
          publisher.finish(last);
        }
      }
      System.out.println("published=" + published + " refused=" + refused);
      return 0;
    }
  }

  @Command(
      name = "tail",
      description = "Prints a topic from its beginning, one JSON object a line.",
      mixinStandardHelpOptions = true)
  static final class Tail implements Callable<Integer> {

    @Parameters(paramLabel = "TOPIC", description = "Its name.")
    String topic;

    @Option(names = "--follow", description = "Go on with what arrives.")
    boolean follow;

    @Mixin ConfigOptions config;

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
      TradingConfig loaded = config.load();
      TopicReader reader = new TopicReader(loaded.kafka().bootstrapServers());
      List<String> topics = reader.topics();
      if (!topics.contains(topic)) {
        throw new ParameterException(
            spec.commandLine(), "TOPIC must be one of " + topics + ": " + topic);
      }
      MarketDataCodec codec = new MarketDataCodec();
      reader.forEach(topic, follow, message -> System.out.println(describe(codec, message)));
      return 0;
    }

    /** The message as one line of JSON; what cannot be read says where it is and why. */
    static String describe(MarketDataCodec codec, ConsumerRecord<byte[], byte[]> message) {
      if (message.value() == null) {
        return unreadable(message, "no value: its key is deleted");
      }
      if (message.topic().equals(Topics.TRADES) || message.topic().equals(Topics.BARS)) {
        try {
          return Json.line(
              codec.decode(
                  message.topic() + "-" + message.partition(), message.offset(), message.value()));
        } catch (IllegalArgumentException e) {
          return unreadable(message, String.valueOf(e.getMessage()));
        }
      }
      String text = new String(message.value(), StandardCharsets.UTF_8);
      try {
        if (!Json.MAPPER.readTree(text).isObject()) {
          return unreadable(message, "no JSON object: " + text);
        }
      } catch (JsonProcessingException e) {
        return unreadable(message, e.getOriginalMessage() + ": " + text);
      }
      // JSON holds line breaks between its parts alone, where they mean nothing.
      return text.lines().collect(Collectors.joining(" "));
    }

    private static String unreadable(ConsumerRecord<byte[], byte[]> message, String error) {
      ObjectNode line = Json.MAPPER.createObjectNode();
      line.put("topic", message.topic());
      line.put("partition", message.partition());
      line.put("offset", message.offset());
      line.put(
          "key", message.key() == null ? null : new String(message.key(), StandardCharsets.UTF_8));
      line.put("error", error);
      return line.toString();
    }
  }
}
