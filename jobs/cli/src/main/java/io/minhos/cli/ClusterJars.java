package io.minhos.cli;

import io.minhos.trading.TradingJob;
import io.minhos.trading.config.ConfigException;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The jars that a session cluster lacks to run the jobs: their own, their connectors and formats.
 * Flink's are there, and what loads native libraries, or is a database's driver, must be in the
 * cluster's {@code lib/}.
 */
enum ClusterJars {
  /** Of the trading job and the one that writes live state. */
  LIVE(""),
  /** Of the retraining job, which is none of a live one's business. */
  TRAINING("|retraining");

  private final Pattern names;

  ClusterJars(String besides) {
    // Those that the poms of the jobs copy for usrlib, and their own.
    names =
        Pattern.compile(
            "(minhos-(domain|engines|flink|model-store|trading|state"
                + besides
                + ")|flink-connector-(kafka|base)"
                + "|kafka-clients|avro|jackson-(annotations|core|databind|dataformat-(yaml|toml)|datatype-(jdk8|jsr310))|snakeyaml"
                + "|flyway-(core|database-postgresql))"
                + "-\\d.*\\.jar");
  }

  /** Whether the jobs need the jar of that name. */
  boolean needs(String jar) {
    return names.matcher(jar).matches();
  }

  /** Of jobs that the session cluster of this address is to run. */
  StreamExecutionEnvironment environment(URI cluster, Configuration settings) {
    return StreamExecutionEnvironment.createRemoteEnvironment(
        cluster.getHost(), cluster.getPort(), settings, ofTheJobs());
  }

  /**
   * Those on the class path.
   *
   * @throws ConfigException if this runs from classes that are in no jar
   */
  String[] ofTheJobs() {
    List<Path> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .filter(path -> needs(path.getFileName().toString()))
            .map(Path::toAbsolutePath)
            .toList();
    try {
      Path own =
          Path.of(TradingJob.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!jars.contains(own.toAbsolutePath())) {
        throw new ConfigException("--cluster needs the job's jars on the class path: " + own);
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path of URIs", e);
    }
    return jars.stream().map(Path::toString).toArray(String[]::new);
  }
}
