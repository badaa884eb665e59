package io.minhos.flink.inference;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;

/**
 * What a process of a cluster must be like to run the jobs. A native library loads once a JVM, so
 * what loads one must be in the cluster's {@code lib/}: among the job's jars each restart would
 * load it again. Libraries are unpacked to {@code java.io.tmpdir}, and one that another process
 * rewrites there kills who has it mapped, so each process needs one of its own. A database's driver
 * enters itself among those that the JVM knows, and a job that brought it could never be unloaded:
 * it must be in {@code lib/} too.
 *
 * <p>Where the jobs' classes are on the JVM's own class path there is no cluster, and nothing to
 * ask.
 */
public final class ClusterLayout {

  private static final List<String> NATIVE = List.of("ai.onnxruntime.OrtEnvironment");

  private static final String LOCK = "minhos.lock";

  /** Among the system's properties: class loaders of jobs come and go, the lock must stay. */
  private static final String HELD = "io.minhos.tmpdir.lock";

  private ClusterLayout() {}

  /**
   * Asks.
   *
   * @throws IllegalStateException {@code LAYOUT: …}, with the reason
   */
  public static void check() throws IOException {
    check(NATIVE);
  }

  /**
   * Asks for a job that loads libraries of its own.
   *
   * @param classes names of those that load them
   */
  public static void check(List<String> classes) throws IOException {
    checkShared(classes);
    if (isCluster()) {
      claim(Path.of(System.getProperty("java.io.tmpdir")), System.getProperties());
    }
  }

  /**
   * Asks only for classes that jobs must not bring with them, and that unpack nothing.
   *
   * @param classes their names
   * @throws IllegalStateException {@code LAYOUT: …}, with the reason
   */
  public static void checkShared(List<String> classes) {
    if (isCluster()) {
      requireOutside(ClusterLayout.class.getClassLoader(), classes);
    }
  }

  private static boolean isCluster() {
    return ClusterLayout.class.getClassLoader() != ClassLoader.getSystemClassLoader();
  }

  /** Requires that classes of these names are there, and not by the jobs' own loader. */
  static void requireOutside(ClassLoader jobs, List<String> classes) {
    for (String name : classes) {
      Class<?> found;
      try {
        found = Class.forName(name, false, jobs);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(
            "LAYOUT: the cluster's lib/ must hold the jar of " + name, e);
      }
      if (found.getClassLoader() == jobs) {
        throw new IllegalStateException(
            "LAYOUT: the jar of %s must be in the cluster's lib/ and not among the job's: %s"
                .formatted(name, found.getProtectionDomain().getCodeSource().getLocation()));
      }
    }
  }

  /** Makes {@code folder} this process's own until it ends. */
  static void claim(Path folder, Properties system) throws IOException {
    synchronized (system) {
      if (system.get(HELD) != null) {
        return;
      }
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new IllegalStateException(
            "LAYOUT: java.io.tmpdir must be each process's own: another one has " + folder);
      }
      system.put(HELD, lock);
    }
  }
}
