package io.minhos.cli;

import io.minhos.trading.JobSettings;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.KafkaJob;
import io.minhos.trading.kafka.KafkaTopics;
import io.minhos.trading.models.StoreModels;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = "The trading job against the configured Kafka, on a Flink inside this JVM.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Subtasks of each operator.")
  int parallelism;

  @Mixin ConfigOptions config;

  @Override
  public Integer call() throws Exception {
    TradingConfig loaded = config.load();
    KafkaTopics.create(loaded);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, JobSettings.live());
    KafkaJob.build(env, StoreModels.of(loaded.inference()), loaded);
    env.execute("trading");
    return 0;
  }
}
