package io.minhos.state;

import io.minhos.trading.JobSettings;
import io.minhos.trading.TradingJob;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.TradingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job that writes live state: the trading job's output topics in, rows out. An application
 * cluster runs it with the arguments of the trading job.
 */
public final class StateJob {

  private static final String GROUP = "minhos-state";

  /** The job's name in a cluster. */
  public static final String NAME = "minhos live state";

  private StateJob() {}

  public static void main(String[] args) throws Exception {
    TradingConfig config = TradingJob.config(List.of(args));
    if (!config.state().isOn()) {
      throw new ConfigException("state.url must name the database that is written: ''");
    }
    Database.requireDriver();
    LiveState.migrate(config);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(JobSettings.onCluster(config.job()));
    build(env, config);
    env.execute(NAME);
  }

  /** Adds the job to {@code env}; the topics and tables are there. */
  public static void build(StreamExecutionEnvironment env, TradingConfig config) {
    build(env, source(config).build(), config);
  }

  /** The same, up to where the topics end now. */
  public static void buildUpToNow(StreamExecutionEnvironment env, TradingConfig config) {
    build(env, source(config).setBounded(OffsetsInitializer.latest()).build(), config);
  }

  private static void build(
      StreamExecutionEnvironment env, KafkaSource<StateRow> source, TradingConfig config) {
    StateTopology.build(
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "topics").uid("read-topics"),
        config.state());
  }

  private static KafkaSourceBuilder<StateRow> source(TradingConfig config) {
    Map<String, Class<? extends Record>> types = Tables.messages();
    return KafkaSource.<StateRow>builder()
        .setBootstrapServers(config.kafka().bootstrapServers())
        .setTopics(new ArrayList<>(types.keySet()))
        .setGroupId(GROUP)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty("isolation.level", "read_committed")
        .setDeserializer(
            new RowDeserializer(types, config.executionChecks(), config.admission().arrivalTime()));
  }
}
