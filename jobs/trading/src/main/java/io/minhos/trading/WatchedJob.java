package io.minhos.trading;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job that ends, on a Flink inside this JVM, and what it has counted on the way. */
public final class WatchedJob {

  private static final Duration POLL = Duration.ofSeconds(1);

  private WatchedJob() {}

  /** Lets accumulators come as often as they are asked for: with the heartbeats. */
  public static Configuration settings(Configuration flink) {
    flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, POLL);
    return flink;
  }

  /**
   * Runs the job to its end.
   *
   * @param counted hears each second what the accumulators hold
   * @throws ExecutionException if the job fails
   */
  public static JobExecutionResult run(
      StreamExecutionEnvironment env, String name, Consumer<Map<String, Object>> counted)
      throws Exception {
    JobClient job = env.executeAsync(name);
    CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
    while (true) {
      try {
        return result.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        counted.accept(accumulators(job));
      }
    }
  }

  private static Map<String, Object> accumulators(JobClient job) throws InterruptedException {
    try {
      return job.getAccumulators().get();
    } catch (ExecutionException | IllegalStateException e) {
      // Between the end of the job and its result there is nobody to ask.
      return Map.of();
    }
  }
}
