package io.minhos.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.flink.files.MarketFile;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.kafka.KafkaJob;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/**
 * State is found by uid after an upgrade: a line of the golden files that changes or goes drops
 * state, so it is a migration.
 */
class UidsTest {

  @Test
  void keepsThoseOfTheLiveJob() throws Exception {
    TreeSet<String> uids = new TreeSet<>();
    for (String mode : List.of("simulated", "external")) {
      var env = StreamExecutionEnvironment.createLocalEnvironment(2, JobSettings.live());
      KafkaJob.build(env, Models.none(), ConfigLoader.load(null, List.of("executionMode=" + mode)));
      uids.addAll(uids(env));
    }
    assertThat(uids).containsExactlyElementsOf(golden("uids-live.txt"));
  }

  @Test
  void keepsThoseOfTheReplay() throws Exception {
    var env = StreamExecutionEnvironment.createLocalEnvironment(2, JobSettings.flink());
    Replay.build(
        env,
        ReplayInputs.withoutModels(List.of(new MarketFile("bars.csv", MarketFile.Kind.BARS))),
        ConfigLoader.load(null, List.of()),
        Path.of("out"));
    assertThat(uids(env)).containsExactlyElementsOf(golden("uids-replay.txt"));
  }

  private static List<String> uids(StreamExecutionEnvironment env) {
    List<StreamNode> nodes = List.copyOf(env.getStreamGraph().getStreamNodes());
    assertThat(nodes).allSatisfy(n -> assertThat(n.getTransformationUID()).isNotBlank());
    return nodes.stream().map(StreamNode::getTransformationUID).sorted().toList();
  }

  private static List<String> golden(String name) throws Exception {
    try (var in = Objects.requireNonNull(UidsTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
