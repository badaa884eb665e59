package io.minhos.trading.kafka;

import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.config.TradingConfig.ExecutionMode;
import io.minhos.trading.config.TradingConfig.KafkaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Makes the topics with the partitions and policies that the job counts on. */
public final class KafkaTopics {

  private static final String APPEND_TIME = "LogAppendTime";

  private KafkaTopics() {}

  /**
   * Makes those that do not exist yet and returns their names. Market topics, executions and
   * position reports carry the broker's append time, by which FUTURE is judged; the portfolio topic
   * keeps the last state by key; the control log keeps everything.
   *
   * @throws ConfigException if a market topic has other partitions than configured: the job would
   *     wait for some that never speak, or not for some that do; if arrival times count and a
   *     market topic, or with an external venue one that it reports on, does not carry the
   *     broker's; or if the control log has several partitions
   */
  public static List<String> create(TradingConfig trading)
      throws ExecutionException, InterruptedException {
    KafkaConfig config = trading.kafka();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", config.bootstrapServers()))) {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      for (String name :
          List.of(
              Topics.TRADES,
              Topics.BARS,
              Topics.REJECTS,
              Topics.SIGNALS,
              Topics.DECISIONS,
              Topics.ORDERS,
              Topics.EXECUTIONS,
              Topics.POSITIONS,
              Topics.PORTFOLIO,
              Topics.PERFORMANCE,
              Topics.ACCURACY,
              Topics.CONTROL,
              Topics.ALERTS,
              Topics.ACKS)) {
        if (!existing.contains(name)) {
          // The control log has one order, so one partition.
          int partitions = name.equals(Topics.CONTROL) ? 1 : config.partitions();
          missing.add(
              new NewTopic(name, partitions, (short) config.replication()).configs(policies(name)));
        }
      }
      admin.createTopics(missing).all().get();
      List<String> counted =
          Stream.of(Topics.TRADES, Topics.BARS, Topics.CONTROL).filter(existing::contains).toList();
      for (var topic :
          new TreeMap<>(admin.describeTopics(counted).allTopicNames().get()).values()) {
        int partitions = topic.partitions().size();
        if (topic.name().equals(Topics.CONTROL)) {
          if (partitions != 1) {
            throw new ConfigException(
                "the control log must have one partition: topic=%s partitions=%d"
                    .formatted(topic.name(), partitions));
          }
        } else if (partitions != config.partitions()) {
          throw new ConfigException(
              "kafka.partitions must be the partitions of %s (%d): %d"
                  .formatted(topic.name(), partitions, config.partitions()));
        }
      }
      if (trading.admission().arrivalTime()) {
        Stream<String> judged =
            trading.executionMode() == ExecutionMode.EXTERNAL
                ? Stream.of(Topics.TRADES, Topics.BARS, Topics.EXECUTIONS, Topics.POSITIONS)
                : Stream.of(Topics.TRADES, Topics.BARS);
        checkAppendTime(admin, judged.filter(existing::contains).toList());
      }
      return missing.stream().map(NewTopic::name).toList();
    }
  }

  /** Else whatever time a publisher writes would judge what is FUTURE, or nothing would. */
  private static void checkAppendTime(Admin admin, List<String> topics)
      throws ExecutionException, InterruptedException {
    for (String topic : topics) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      String type =
          admin
              .describeConfigs(List.of(resource))
              .all()
              .get()
              .get(resource)
              .get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
              .value();
      if (!type.equals(APPEND_TIME)) {
        throw new ConfigException(
            "admission.arrivalTime needs %s=%s of %s: %s"
                .formatted(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, APPEND_TIME, topic, type));
      }
    }
  }

  private static Map<String, String> policies(String topic) {
    return switch (topic) {
      case Topics.TRADES, Topics.BARS, Topics.EXECUTIONS, Topics.POSITIONS ->
          Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, APPEND_TIME);
      // What is in force follows from the whole log: it is kept for ever.
      case Topics.CONTROL ->
          Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.RETENTION_BYTES_CONFIG, "-1");
      case Topics.PORTFOLIO -> Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
      default -> Map.of();
    };
  }
}
