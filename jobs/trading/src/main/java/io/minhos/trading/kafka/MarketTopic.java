package io.minhos.trading.kafka;

import java.util.List;
import java.util.stream.IntStream;

/** How a market topic's partitions are named as sources. */
public final class MarketTopic {

  private MarketTopic() {}

  /** The name of one partition. */
  public static String partition(String topic, int partition) {
    return topic + "-" + partition;
  }

  /** The number of the partition of {@code topic} that is named {@code name}. */
  static int number(String topic, String name) {
    return Integer.parseInt(name, topic.length() + 1, name.length(), 10);
  }

  /** The names of all partitions. */
  public static List<String> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(p -> partition(topic, p)).toList();
  }
}
