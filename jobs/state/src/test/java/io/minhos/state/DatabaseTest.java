package io.minhos.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows at the limits of what messages may say: one that is refused would stall live state. */
class DatabaseTest {

  private static EmbeddedPostgres server;
  private static TradingConfig config;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().start();
    config =
        ConfigLoader.load(
            null,
            List.of(
                "state.url='jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres'",
                "state.user=postgres"));
    assertThat(Database.migrate(config)).as("there were no tables").isTrue();
    assertThat(Database.migrate(config)).isFalse();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void takesWhatHoldsFromTheBeginningOfTime() throws Exception {
    ControlEntry release =
        ControlEntry.release(new ModelRelease("lstm", 3, "none:", "00"), "eve", "test", null);
    write(Tables.DATED_CONTROLS, ControlRow.of(release, Long.MIN_VALUE, 1), 1);
    Alert alert = new Alert(Long.MIN_VALUE, "RELEASE_REFUSED", "lstm", 3, "x".repeat(9_000));
    try (StateReader reader = StateReader.open(config.state())) {
      assertThat(reader.models(0)).extracting(ModelState::since).containsExactly(Long.MIN_VALUE);
      write(Tables.ALERTS, alert, 1);
      assertThat(reader.models(0)).isEmpty();
      assertThat(reader.alerts(0, 1)).containsExactly(alert);
    }
  }

  @Test
  void takesAnIdOfAnyLength() throws Exception {
    ControlEntry entry = ControlEntry.of("c".repeat(9_000), ControlType.HALT, "a\0", null);
    write(Tables.ACKNOWLEDGEMENTS, Acknowledgement.refused(entry, "commandId"), 1);
    try (StateReader reader = StateReader.open(config.state())) {
      assertThat(reader.counts()).containsEntry("acknowledgements", 1L);
    }
  }

  @Test
  void givesWayOnlyToALaterPlaceInTheLog() throws Exception {
    write(Tables.ACCURACY, accuracy(0.5), 7);
    write(Tables.ACCURACY, accuracy(0.25), 6);
    assertThat(allocation()).isEqualTo(0.5);
    write(Tables.ACCURACY, accuracy(0.75), 7);
    assertThat(allocation()).isEqualTo(0.75);
  }

  /** What a symbol's figures are does not stand for all, whatever is later. */
  @Test
  void tellsWhoHoldsAModelOutAndHowItDoesOnAll() throws Exception {
    ControlEntry release =
        ControlEntry.release(new ModelRelease("held", 1, "none:", "00"), "eve", "test", null);
    write(Tables.DATED_CONTROLS, ControlRow.of(release, Long.MIN_VALUE, 2), 2);
    String report =
        """
        {"time":%d,"model":"held","version":1,"symbol":"%s","breaker":"OPEN","reason":"COMMAND",
        "detail":"commandId=c author=ann why=news","allocation":1,"evidence":1,
        "figures":{"calls":%d}}""";
    write(Tables.ACCURACY, report.formatted(5, "", 30), 8);
    write(Tables.ACCURACY, report.formatted(5, "A", 20), 9);
    write(Tables.ACCURACY, report.formatted(6, "B", 10), 10);
    try (StateReader reader = StateReader.open(config.state())) {
      ModelState held =
          reader.models(9).stream().filter(m -> m.model().equals("held")).findFirst().orElseThrow();
      assertThat(held.calls()).isEqualTo(30);
      assertThat(held.breaker()).isEqualTo("OPEN");
      assertThat(held.reason()).isEqualTo("COMMAND");
      assertThat(held.detail()).isEqualTo("commandId=c author=ann why=news");
    }
  }

  @Test
  void keepsHowFarInputsHaveDriftedAndThatAnEarlierReportDoesNotSay() throws Exception {
    String report =
        """
        {"time":%d,"model":"drifts","version":1,"breaker":"CLOSED","figures":{"calls":2}%s}""";
    write(Tables.ACCURACY, report.formatted(1, ""), 11);
    write(
        Tables.ACCURACY,
        report.formatted(2, ",\"drift\":{\"features\":8,\"drifted\":2,\"highest\":0.5}"),
        12);
    try (Connection connection = Database.writer(config.state());
        var query = connection.createStatement();
        var rows =
            query.executeQuery(
                "SELECT (drift->>'highest')::float8, drift FROM accuracy WHERE model = 'drifts'"
                    + " ORDER BY time")) {
      rows.next();
      assertThat(rows.getString(2)).isNull();
      rows.next();
      assertThat(rows.getDouble(1)).isEqualTo(0.5);
    }
  }

  private static String accuracy(double allocation) {
    return """
    {"time":1,"model":"m","version":1,"breaker":"CLOSED","allocation":%s,"evidence":null,
    "figures":{"calls":2}}"""
        .formatted(allocation);
  }

  private static double allocation() throws Exception {
    try (Connection connection = Database.writer(config.state());
        var query = connection.createStatement();
        var rows = query.executeQuery("SELECT allocation FROM accuracy WHERE model = 'm'")) {
      rows.next();
      return rows.getDouble(1);
    }
  }

  private static void write(Table table, Record row, long position) throws Exception {
    write(table, Json.line(row), position);
  }

  private static void write(Table table, String line, long position) throws Exception {
    try (Connection connection = Database.writer(config.state());
        PreparedStatement upsert = connection.prepareStatement(table.upsert())) {
      upsert.setLong(1, position);
      upsert.setString(2, Table.columns(line));
      upsert.execute();
    }
  }
}
