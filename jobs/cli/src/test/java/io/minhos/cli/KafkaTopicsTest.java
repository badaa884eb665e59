package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.kafka.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** Topics that exist already, as somebody else made them. */
class KafkaTopicsTest extends BrokerTest {

  @Test
  void madeOnceAreTakenAgain() throws Exception {
    assertThat(KafkaTopics.create(config())).contains(Topics.TRADES, Topics.CONTROL).hasSize(14);
    assertThat(KafkaTopics.create(config())).isEmpty();
  }

  @Test
  void refusesMarketTopicsOfOtherPartitionsThanConfigured() throws Exception {
    KafkaTopics.create(config());
    assertThatThrownBy(() -> KafkaTopics.create(config("kafka.partitions=2")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("kafka.partitions must be the partitions of md.bars.v1 (3): 2");
  }

  @Test
  void refusesAControlLogOfSeveralPartitions() throws Exception {
    make(new NewTopic(Topics.CONTROL, 2, (short) 1));
    assertThatThrownBy(() -> KafkaTopics.create(config()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("the control log must have one partition: topic=control.v1 partitions=2");
  }

  @Test
  void refusesMarketTopicsWithoutAppendTimeWhereItJudges() throws Exception {
    make(new NewTopic(Topics.TRADES, 3, (short) 1));
    KafkaTopics.create(config("admission.arrivalTime=false"));
    assertThatThrownBy(() -> KafkaTopics.create(config()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "admission.arrivalTime needs message.timestamp.type=LogAppendTime of md.trades.v1:"
                + " CreateTime");
  }

  @Test
  void refusesExecutionsWithoutAppendTimeWhereAVenueReportsThem() throws Exception {
    make(new NewTopic(Topics.EXECUTIONS, 3, (short) 1));
    KafkaTopics.create(config());
    KafkaTopics.create(config("executionMode=external", "admission.arrivalTime=false"));
    assertThatThrownBy(() -> KafkaTopics.create(config("executionMode=external")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "admission.arrivalTime needs message.timestamp.type=LogAppendTime of executions.v1:"
                + " CreateTime");
  }

  /** One broker holds no two copies. */
  @Test
  void makesAsManyCopiesAsConfigured() {
    assertThatThrownBy(() -> KafkaTopics.create(config("kafka.replication=2")))
        .hasStackTraceContaining("InvalidReplicationFactorException");
  }

  private static void make(NewTopic topic) throws Exception {
    admin.createTopics(List.of(topic)).all().get();
    LiveJob.await("the topic", () -> names().contains(topic.name()));
  }

  private static TradingConfig config(String... settings) {
    List<String> broker =
        List.of("kafka.bootstrapServers='" + kafka.bootstrapServers() + "'", "kafka.partitions=3");
    return ConfigLoader.load(null, Stream.concat(broker.stream(), Stream.of(settings)).toList());
  }
}
