package io.minhos.flink.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterLayoutTest {

  private static final String HERE = ClusterLayout.class.getName();

  @TempDir Path tmpdir;

  /** As Flink's loader of a job's jars, which knows nothing of these classes but from the jars. */
  private static URLClassLoader jobs() {
    URL jar = ClusterLayout.class.getProtectionDomain().getCodeSource().getLocation();
    return new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void whatIsAmongTheJobsJarsIsRefused() throws IOException {
    try (URLClassLoader jobs = jobs()) {
      assertThatThrownBy(() -> ClusterLayout.requireOutside(jobs, List.of("java.sql.Date", HERE)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "LAYOUT: the jar of %s must be in the cluster's lib/ and not among the job's: file:"
                  .formatted(HERE));
      assertThatCode(() -> ClusterLayout.requireOutside(jobs, List.of("java.sql.Date")))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void whatIsNowhereIsRefused() throws IOException {
    try (URLClassLoader jobs = jobs()) {
      assertThatThrownBy(() -> ClusterLayout.requireOutside(jobs, List.of("ai.Nowhere")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("LAYOUT: the cluster's lib/ must hold the jar of ai.Nowhere");
    }
  }

  @Test
  void oneClassPathIsNoCluster() {
    assertThatCode(ClusterLayout::check).doesNotThrowAnyException();
    assertThat(System.getProperties().get("io.minhos.tmpdir.lock")).isNull();
  }

  @Test
  void aFolderIsOneProcesssOwn() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                tmpdir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("claimed");
      Properties system = new Properties();
      assertThatThrownBy(() -> ClusterLayout.claim(tmpdir, system))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "LAYOUT: java.io.tmpdir must be each process's own: another one has " + tmpdir);
      other.destroyForcibly().waitFor();
      // A process that was killed leaves nothing behind; a job that starts again asks again.
      ClusterLayout.claim(tmpdir, system);
      ClusterLayout.claim(tmpdir, system);
      assertThat(system).hasSize(1);
    } finally {
      other.destroyForcibly();
    }
  }

  /** Another process, which waits until it is ended. */
  static final class Other {
    public static void main(String[] args) throws Exception {
      ClusterLayout.claim(Path.of(args[0]), new Properties());
      System.out.println("claimed");
      var unused = System.in.read();
    }
  }
}
