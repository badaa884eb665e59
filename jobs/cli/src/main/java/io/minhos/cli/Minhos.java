package io.minhos.cli;

import io.minhos.flink.files.MalformedFileException;
import io.minhos.retraining.trees.TrainingException;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.kafka.TopicException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code minhos} command. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
    name = "minhos",
    description = "Trades on streams of market data.",
    mixinStandardHelpOptions = true,
    version = "MinhOS Stream " + Minhos.VERSION,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ReplayCommand.class,
      TrainCommand.class,
      BacktestCommand.class,
      ReportCommand.class,
      SimulateCommand.class,
      ImportCommand.class,
      ModelsCommand.class,
      ControlCommand.class,
      MonitorCommand.class,
      StateCommand.class,
      TopicsCommand.class,
      CheckCommand.class,
      SqlCommand.class,
      BenchCommand.class
    })
public final class Minhos {

  static final String VERSION = "1.0.0-SNAPSHOT";

  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  private Minhos() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command and returns its exit code. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  /** What takes the arguments. */
  static CommandLine commandLine() {
    return new CommandLine(new Minhos())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new CodedErrors())
        .setParameterExceptionHandler(Minhos::explain);
  }

  /** Says in one line what is wrong, and where to read on; which subcommands there are if none. */
  private static int explain(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("minhos: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      if (command.getSubcommands().isEmpty()) {
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
      } else {
        command.usage(err);
      }
    }
    return WRONG_USAGE;
  }

  /**
   * Says in one line what went wrong where that is known, with the stack of calls where it is not.
   */
  private static final class CodedErrors implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
        Exception e, CommandLine commandLine, ParseResult parseResult) {
      Optional<ConfigException> config = find(e, ConfigException.class);
      if (config.isPresent()) {
        commandLine.getErr().println("minhos: " + config.get().getMessage());
        return WRONG_USAGE;
      }
      Optional<StoreRefusal> refusal = find(e, StoreRefusal.class);
      if (refusal.isPresent()) {
        commandLine.getErr().println("minhos: " + refusal.get().getMessage());
        return refusal.get().code().usage() ? WRONG_USAGE : FAILED;
      }
      Optional<MalformedFileException> file = find(e, MalformedFileException.class);
      if (file.isPresent()) {
        commandLine.getErr().println("minhos: " + file.get().getMessage());
        return FAILED;
      }
      Optional<TopicException> topic = find(e, TopicException.class);
      if (topic.isPresent()) {
        commandLine.getErr().println("minhos: " + topic.get().getMessage());
        return FAILED;
      }
      Optional<TrainingException> training = find(e, TrainingException.class);
      if (training.isPresent()) {
        commandLine.getErr().println("minhos: " + training.get().getMessage());
        return FAILED;
      }
      Optional<SQLException> database = find(e, SQLException.class);
      if (database.isPresent()) {
        commandLine.getErr().println("minhos: DATABASE: " + database.get().getMessage());
        return FAILED;
      }
      // Kafka's clients ask again and again before they say so.
      Optional<TimeoutException> timeout = find(e, TimeoutException.class);
      if (timeout.isPresent()) {
        commandLine.getErr().println("minhos: KAFKA_UNREACHABLE: " + timeout.get().getMessage());
        return FAILED;
      }
      commandLine.getErr().println("minhos: failed");
      e.printStackTrace(commandLine.getErr());
      return FAILED;
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        if (type.isInstance(t)) {
          return Optional.of(type.cast(t));
        }
      }
      return Optional.empty();
    }
  }
}
