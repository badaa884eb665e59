package io.minhos.state;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.CommandTimeline;
import io.minhos.domain.features.FeatureState;
import io.minhos.domain.market.Bar;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.signals.Signal;
import io.minhos.trading.config.StateConfig;
import io.minhos.trading.output.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Live state as the reader sees it. What takes a time answers as of that event time, in
 * milliseconds since the epoch; {@link Long#MAX_VALUE} is now.
 */
public final class StateReader implements AutoCloseable {

  private static final int BARS_AT_ONCE = 1_000;

  private final Connection connection;

  private StateReader(Connection connection) {
    this.connection = connection;
  }

  public static StateReader open(StateConfig config) throws SQLException {
    return new StateReader(Database.reader(config));
  }

  /** Each portfolio's last snapshot, by name. */
  public List<PortfolioSnapshot> portfolios(long asOf) throws SQLException {
    return read(
        PortfolioSnapshot.class,
        """
        SELECT row_to_json(h) FROM portfolio p CROSS JOIN LATERAL (
          SELECT * FROM portfolio_history WHERE portfolio = p.portfolio AND time <= ?
          ORDER BY time DESC LIMIT 1) h
        ORDER BY h.portfolio
        """,
        asOf);
  }

  /** All snapshots, by time and portfolio. */
  public List<PortfolioSnapshot> portfolioHistory(long asOf) throws SQLException {
    return read(
        PortfolioSnapshot.class,
        """
        SELECT row_to_json(h) FROM portfolio_history h WHERE time <= ?
        ORDER BY time, portfolio COLLATE "C"
        """,
        asOf);
  }

  /** Every position that was ever held, by portfolio and symbol. */
  public List<ValuedPosition> positions(long asOf) throws SQLException {
    return read(
        ValuedPosition.class,
        """
        SELECT row_to_json(v) FROM (
          SELECT h.*, d.price AS last_price,
            h.quantity * d.price AS value, h.quantity * (d.price - h.avg_price) AS unrealised_pnl
          FROM positions p CROSS JOIN LATERAL (
            SELECT * FROM position_history
            WHERE portfolio = p.portfolio AND symbol = p.symbol AND time <= ?
            ORDER BY time DESC LIMIT 1) h
          LEFT JOIN LATERAL (
            SELECT price FROM decisions
            WHERE portfolio = p.portfolio AND symbol = p.symbol AND time <= ?
            ORDER BY time DESC LIMIT 1) d ON true) v
        ORDER BY portfolio, symbol
        """,
        asOf,
        asOf);
  }

  /** All orders, by time, symbol and ClOrdID. */
  public List<Order> orders(long asOf) throws SQLException {
    return read(
        Order.class,
        """
        SELECT row_to_json(o) FROM orders o WHERE transact_time <= ?
        ORDER BY transact_time, symbol COLLATE "C", cl_ord_id COLLATE "C"
        """,
        asOf);
  }

  /** All executions, by time, symbol and execId. */
  public List<Execution> executions(long asOf) throws SQLException {
    return read(
        Execution.class,
        """
        SELECT row_to_json(e) FROM executions e WHERE transact_time <= ?
        ORDER BY transact_time, symbol COLLATE "C", exec_id COLLATE "C"
        """,
        asOf);
  }

  /**
   * The last decisions, the latest first.
   *
   * @param portfolio whose; null of all
   * @param symbol of which; null of all
   */
  public List<Decision> decisions(long asOf, String portfolio, String symbol, int limit)
      throws SQLException {
    return read(
        Decision.class,
        """
        SELECT row_to_json(d) FROM decisions d
        WHERE time <= ? AND (?::text IS NULL OR portfolio = ?) AND (?::text IS NULL OR symbol = ?)
        ORDER BY time DESC, decision_id COLLATE "C" LIMIT ?
        """,
        asOf,
        portfolio,
        portfolio,
        symbol,
        symbol,
        limit);
  }

  /** All orders of the decision that made {@code clOrdId}, by ClOrdID; none if there is none. */
  public List<Order> ordersWith(String clOrdId) throws SQLException {
    return read(
        Order.class,
        """
        SELECT row_to_json(o) FROM orders o
        WHERE decision_id = (SELECT decision_id FROM orders WHERE cl_ord_id = ?)
        ORDER BY cl_ord_id COLLATE "C"
        """,
        clOrdId);
  }

  /** What became of the orders of a decision, by time and execId. */
  public List<Execution> executionsOf(String decisionId) throws SQLException {
    return read(
        Execution.class,
        """
        SELECT row_to_json(e) FROM executions e
        WHERE cl_ord_id IN (SELECT cl_ord_id FROM orders WHERE decision_id = ?)
        ORDER BY transact_time, exec_id COLLATE "C"
        """,
        decisionId);
  }

  /** A decision; empty before its checkpoint. */
  public Optional<Decision> decision(String decisionId) throws SQLException {
    return read(
            Decision.class,
            "SELECT row_to_json(d) FROM decisions d WHERE decision_id = ?",
            decisionId)
        .stream()
        .findFirst();
  }

  /** The signal of a bar; empty before its checkpoint. */
  public Optional<Signal> signal(String symbol, long time) throws SQLException {
    return read(
            Signal.class,
            "SELECT row_to_json(s) FROM signals s WHERE symbol = ? AND time = ?",
            symbol,
            time)
        .stream()
        .findFirst();
  }

  /**
   * The features' state after all bars of a symbol up to {@code until}, of which its signals tell.
   */
  public FeatureState features(String symbol, long until) throws SQLException {
    FeatureState state = FeatureState.empty();
    // A part at a time, which the driver does within a transaction alone: there may be years.
    connection.setAutoCommit(false);
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT bar FROM signals WHERE symbol = ? AND time <= ? ORDER BY time")) {
      query.setFetchSize(BARS_AT_ONCE);
      query.setString(1, symbol);
      query.setLong(2, until);
      try (ResultSet bars = query.executeQuery()) {
        while (bars.next()) {
          state = state.plus(Json.read(bars.getString(1), Bar.class));
        }
      }
    } finally {
      connection.setAutoCommit(true);
    }
    return state;
  }

  /** How much of its limits each portfolio uses. */
  public List<LimitUse> limitUse(long asOf) throws SQLException {
    return read(LimitUse.class, "SELECT row_to_json(u) FROM limit_use(?) u", asOf);
  }

  /**
   * The releases in force, by model and role: of each the last that was not refused, with its last
   * report.
   */
  public List<ModelState> models(long asOf) throws SQLException {
    return read(
        ModelState.class,
        """
        SELECT row_to_json(m) FROM (
          SELECT c.model, c.version, c.type AS role, c.in_force_from AS since, c.uri,
            coalesce(a.breaker, '') AS breaker, coalesce(a.reason, '') AS reason,
            coalesce(a.detail, '') AS detail, a.allocation,
            coalesce((a.figures->>'calls')::int, 0) AS calls,
            (a.figures->>'accuracy')::float8 AS accuracy, coalesce(a.time, 0) AS reported
          FROM (
            SELECT DISTINCT ON (model, type) * FROM controls c
            WHERE type IN ('RELEASE', 'CHALLENGE') AND in_force_from <= ?
              AND NOT EXISTS (
                SELECT 1 FROM alerts r WHERE r.code = 'RELEASE_REFUSED'
                  AND r.model = c.model AND r.version = c.version AND r.time = c.in_force_from)
            ORDER BY model, type, in_force_from DESC, ordinal DESC) c
          LEFT JOIN LATERAL (
            SELECT * FROM accuracy WHERE model = c.model AND version = c.version
              AND coalesce(symbol, '') = '' AND time <= ?
            ORDER BY time DESC LIMIT 1) a ON true) m
        ORDER BY model, role DESC
        """,
        asOf,
        asOf);
  }

  /** The commands in force, in the order of the log. */
  public List<Command> commands(long asOf) throws SQLException {
    CommandTimeline timeline = CommandTimeline.empty();
    for (ControlRow row :
        read(
            ControlRow.class,
            """
            SELECT row_to_json(c) FROM controls c
            WHERE type NOT IN ('RELEASE', 'CHALLENGE') AND NOT EXISTS (
              SELECT 1 FROM acknowledgements a
              WHERE a.command_id = c.command_id AND a.status = 'REFUSED')
            ORDER BY ordinal
            """)) {
      timeline = timeline.plus(row.command());
    }
    return timeline.at(asOf == Long.MAX_VALUE ? latest() : asOf);
  }

  /** The last alerts, the latest first. */
  public List<Alert> alerts(long asOf, int limit) throws SQLException {
    return read(
        Alert.class,
        """
        SELECT row_to_json(a) FROM alerts a WHERE time <= ?
        ORDER BY time DESC, log_position DESC LIMIT ?
        """,
        asOf,
        limit);
  }

  /** The event time that the portfolios have come to. */
  private long latest() throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet rows = query.executeQuery("SELECT coalesce(max(time), 0) FROM portfolio")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** How many rows each table has. */
  public Map<String, Long> counts() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    for (Table table : Tables.ALL) {
      try (Statement query = connection.createStatement();
          ResultSet rows = query.executeQuery("SELECT count(*) FROM " + table.name())) {
        rows.next();
        counts.put(table.name(), rows.getLong(1));
      }
    }
    return counts;
  }

  private <T> List<T> read(Class<T> type, String sql, Object... arguments) throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        query.setObject(i + 1, arguments[i]);
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(Table.record(rows.getString(1), type));
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
