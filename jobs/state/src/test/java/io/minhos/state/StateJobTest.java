package io.minhos.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.trading.JobSettings;
import io.minhos.trading.config.ConfigLoader;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class StateJobTest {

  /** State is found by uid after an upgrade: one that changes or goes drops it. */
  @Test
  void keepsItsUids() {
    var env = StreamExecutionEnvironment.createLocalEnvironment(1, JobSettings.live());
    StateJob.build(env, ConfigLoader.load(null, List.of()));
    TreeSet<String> uids = new TreeSet<>();
    for (StreamNode node : env.getStreamGraph().getStreamNodes()) {
      uids.add(node.getTransformationUID());
    }
    assertThat(uids)
        .containsExactly(
            "date-controls",
            "read-topics",
            "select-booked",
            "select-controls",
            "track-positions",
            "write-tables");
  }
}
