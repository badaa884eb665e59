package io.minhos.state;

import io.minhos.domain.risk.RiskConfig;
import io.minhos.flink.inference.ClusterLayout;
import io.minhos.trading.config.StateConfig;
import io.minhos.trading.config.TradingConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** The database of live state: its tables and who may read them. */
public final class Database {

  private static final String MIGRATIONS = "classpath:io/minhos/state/migrations";

  private static final String DRIVER = "org.postgresql.Driver";

  private Database() {}

  /**
   * Asks whether a process of a cluster has PostgreSQL's driver where it must be.
   *
   * @throws IllegalStateException {@code LAYOUT: …}, with the reason
   */
  static void requireDriver() {
    ClusterLayout.checkShared(List.of(DRIVER));
  }

  /**
   * Brings the tables to this version, lets the reader read them, and writes down the limits.
   *
   * @return true if there were none before
   */
  public static boolean migrate(TradingConfig trading) throws SQLException {
    StateConfig config = trading.state();
    MigrateResult result =
        Flyway.configure()
            .dataSource(config.url(), config.user(), config.password())
            .locations(MIGRATIONS)
            .load()
            .migrate();
    try (Connection connection = writer(config)) {
      admit(connection, config);
      limit(connection, trading);
    }
    return result.initialSchemaVersion == null || result.initialSchemaVersion.isEmpty();
  }

  /** A connection of the reader. */
  static Connection reader(StateConfig config) throws SQLException {
    return connect(config, config.reader(), config.readerPassword());
  }

  /** A connection of the role that writes. */
  static Connection writer(StateConfig config) throws SQLException {
    return connect(config, config.user(), config.password());
  }

  private static Connection connect(StateConfig config, String user, String password)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("ApplicationName", "minhos");
    return DriverManager.getConnection(config.url(), properties);
  }

  /** Makes the reader where it is not there; one that is there keeps its password and settings. */
  private static void admit(Connection connection, StateConfig config) throws SQLException {
    String reader = config.reader();
    if (!exists(connection, reader)) {
      run(connection, "CREATE ROLE %I LOGIN PASSWORD %L", reader, config.readerPassword());
      run(
          connection,
          "ALTER ROLE %I SET statement_timeout = %L",
          reader,
          config.timeout().millis() + "ms");
      run(connection, "ALTER ROLE %I SET default_transaction_read_only = %L", reader, "on");
    }
    run(connection, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO %I", reader);
  }

  private static void limit(Connection connection, TradingConfig config) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO limits VALUES (?, ?, ?)"
                + " ON CONFLICT (portfolio, name) DO UPDATE SET bound = EXCLUDED.bound")) {
      for (String portfolio : config.portfolios()) {
        RiskConfig risk = config.riskOf(portfolio);
        for (var bound :
            Map.of(
                    "heat", risk.heat().maxHeat(),
                    "grossExposure", risk.maxGrossExposure(),
                    "drawdown", risk.limits().maxDrawdown(),
                    "dailyLoss", risk.limits().maxDailyLoss())
                .entrySet()) {
          upsert.setString(1, portfolio);
          upsert.setString(2, bound.getKey());
          upsert.setDouble(3, bound.getValue());
          upsert.addBatch();
        }
      }
      upsert.executeBatch();
    }
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
      query.setString(1, role);
      try (ResultSet found = query.executeQuery()) {
        return found.next();
      }
    }
  }

  /** What takes no parameters is quoted by the server. */
  private static void run(Connection connection, String template, String... names)
      throws SQLException {
    StringBuilder format = new StringBuilder("SELECT format(?");
    format.append(", ?".repeat(names.length)).append(')');
    String command;
    try (PreparedStatement query = connection.prepareStatement(format.toString())) {
      query.setString(1, template);
      for (int i = 0; i < names.length; i++) {
        query.setString(i + 2, names[i]);
      }
      try (ResultSet quoted = query.executeQuery()) {
        quoted.next();
        command = quoted.getString(1);
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }
}
