package io.minhos.trading;

import io.minhos.flink.inference.ClusterLayout;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaJob;
import io.minhos.trading.models.StoreModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The live job as an application cluster runs it: {@code [--config FILE] [--set key=value]…}, as
 * {@code minhos run} takes them. Where checkpoints go, what keeps state and when to start again are
 * the cluster's to say.
 */
public final class TradingJob {

  /** The job's name in a cluster. */
  public static final String NAME = "minhos trading";

  private TradingJob() {}

  public static void main(String[] args) throws Exception {
    TradingConfig config = config(List.of(args));
    ClusterLayout.check();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(JobSettings.onCluster(config.job()));
    KafkaJob.build(env, StoreModels.of(config.inference()), config);
    env.execute(NAME);
  }

  /**
   * What the arguments say.
   *
   * @throws ConfigException if they are not of that form, or a key or value is wrong
   */
  public static TradingConfig config(List<String> args) {
    Path file = null;
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < args.size(); i += 2) {
      String option = args.get(i);
      if (i + 1 == args.size() || !List.of("--config", "--set").contains(option)) {
        throw new ConfigException(
            "arguments must be [--config FILE] [--set key=value]…: " + option);
      }
      if (option.equals("--config")) {
        file = Path.of(args.get(i + 1));
      } else {
        settings.add(args.get(i + 1));
      }
    }
    return ConfigLoader.load(file, settings);
  }
}
