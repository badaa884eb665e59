package io.minhos.state;

import io.minhos.trading.config.StateConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Upserts rows into their tables: what comes between two checkpoints as one transaction, so that
 * the tables agree with each other as the topics did. What comes again after a restart changes
 * nothing.
 *
 * <p>Not the JDBC connector's sink: where the database is away, its close throws out of Flink's
 * failure handling, which ends the task manager with all that runs on it.
 */
final class WriteTables implements Sink<StateRow> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(WriteTables.class);
  private static final int BATCH_ROWS = 500;

  private final StateConfig config;

  WriteTables(StateConfig config) {
    this.config = config;
  }

  @Override
  public SinkWriter<StateRow> createWriter(WriterInitContext context) throws IOException {
    // A task manager is another process than the one that was asked as the job began.
    Database.requireDriver();
    try {
      return new Writer(Database.writer(config));
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static final class Writer implements SinkWriter<StateRow> {

    private final Connection connection;
    private final Map<Table, PreparedStatement> upserts = new HashMap<>();
    private int batched;

    Writer(Connection connection) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(false);
      for (Table table : Tables.ALL) {
        upserts.put(table, connection.prepareStatement(table.upsert()));
      }
    }

    @Override
    public void write(StateRow row, Context context) throws IOException {
      String columns = Table.columns(row.line());
      try {
        for (Table table : Tables.of(row.source())) {
          PreparedStatement upsert = upserts.get(table);
          upsert.setLong(1, row.position());
          upsert.setString(2, columns);
          upsert.addBatch();
          batched++;
        }
        if (batched >= BATCH_ROWS) {
          send();
        }
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      try {
        send();
        connection.commit();
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }

    private void send() throws SQLException {
      batched = 0;
      for (Table table : Tables.ALL) {
        upserts.get(table).executeBatch();
      }
    }

    /** Rolls back what no checkpoint has asked for; there may be nobody to say it to. */
    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("the database is away", e);
      }
    }
  }
}
