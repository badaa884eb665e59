package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A session cluster is sent the jars that an application cluster finds in usrlib. */
class ClusterJarsTest {

  private static final Pattern USRLIB =
      Pattern.compile(
          "<id>usrlib</id>.*?<includeArtifactIds>(.*?)</includeArtifactIds>", Pattern.DOTALL);

  private static final Pattern LEFT_OUT_OF_LIB =
      Pattern.compile("<excludeArtifactIds>(.*?)</excludeArtifactIds>", Pattern.DOTALL);

  @Test
  void areWhatTheLibraryOfATrainingClusterLacks() throws Exception {
    Matcher pom = LEFT_OUT_OF_LIB.matcher(Files.readString(Path.of("..", "retraining", "pom.xml")));
    assertThat(pom.find()).isTrue();
    for (String artifact : pom.group(1).split(",", -1)) {
      assertThat(ClusterJars.TRAINING.needs(artifact + "-1.0.jar")).as(artifact).isTrue();
    }
    assertThat(ClusterJars.TRAINING.needs("minhos-retraining-1.0.jar")).isTrue();
    assertThat(ClusterJars.TRAINING.needs("lightgbm4j-1.0.jar")).isFalse();
    assertThat(ClusterJars.TRAINING.needs("nd4j-native-1.0.jar")).isFalse();
  }

  @Test
  void areThoseOfUsrlibAndTheJobsOwn() throws Exception {
    for (String job : List.of("trading", "state")) {
      Matcher pom = USRLIB.matcher(Files.readString(Path.of("..", job, "pom.xml")));
      assertThat(pom.find()).isTrue();
      List<String> artifacts = List.of(pom.group(1).split(",", -1));
      assertThat(artifacts).hasSizeGreaterThan(2);
      for (String artifact : artifacts) {
        assertThat(ClusterJars.LIVE.needs(artifact + "-1.0.jar")).as(artifact).isTrue();
      }
      assertThat(ClusterJars.LIVE.needs("minhos-" + job + "-1.0.jar")).isTrue();
    }
    // Flink's are there, and native libraries and drivers go to lib/.
    assertThat(ClusterJars.LIVE.needs("flink-runtime-1.0.jar")).isFalse();
    assertThat(ClusterJars.LIVE.needs("minhos-sql-1.0.jar")).isFalse();
    assertThat(ClusterJars.LIVE.needs("minhos-retraining-1.0.jar")).isFalse();
    assertThat(ClusterJars.LIVE.needs("flink-table-planner-loader-1.0.jar")).isFalse();
    assertThat(ClusterJars.LIVE.needs("onnxruntime-1.0.jar")).isFalse();
    assertThat(ClusterJars.LIVE.needs("postgresql-1.0.jar")).isFalse();
  }
}
