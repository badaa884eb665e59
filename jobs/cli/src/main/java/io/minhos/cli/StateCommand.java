package io.minhos.cli;

import io.minhos.domain.risk.Decision;
import io.minhos.state.SavepointAudit;
import io.minhos.state.StateReader;
import io.minhos.trading.config.StateConfig;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "state",
    description = "What a run knew and decided.",
    mixinStandardHelpOptions = true,
    subcommands = {
      StateQueries.Portfolio.class,
      StateQueries.Positions.class,
      StateQueries.Heat.class,
      StateCommand.Decisions.class,
      StateQueries.Models.class,
      StateQueries.Overrides.class,
      StateQueries.Alerts.class,
      StateCommand.Savepoint.class
    })
final class StateCommand {

  @Command(
      name = "decisions",
      description = {
        "The last decisions in live state; with --order all that led to one, enough to recompute",
        "it: of live state, or with --from of a replay. Settings are written down nowhere: those",
        "that are shown are of --config and --set, which should be the run's."
      },
      mixinStandardHelpOptions = true)
  static final class Decisions extends StateQuery<Decision> {

    @Option(
        names = "--order",
        paramLabel = "CLORDID",
        description = "Any order of the decision: entry, exit, stop, target or cancel.")
    String order;

    @Option(
        names = "--from",
        paramLabel = "DIR",
        description = "With --order: what 'minhos replay --out DIR' wrote, not live state.")
    Path from;

    @Option(names = "--portfolio", paramLabel = "NAME", description = "Of that portfolio only.")
    String portfolio;

    @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Of that symbol only.")
    String symbol;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "How many, the latest first.")
    int limit;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      if (order == null && from != null) {
        throw new ParameterException(
            spec.commandLine(), "Missing required option: '--order=CLORDID'");
      }
      FileChecks.requireAtLeastOne(spec, "--limit", limit);
      if (order == null) {
        return super.call();
      }
      if (asOf != null || watch || portfolio != null || symbol != null) {
        throw new ParameterException(
            spec.commandLine(),
            "--as-of, --watch, --portfolio and --symbol are about the last decisions: --order="
                + order);
      }
      return from == null ? auditLive() : auditReplay();
    }

    private int auditLive() throws SQLException {
      StateConfig state = configured(config);
      try (StateReader reader = StateReader.open(state)) {
        return show(DecisionAudit.of(order, reader, config.load()), "table=orders");
      }
    }

    private int auditReplay() throws IOException {
      TradingConfig loaded = config.load();
      FileChecks.requireFolder(spec, "--from", from);
      FileChecks.requireFiles(
          spec,
          "--from",
          Stream.of(Replay.ORDERS, Replay.EXECUTIONS, Replay.DECISIONS, Replay.SIGNALS)
              .map(from::resolve)
              .toList());
      return show(DecisionAudit.of(order, from, loaded), "file=" + from.resolve(Replay.ORDERS));
    }

    private int show(Optional<DecisionAudit> audit, String where) {
      if (audit.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "MISSING: order=%s %s".formatted(order, where));
      }
      System.out.println(json ? Json.line(audit.get()) : DecisionText.page(audit.get()));
      return 0;
    }

    @Override
    List<Decision> rows(StateReader reader, long time) throws SQLException {
      return reader.decisions(time, portfolio, symbol, limit);
    }

    @Override
    TextTable table(List<Decision> rows) {
      TextTable table =
          new TextTable(
              "TIME",
              "PORTFOLIO",
              "SYMBOL",
              "OUTCOME",
              "DIRECTION",
              "STRENGTH",
              "CONFIDENCE",
              "QUANTITY",
              "ORDER",
              "REASON");
      for (Decision d : rows) {
        table.row(
            TextTable.time(d.time()),
            d.portfolio(),
            d.symbol(),
            d.outcome(),
            d.direction(),
            TextTable.number(d.strength(), 4),
            TextTable.number(d.confidence(), 4),
            TextTable.number(d.quantity(), 6),
            d.clOrdId().isEmpty() ? "-" : d.clOrdId(),
            d.reason().isEmpty() ? "-" : d.reason());
      }
      return table;
    }
  }

  @Command(
      name = "savepoint",
      description = {
        "Holds the books in a checkpoint or savepoint of the trading job against live state as of",
        "its time; prints each difference, and fails if there is one."
      },
      mixinStandardHelpOptions = true)
  static final class Savepoint implements Callable<Integer> {

    @Parameters(paramLabel = "PATH", description = "Its folder or URI.")
    String path;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Mixin ConfigOptions config;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      StateConfig state = StateQuery.configured(config);
      boolean local = !path.contains(":");
      if (local && !Files.isReadable(Path.of(path).resolve("_metadata"))) {
        throw new ParameterException(
            spec.commandLine(), "PATH must be the folder of a checkpoint or savepoint: " + path);
      }
      String uri = local ? Path.of(path).toUri().toString() : path;
      SavepointAudit audit;
      try (StateReader reader = StateReader.open(state)) {
        audit = SavepointAudit.of(uri, reader);
      }
      System.out.println(json ? Json.line(audit) : page(audit));
      return audit.differences().isEmpty() ? 0 : Minhos.FAILED;
    }

    private static String page(SavepointAudit audit) {
      String compared =
          "compared: portfolios=%d positions=%d differences=%d"
              .formatted(audit.portfolios(), audit.positions(), audit.differences().size());
      if (audit.differences().isEmpty()) {
        return compared;
      }
      TextTable table = new TextTable("PORTFOLIO", "SYMBOL", "FIGURE", "SAVEPOINT", "DATABASE");
      for (SavepointAudit.Difference d : audit.differences()) {
        table.row(
            d.portfolio(),
            d.symbol().isEmpty() ? "-" : d.symbol(),
            d.figure(),
            d.savepoint(),
            d.database());
      }
      return compared + System.lineSeparator() + table;
    }
  }
}
