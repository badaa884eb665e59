package io.minhos.cli;

import static io.minhos.cli.TextTable.number;
import static io.minhos.cli.TextTable.time;

import io.minhos.domain.control.Alert;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.state.LimitUse;
import io.minhos.state.ModelState;
import io.minhos.state.StateReader;
import io.minhos.state.ValuedPosition;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;

/** The questions to live state that need no more than a time. */
final class StateQueries {

  private StateQueries() {}

  @Command(
      name = "portfolio",
      description = "Each portfolio's money, exposure and trading state.",
      mixinStandardHelpOptions = true)
  static final class Portfolio extends StateQuery<PortfolioSnapshot> {
    @Override
    List<PortfolioSnapshot> rows(StateReader reader, long asOf) throws SQLException {
      return reader.portfolios(asOf);
    }

    @Override
    TextTable table(List<PortfolioSnapshot> rows) {
      TextTable table =
          new TextTable(
              "PORTFOLIO",
              "TIME",
              "EQUITY",
              "CASH",
              "REALISED",
              "UNREALISED",
              "COMMISSION",
              "GROSS",
              "DRAWDOWN",
              "OPEN",
              "LEVEL",
              "STATE");
      for (PortfolioSnapshot p : rows) {
        table.row(
            p.portfolio(),
            time(p.time()),
            number(p.equity(), 2),
            number(p.cash(), 2),
            number(p.realisedPnl(), 2),
            number(p.unrealisedPnl(), 2),
            number(p.commission(), 2),
            number(p.grossExposure(), 2),
            number(p.drawdown(), 4),
            p.openPositions(),
            p.level(),
            p.tradingState());
      }
      return table;
    }
  }

  @Command(
      name = "positions",
      description = "What each portfolio holds, by symbol; --json shows closed positions too.",
      mixinStandardHelpOptions = true)
  static final class Positions extends StateQuery<ValuedPosition> {
    @Override
    List<ValuedPosition> rows(StateReader reader, long asOf) throws SQLException {
      return reader.positions(asOf);
    }

    @Override
    TextTable table(List<ValuedPosition> rows) {
      TextTable table =
          new TextTable(
              "PORTFOLIO",
              "SYMBOL",
              "QUANTITY",
              "AVERAGE",
              "LAST",
              "VALUE",
              "UNREALISED",
              "REALISED",
              "SINCE",
              "ENTRY");
      for (ValuedPosition p : rows) {
        if (p.quantity() != 0) {
          table.row(
              p.portfolio(),
              p.symbol(),
              number(p.quantity(), 6),
              number(p.avgPrice(), 6),
              number(p.lastPrice(), 6),
              number(p.value(), 2),
              number(p.unrealisedPnl(), 2),
              number(p.realisedPnl(), 2),
              time(p.entryTime()),
              p.entryClOrdId());
        }
      }
      return table;
    }
  }

  @Command(
      name = "heat",
      description = "How much of its limits each portfolio uses.",
      mixinStandardHelpOptions = true)
  static final class Heat extends StateQuery<LimitUse> {
    @Override
    List<LimitUse> rows(StateReader reader, long asOf) throws SQLException {
      return reader.limitUse(asOf);
    }

    @Override
    TextTable table(List<LimitUse> rows) {
      TextTable table = new TextTable("PORTFOLIO", "TIME", "LIMIT", "USED", "BOUND", "USE %");
      for (LimitUse u : rows) {
        table.row(
            u.portfolio(),
            time(u.time()),
            u.name(),
            number(u.used(), 4),
            number(u.bound(), 4),
            number(100 * u.use(), 1));
      }
      return table;
    }
  }

  @Command(
      name = "models",
      description = "The releases in force, their breakers and how they do.",
      mixinStandardHelpOptions = true)
  static final class Models extends StateQuery<ModelState> {
    @Override
    List<ModelState> rows(StateReader reader, long asOf) throws SQLException {
      return reader.models(asOf);
    }

    @Override
    TextTable table(List<ModelState> rows) {
      TextTable table =
          new TextTable(
              "MODEL",
              "VERSION",
              "ROLE",
              "SINCE",
              "BREAKER",
              "ALLOCATION",
              "CALLS",
              "ACCURACY",
              "WHY");
      for (ModelState m : rows) {
        table.row(
            m.model(),
            m.version(),
            m.role(),
            time(m.since()),
            m.breaker().isEmpty() ? "-" : m.breaker(),
            number(m.allocation(), 2),
            m.calls(),
            number(m.accuracy(), 4),
            m.detail().isEmpty() ? "-" : m.reason() + " " + m.detail());
      }
      return table;
    }
  }

  @Command(
      name = "overrides",
      description = "The commands of people that are in force.",
      mixinStandardHelpOptions = true)
  static final class Overrides extends StateQuery<io.minhos.domain.control.Command> {
    @Override
    List<io.minhos.domain.control.Command> rows(StateReader reader, long asOf) throws SQLException {
      return reader.commands(asOf);
    }

    @Override
    TextTable table(List<io.minhos.domain.control.Command> rows) {
      TextTable table =
          new TextTable(
              "TYPE", "PORTFOLIO", "SYMBOL", "MODEL", "VALUE", "FROM", "UNTIL", "BY", "WHY");
      for (io.minhos.domain.control.Command c : rows) {
        table.row(
            c.type(),
            orAll(c.portfolio()),
            orAll(c.symbol()),
            c.model().isEmpty() ? "-" : c.model() + (c.version() == 0 ? "" : " " + c.version()),
            c.value().isEmpty() ? "-" : c.value(),
            time(c.from()),
            time(c.until()),
            c.author(),
            c.reason());
      }
      return table;
    }

    private static String orAll(String name) {
      return name.isEmpty() ? "all" : name;
    }
  }

  @Command(
      name = "alerts",
      description = "The last 50 alerts, the latest first.",
      mixinStandardHelpOptions = true)
  static final class Alerts extends StateQuery<Alert> {
    private static final int LIMIT = 50;

    @Override
    List<Alert> rows(StateReader reader, long asOf) throws SQLException {
      return reader.alerts(asOf, LIMIT);
    }

    @Override
    TextTable table(List<Alert> rows) {
      TextTable table = new TextTable("TIME", "CODE", "MODEL", "VERSION", "DETAIL");
      for (Alert a : rows) {
        table.row(
            time(a.time()),
            a.code(),
            a.model().isEmpty() ? "-" : a.model(),
            a.version(),
            a.detail());
      }
      return table;
    }
  }
}
