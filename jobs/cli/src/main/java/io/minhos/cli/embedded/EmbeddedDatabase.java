package io.minhos.cli.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL of this machine's own, on loopback, which ends with this JVM. */
public final class EmbeddedDatabase implements AutoCloseable {

  private final Path directory;
  private final EmbeddedPostgres server;

  private EmbeddedDatabase(Path directory, EmbeddedPostgres server) {
    this.directory = directory;
    this.server = server;
  }

  /**
   * Starts a server; what {@code directory} holds from an earlier one is kept.
   *
   * @param port to listen on; 0: any
   */
  public static EmbeddedDatabase start(Path directory, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            // What is committed must outlive a crash: the job that writes does not write it again.
            .setServerConfig("synchronous_commit", "on")
            // What it writes to its output would go among ours.
            .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
            .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
    return new EmbeddedDatabase(directory, (port == 0 ? builder : builder.setPort(port)).start());
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
  }

  /** The role that may do everything; it has no password. */
  public String user() {
    return "postgres";
  }

  public int port() {
    return server.getPort();
  }

  /** Ends it as a crash does: all its processes at once, with nothing said and nothing flushed. */
  public void kill() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).get(0));
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
    all.add(postmaster);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
    close();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
