package io.minhos.sql;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.table.client.cli.CliClient;
import org.apache.flink.table.client.cli.TerminalUtils;
import org.apache.flink.table.client.config.ResultMode;
import org.apache.flink.table.client.config.SqlClientOptions;
import org.apache.flink.table.client.gateway.Executor;
import org.apache.flink.table.client.gateway.SingleSessionManager;
import org.apache.flink.table.gateway.SqlGateway;
import org.apache.flink.table.gateway.api.endpoint.SqlGatewayEndpointFactoryUtils;
import org.apache.flink.table.gateway.rest.util.SqlGatewayRestOptions;
import org.apache.flink.table.gateway.service.context.DefaultContext;
import org.apache.flink.util.NetUtils;
import org.jline.terminal.Terminal;

/**
 * Flink's SQL client on a gateway and a Flink inside this JVM. Put together from the client's own
 * parts: its main asks for a folder of settings in the environment and for Flink's Python library,
 * and does not tell whether a file's statements failed.
 *
 * @param init statements that a session begins with
 * @param parallelism subtasks of each operator, at least 1
 */
public record SqlConsole(List<String> init, int parallelism) {

  /** What logs each failed statement, which the client tells too. */
  public static final String GATEWAY_LOG = "org.apache.flink.table.gateway";

  private static final String LOOPBACK = "127.0.0.1";
  private static final String HISTORY = ".minhos-sql-history";

  /**
   * Opens a prompt on the terminal, until the user leaves.
   *
   * @param opened is run once the session has begun, before the first statement of the user
   */
  public void prompt(Runnable opened) throws Exception {
    open(
        CliClient.DEFAULT_TERMINAL_FACTORY,
        Path.of(System.getProperty("user.home"), HISTORY),
        client -> {
          opened.run();
          client.executeInInteractiveMode();
        });
  }

  /**
   * Runs the statements of a file, up to the first that fails, and prints what they give.
   *
   * @return whether none failed
   */
  public boolean run(Path script, OutputStream out) throws Exception {
    ErrorWatch watched = new ErrorWatch(out);
    // The client keeps a history of a file's statements too; nobody asks for it.
    Path history = Files.createTempFile("minhos", ".history");
    try {
      open(
          () -> TerminalUtils.createDumbTerminal(watched),
          history,
          client -> client.executeInNonInteractiveMode(script.toUri()));
    } finally {
      Files.delete(history);
    }
    watched.flush();
    return !watched.failed;
  }

  private void open(Supplier<Terminal> terminal, Path history, Consumer<CliClient> use)
      throws Exception {
    Path script = Files.createTempFile("minhos", ".sql");
    NetUtils.Port port = NetUtils.getAvailablePort();
    try {
      Files.writeString(script, String.join(";\n", init) + ";\n");
      DefaultContext context = new DefaultContext(session(), List.of());
      SqlGateway gateway =
          new SqlGateway(gateway(port.getPort()), new SingleSessionManager(context));
      gateway.start();
      try (Executor executor =
              Executor.create(
                  context, InetSocketAddress.createUnresolved(LOOPBACK, port.getPort()), null);
          CliClient client = new CliClient(terminal, executor, history)) {
        if (!client.executeInitialization(script.toUri())) {
          throw new IllegalStateException(
              "SESSION_FAILED: statements=" + init.size() + "; the log says why");
        }
        use.accept(client);
      } finally {
        gateway.stop();
      }
    } finally {
      port.close();
      Files.delete(script);
    }
  }

  /** Jobs run on a Flink inside this JVM, at a port of their own. */
  private Configuration session() {
    Configuration c = new Configuration();
    // What is asked of is there whole: one answer, and no log of how it came about.
    c.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    c.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    c.set(DeploymentOptions.TARGET, "local");
    c.set(DeploymentOptions.ATTACHED, true);
    c.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    c.set(RestOptions.BIND_PORT, "0");
    c.set(SqlClientOptions.EXECUTION_RESULT_MODE, ResultMode.TABLEAU);
    return c;
  }

  private static Configuration gateway(int port) {
    Configuration endpoint = new Configuration();
    endpoint.set(SqlGatewayRestOptions.ADDRESS, LOOPBACK);
    endpoint.set(SqlGatewayRestOptions.BIND_ADDRESS, LOOPBACK);
    endpoint.set(SqlGatewayRestOptions.PORT, port);
    Configuration c = new Configuration();
    c.addAll(endpoint, SqlGatewayEndpointFactoryUtils.getSqlGatewayOptionPrefix("rest"));
    return c;
  }

  /** Hands on what the client prints and hears if it says that a statement failed. */
  private static final class ErrorWatch extends FilterOutputStream {

    /** Behind prompts and colours; a result's line begins with a frame. */
    private static final Pattern FAILURE =
        Pattern.compile(
            "(Flink SQL> |> |\u001b\\[[0-9;?]*[a-zA-Z])*"
                + Pattern.quote("[ERROR] Could not execute SQL statement."));

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean failed;

    ErrorWatch(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      if (b == '\n') {
        failed |= isFailure(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }

    private static boolean isFailure(String printed) {
      return FAILURE.matcher(printed).lookingAt();
    }

    /** The client closes its terminal; what it writes to goes on. */
    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
