package io.minhos.cli;

import io.minhos.domain.market.MarketRecord;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.MarketDataCodec;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "topics",
    description = "Makes the topics, shows what is in them.",
    mixinStandardHelpOptions = true,
    subcommands = {TopicsCommand.Create.class, TopicsCommand.Tail.class})
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
      name = "tail",
      description = "Prints a topic from its beginning, one JSON object a line.",
      mixinStandardHelpOptions = true)
  static final class Tail implements Callable<Integer> {

    @Parameters(paramLabel = "TOPIC", description = "Its name.")
    String topic;

    @Option(names = "--follow", description = "Go on with what arrives.")
    boolean follow;

    @Mixin ConfigOptions config;

    @Override
    public Integer call() {
      TradingConfig loaded = config.load();
      MarketDataCodec codec = new MarketDataCodec();
      new TopicReader(loaded.kafka().bootstrapServers())
          .forEach(topic, follow, message -> System.out.println(describe(codec, message)));
      return 0;
    }

    private static String describe(MarketDataCodec codec, ConsumerRecord<byte[], byte[]> message) {
      if (message.topic().equals(Topics.TRADES) || message.topic().equals(Topics.BARS)) {
        MarketRecord record =
            codec.decode(
                message.topic() + "-" + message.partition(), message.offset(), message.value());
        return Json.line(record);
      }
      return new String(message.value(), StandardCharsets.UTF_8);
    }
  }
}
