package io.minhos.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.minhos.trading.JobSettings;
import io.minhos.trading.config.ConfigLoader;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Before it asks the database for anything. */
  @Test
  void refusesAClusterWithoutTheDatabasesDriver() throws Exception {
    assertThat(failure(classPath(false)))
        .isEqualTo("LAYOUT: the cluster's lib/ must hold the jar of org.postgresql.Driver");
  }

  @Test
  void refusesADriverAmongItsOwnJars() throws Exception {
    assertThat(failure(classPath(true)))
        .startsWith(
            "LAYOUT: the jar of org.postgresql.Driver must be in the cluster's lib/ and not among"
                + " the job's: file:");
  }

  /** Why the job does not begin whose classes, all of them, a loader of its own has. */
  private static String failure(URL[] jars) throws Exception {
    try (URLClassLoader jobs = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
      Method main = jobs.loadClass(StateJob.class.getName()).getMethod("main", String[].class);
      String[] on = {"--set", "state.url='jdbc:postgresql://127.0.0.1:1/nowhere'"};
      InvocationTargetException thrown =
          catchThrowableOfType(
              InvocationTargetException.class, () -> main.invoke(null, (Object) on));
      assertThat(thrown.getCause()).isInstanceOf(IllegalStateException.class);
      return thrown.getCause().getMessage();
    }
  }

  /** That of this JVM, with or without the driver. */
  private static URL[] classPath(boolean driver) throws Exception {
    List<URL> jars = new ArrayList<>();
    int left = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (path.getFileName().toString().startsWith("postgresql-")) {
        left++;
        if (!driver) {
          continue;
        }
      }
      jars.add(path.toUri().toURL());
    }
    assertThat(left).as("drivers").isPositive();
    return jars.toArray(URL[]::new);
  }
}
