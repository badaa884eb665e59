package io.minhos.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.MarketDataCodec;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
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
