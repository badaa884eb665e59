package io.minhos.state;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.PositionSnapshot;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.signals.Signal;
import io.minhos.trading.kafka.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All tables of live state. */
final class Tables {

  /** Source of rows that are folded from executions. */
  static final String POSITIONS = "positions";

  /** Source of rows that are folded from the control log. */
  static final String CONTROLS = "controls";

  static final Table ORDERS = new Table("orders", Topics.ORDERS, Order.class, List.of("cl_ord_id"));
  static final Table EXECUTIONS =
      new Table("executions", Topics.EXECUTIONS, Execution.class, List.of("md5(exec_id)"));
  static final Table DECISIONS =
      new Table("decisions", Topics.DECISIONS, Decision.class, List.of("decision_id"));
  static final Table SIGNALS =
      new Table("signals", Topics.SIGNALS, Signal.class, List.of("symbol", "time"));
  static final Table PORTFOLIO_HISTORY =
      new Table(
          "portfolio_history",
          Topics.PORTFOLIO,
          PortfolioSnapshot.class,
          List.of("portfolio", "time"));
  static final Table PORTFOLIO =
      new Table("portfolio", Topics.PORTFOLIO, PortfolioSnapshot.class, List.of("portfolio"));
  static final Table POSITION_HISTORY =
      new Table(
          "position_history",
          POSITIONS,
          PositionSnapshot.class,
          List.of("portfolio", "symbol", "time"));
  static final Table CURRENT_POSITIONS =
      new Table("positions", POSITIONS, PositionSnapshot.class, List.of("portfolio", "symbol"));

  static final Table ACCURACY =
      new Table(
          "accuracy",
          Topics.ACCURACY,
          AccuracyReport.class,
          List.of("model", "version", "coalesce(symbol, '')", "time"));
  static final Table ALERTS =
      new Table(
          "alerts",
          Topics.ALERTS,
          Alert.class,
          List.of("time", "code", "model", "version", "md5(detail)"));
  static final Table ACKNOWLEDGEMENTS =
      new Table("acknowledgements", Topics.ACKS, Acknowledgement.class, List.of("md5(command_id)"));
  static final Table DATED_CONTROLS =
      new Table("controls", CONTROLS, ControlRow.class, List.of("ordinal"));

  static final List<Table> ALL =
      List.of(
          ORDERS,
          EXECUTIONS,
          DECISIONS,
          SIGNALS,
          PORTFOLIO_HISTORY,
          PORTFOLIO,
          POSITION_HISTORY,
          CURRENT_POSITIONS,
          ACCURACY,
          ALERTS,
          ACKNOWLEDGEMENTS,
          DATED_CONTROLS);

  private static final Map<String, List<Table>> BY_SOURCE =
      ALL.stream().collect(Collectors.groupingBy(Table::source));

  /** The tables that rows of {@code source} go to; none for the control log as it stands. */
  static List<Table> of(String source) {
    return BY_SOURCE.getOrDefault(source, List.of());
  }

  /** What is read, by topic. */
  static Map<String, Class<? extends Record>> messages() {
    Map<String, Class<? extends Record>> types = new TreeMap<>();
    for (Table table : ALL) {
      if (!table.source().equals(POSITIONS) && !table.source().equals(CONTROLS)) {
        types.put(table.source(), table.type());
      }
    }
    types.put(Topics.CONTROL, ControlEntry.class);
    return types;
  }

  private Tables() {}
}
