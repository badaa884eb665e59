package io.minhos.trading.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.trading.config.ConfigLoader;
import java.util.List;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class KafkaJobTest {

  /** A partition that appears under way holds what is behind the watermark. */
  @Test
  void readsThePartitionsThatThereAreAtTheStart() {
    KafkaSource<?> source =
        KafkaJob.source(
            ConfigLoader.load(null, List.of()), Topics.TRADES, new ArrivalDeserializer(true));
    assertThat(source)
        .extracting("props", InstanceOfAssertFactories.type(Properties.class))
        .satisfies(
            p -> assertThat(p.getProperty("partition.discovery.interval.ms")).isEqualTo("-1"));
  }
}
