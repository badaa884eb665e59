package io.minhos.cli;

import io.minhos.sql.SqlConsole;
import io.minhos.sql.SqlSession;
import io.minhos.trading.replay.Replay;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    description = {
      "Flink's SQL client with market files, their features, a store's models, a replay's outputs and",
      "the topics as tables. With FILE it runs the statements in it, prints what they give and ends."
    },
    mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Statements, each ended by a semicolon; none: a prompt.")
  Path script;

  @ArgGroup Input input = new Input();

  /** Files of one kind. */
  static final class Input {
    @Option(
        names = "--bars",
        paramLabel = "FILE",
        arity = "1..*",
        description =
            "Files of bars, of any kind that replay reads: tables bars, features, sequences, rejects.")
    List<Path> bars = List.of();

    @Option(
        names = "--trades",
        paramLabel = "FILE",
        arity = "1..*",
        description = "Files of trades: table trades, and those of the bars that they make.")
    List<Path> trades = List.of();
  }

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Model store: models ensemble and lstm; with files, views of their answers.")
  Path store;

  @Option(
      names = "--replay",
      paramLabel = "DIR",
      description = "What a replay wrote: tables of the database replay.")
  Path replay;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Subtasks of each operator.")
  int parallelism;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FileChecks.requireAtLeastOne(spec, "--parallelism", parallelism);
    FileChecks.requireFiles(spec, "--bars", input.bars);
    FileChecks.requireFiles(spec, "--trades", input.trades);
    if (script != null) {
      FileChecks.requireFiles(spec, "FILE", List.of(script));
    }
    if (replay != null) {
      FileChecks.requireFiles(spec, "--replay", List.of(replay.resolve(Replay.SIGNALS)));
    }
    SqlSession session =
        new SqlSession(
            store == null ? null : store.toAbsolutePath().toString(),
            input.trades.isEmpty() ? SqlSession.Kind.BARS : SqlSession.Kind.TRADES,
            input.trades.isEmpty() ? input.bars : input.trades,
            replay,
            config.load().kafka().bootstrapServers(),
            config.file,
            config.settings);
    SqlConsole console = new SqlConsole(session.statements(), parallelism);
    if (script == null) {
      // At a prompt the log would only hide what the client says. One who asks for logs has them.
      boolean asked = System.getenv("MINHOS_LOG_LEVEL") != null;
      console.prompt(
          () -> {
            if (!asked) {
              Configurator.setLevel(SqlConsole.GATEWAY_LOG, Level.OFF);
            }
          });
      return 0;
    }
    return console.run(script, System.out) ? 0 : Minhos.FAILED;
  }
}
