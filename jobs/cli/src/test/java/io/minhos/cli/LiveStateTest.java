package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.cli.embedded.EmbeddedDatabase;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.market.Trade;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.PositionSnapshot;
import io.minhos.flink.files.MarketFile;
import io.minhos.state.LiveState;
import io.minhos.state.SavepointAudit;
import io.minhos.state.StateJob;
import io.minhos.state.StateReader;
import io.minhos.state.ValuedPosition;
import io.minhos.trading.JobSettings;
import io.minhos.trading.Models;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.ControlLog;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Live state of a run in whose middle the database is killed, row by row against the files of a
 * replay, which is the run that nothing disturbed.
 */
class LiveStateTest {

  private static final int TRADES = 8_000;
  private static final long NOW = Long.MAX_VALUE;

  @TempDir static Path dir;

  private static LiveJob live;
  private static EmbeddedDatabase database;
  private static TradingConfig config;

  @SuppressWarnings("try") // Live state is followed while its resource is open.
  @BeforeAll
  static void run() throws Exception {
    List<String> lines = new ArrayList<>(RealTrades.lines(TRADES, 3));
    List<Trade> trades = lines.stream().map(BitstampTrades::trade).toList();
    lines.add(0, BitstampTrades.HEADER);
    Path file = Files.write(dir.resolve("trades.csv"), lines);
    Replay.run(
        ReplayInputs.withoutModels(
            List.of(new MarketFile(file.toString(), MarketFile.Kind.TRADES))),
        ConfigLoader.load(null, List.of()),
        1,
        dir.resolve("replay"));

    database = EmbeddedDatabase.start(dir.resolve("database"), 0);
    live =
        new LiveJob(
            Files.createDirectories(dir.resolve("live")),
            3,
            "admission.arrivalTime=false",
            "state.url='" + database.url() + "'",
            "state.user=" + database.user());
    config = live.config();
    String checkpoints = dir.resolve("state").toUri().toString();
    live.start(Models.none());
    try (ControlLog log = new ControlLog(config.kafka().bootstrapServers())) {
      // Of no effect on what the replay decided.
      log.append(ControlEntry.of("c1", ControlType.ROLLOUT, "ann", "with care").saying("1"));
      log.append(ControlEntry.of("c2", ControlType.HALT, "bob", "news").about(null, "XYZ"));
      log.append(ControlEntry.of("c3", ControlType.HALT, "bob", "news").about("nobody", null));
      log.append(
          ControlEntry.release(new ModelRelease("lstm", 3, "none:", "00"), "eve", "test", null));
    }
    try (LiveState state = LiveState.start(config, checkpoints, Optional.empty());
        MarketDataPublisher publisher =
            new MarketDataPublisher(
                config.kafka().bootstrapServers(),
                config.kafka().partitions(),
                config.boundaryMarks())) {
      trades.subList(0, TRADES / 2).forEach(publisher::publish);
      publisher.flush();
      LiveJob.await("rows", () -> counts().getOrDefault("decisions", 0L) > 0);
      database.kill();
      try (ControlLog log = new ControlLog(config.kafka().bootstrapServers())) {
        log.append(ControlEntry.of("c4", ControlType.HALT, "bob", "late").about(null, "UVW"));
      }
      trades.subList(TRADES / 2, TRADES).forEach(publisher::publish);
      publisher.finish(trades.get(TRADES - 1).time());
      // Trading goes on without a database.
      for (String topic : List.of(Topics.DECISIONS, Topics.EXECUTIONS, Topics.PORTFOLIO)) {
        live.await(topic, expected(topic.replace(".v1", ".jsonl"), Map.class).size());
      }
      database = EmbeddedDatabase.start(dir.resolve("database"), database.port());
      awaitRows();
    }
    // Its last checkpoint stays.
    live.cancel();
  }

  @AfterAll
  static void stop() throws Exception {
    live.close();
    database.close();
  }

  @Test
  void isTheFilesOfTheReplayThoughTheDatabaseWasKilled() throws Exception {
    assertRows();
  }

  /** Against the books themselves; places in the log say that the topics may mend the rows. */
  @Test
  void findsWhatDiffersFromTheBooksAndReadingTheTopicsAgainMendsIt() throws Exception {
    Path checkpoint = RunCommand.lastCheckpoint(dir.resolve("live/checkpoints")).orElseThrow();
    assertThat(minhos("savepoint", checkpoint.toString()).exit()).isZero();

    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "UPDATE position_history SET quantity = quantity + 1 WHERE symbol = 'BTC1'");
      statement.execute("UPDATE portfolio_history SET cash = cash - 1");
      statement.execute("DELETE FROM orders WHERE symbol = 'BTC0'");
    }
    Answer differing = minhos("savepoint", checkpoint.toString(), "--json");
    assertThat(differing.exit()).isEqualTo(1);
    assertThat(Json.read(differing.out(), SavepointAudit.class).differences())
        .extracting(SavepointAudit.Difference::symbol, SavepointAudit.Difference::figure)
        .containsExactly(tuple("", "cash"), tuple("BTC1", "quantity"));

    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, JobSettings.flink());
    StateJob.buildUpToNow(env, config);
    env.execute();
    assertThat(minhos("savepoint", checkpoint.toString()).out())
        .startsWith("compared: portfolios=1 positions=");
    assertRows();
  }

  /** The trading job says so itself where it accepts a command. */
  @Test
  void knowsFromWhenCommandsAreInForce() throws Exception {
    try (Connection owner = owner();
        Statement statement = owner.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT command_id, greatest(0, in_force_from), a."from" FROM controls
                JOIN acknowledgements a USING (command_id)
                WHERE status = 'ACCEPTED' ORDER BY command_id
                """)) {
      List<String> commands = new ArrayList<>();
      long from = 0;
      while (found.next()) {
        commands.add(found.getString(1));
        from = found.getLong(2);
        assertThat(from).as(found.getString(1)).isEqualTo(found.getLong(3));
      }
      assertThat(commands).containsExactly("c1", "c2", "c4");
      // Not from the beginning: bars had been decided.
      assertThat(from).isPositive();
      String before = Instant.ofEpochMilli(from - 1).toString();
      assertThat(minhos("overrides").out()).contains("late");
      assertThat(minhos("overrides", "--as-of", before).out()).doesNotContain("late");
    }
  }

  @Test
  void letsTheReaderReadOnly() throws Exception {
    try (Connection reader =
            DriverManager.getConnection(
                database.url(), config.state().reader(), config.state().readerPassword());
        Statement statement = reader.createStatement()) {
      assertThatThrownBy(() -> statement.execute("DELETE FROM orders"))
          .hasMessageContaining("read-only transaction");
      statement.execute("SET default_transaction_read_only = off");
      assertThatThrownBy(() -> statement.execute("DELETE FROM orders"))
          .hasMessageContaining("permission denied");
      try (ResultSet timeout = statement.executeQuery("SHOW statement_timeout")) {
        timeout.next();
        assertThat(timeout.getString(1)).isEqualTo("5s");
      }
    }
  }

  @Test
  void answersOnTheCommandLine() throws Exception {
    List<PortfolioSnapshot> all = expected(Replay.PORTFOLIO, PortfolioSnapshot.class);
    PortfolioSnapshot now = all.get(all.size() - 1);
    assertThat(minhos("portfolio", "--json").out()).isEqualTo("[" + Json.line(now) + "]");
    PortfolioSnapshot first = all.get(0);
    assertThat(
            minhos("portfolio", "--json", "--as-of", Instant.ofEpochMilli(first.time()).toString())
                .out())
        .isEqualTo("[" + Json.line(first) + "]");
    assertThat(minhos("portfolio").out().lines()).hasSize(2).last().asString().startsWith("main  ");
    assertThat(minhos("positions", "--json").out()).contains("\"symbol\":\"BTC1\"");
    assertThat(minhos("heat").out().lines()).hasSize(5);
    assertThat(minhos("decisions", "--symbol", "BTC2", "--limit", "3").out().lines()).hasSize(4);
    // With the command that was in force, whose author is nobody of the replay's.
    Order order = expected(Replay.ORDERS, Order.class).get(0);
    assertThat(minhos("decisions", "--order", order.clOrdId()).out())
        .contains("  * " + order.clOrdId(), "by ann: with care", "bar", "features tabular")
        .doesNotContain("not all that the job had seen");
    assertThat(minhos("overrides", "--json").out())
        .contains("\"commandId\":\"c1\"", "\"commandId\":\"c2\"")
        // Refused.
        .doesNotContain("\"commandId\":\"c3\"");
    assertThat(minhos("models").out()).isEqualTo("none");
    assertThat(minhos("alerts").out()).contains("RELEASE_REFUSED  lstm");
    // With a database that is not there.
    assertThat(Minhos.run("state", "heat", "--set", "state.url=jdbc:postgresql://127.0.0.1:1/x"))
        .isEqualTo(1);
  }

  /** Each two seconds with what is there by then, until it is interrupted. */
  @Test
  void asksAgainWhileItWatches() throws Exception {
    PrintStream real = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    int[] exit = {-1};
    Thread watch =
        new Thread(
            () ->
                exit[0] =
                    Minhos.run(
                        "state",
                        "alerts",
                        "--watch",
                        "--json",
                        "--set",
                        "state.url='" + database.url() + "'"));
    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      watch.start();
      LiveJob.await("an answer", () -> answers(out).size() == 1);
      statement.execute("INSERT INTO alerts VALUES (1, 'NEWS', 'x', 1, 'of a test', 0)");
      LiveJob.await("an answer with what is new", () -> answers(out).size() >= 2);
      statement.execute("DELETE FROM alerts WHERE code = 'NEWS'");
    } finally {
      watch.interrupt();
      watch.join();
      System.setOut(real);
    }
    assertThat(exit[0]).isZero();
    assertThat(answers(out).get(0)).contains("RELEASE_REFUSED").doesNotContain("NEWS");
    assertThat(answers(out)).anyMatch(answer -> answer.contains("NEWS"));
  }

  /** Whole lines. */
  private static List<String> answers(ByteArrayOutputStream out) {
    String said = out.toString(StandardCharsets.UTF_8);
    return said.substring(0, said.lastIndexOf('\n') + 1).lines().toList();
  }

  private record Answer(int exit, String out) {}

  private static Answer minhos(String... arguments) {
    List<String> all = new ArrayList<>(List.of("state"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--set", "state.url='" + database.url() + "'"));
    PrintStream real = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      return new Answer(
          Minhos.run(all.toArray(new String[0])), out.toString(StandardCharsets.UTF_8).strip());
    } finally {
      System.setOut(real);
    }
  }

  private static Connection owner() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), "");
  }

  @Test
  void answersAsOfATime() throws Exception {
    List<PortfolioSnapshot> all = expected(Replay.PORTFOLIO, PortfolioSnapshot.class);
    long between = all.get(all.size() / 2).time() + 1;
    PortfolioSnapshot last =
        all.stream().filter(p -> p.time() <= between).reduce((a, b) -> b).orElseThrow();
    try (StateReader reader = StateReader.open(config.state())) {
      assertThat(reader.portfolios(between)).containsExactly(last);
      assertThat(reader.portfolios(all.get(0).time() - 1)).isEmpty();
      assertThat(held(reader, between)).isEqualTo(positions(between));
      assertThat(reader.decisions(between, null, null, 1))
          .allSatisfy(decision -> assertThat(decision.time()).isLessThanOrEqualTo(between));
    }
  }

  private static void assertRows() throws Exception {
    try (StateReader reader = StateReader.open(config.state())) {
      assertThat(reader.orders(NOW)).isEqualTo(expected(Replay.ORDERS, Order.class));
      assertThat(reader.executions(NOW)).isEqualTo(expected(Replay.EXECUTIONS, Execution.class));
      assertThat(reader.decisions(NOW, null, null, Integer.MAX_VALUE))
          .containsExactlyInAnyOrderElementsOf(expected(Replay.DECISIONS, Decision.class));
      // And with the compacted topic, which keeps the last of each portfolio.
      assertThat(reader.portfolios(NOW))
          .containsExactly(
              live.reader().read(Topics.PORTFOLIO).stream()
                  .map(line -> Json.read(line, PortfolioSnapshot.class))
                  .reduce((a, b) -> b)
                  .orElseThrow());
      assertThat(reader.portfolioHistory(NOW))
          .isEqualTo(expected(Replay.PORTFOLIO, PortfolioSnapshot.class));
      assertThat(held(reader, NOW)).isEqualTo(positions(NOW)).hasSize(3);
    }
  }

  private static List<PositionSnapshot> held(StateReader reader, long asOf) throws SQLException {
    return reader.positions(asOf).stream().map(ValuedPosition::snapshot).toList();
  }

  /** From the executions of the file. */
  private static List<PositionSnapshot> positions(long asOf) throws Exception {
    Map<String, PositionSnapshot> positions = new LinkedHashMap<>();
    for (Execution e : expected(Replay.EXECUTIONS, Execution.class)) {
      if (e.isBooked() && e.transactTime() <= asOf) {
        positions.compute(
            e.symbol(),
            (symbol, p) -> (p == null ? PositionSnapshot.none(e.portfolio(), symbol) : p).after(e));
      }
    }
    return positions.values().stream()
        .sorted(Comparator.comparing(PositionSnapshot::symbol))
        .toList();
  }

  private static void awaitRows() throws Exception {
    long decisions = expected(Replay.DECISIONS, Decision.class).size();
    long orders = expected(Replay.ORDERS, Order.class).size();
    long executions = expected(Replay.EXECUTIONS, Execution.class).size();
    long snapshots = expected(Replay.PORTFOLIO, PortfolioSnapshot.class).size();
    long signals = expected(Replay.SIGNALS, Map.class).size();
    LiveJob.await(
        "all rows",
        () -> {
          Map<String, Long> counts = counts();
          return counts.getOrDefault("decisions", 0L) == decisions
              && counts.getOrDefault("orders", 0L) == orders
              && counts.getOrDefault("executions", 0L) == executions
              && counts.getOrDefault("signals", 0L) == signals
              && counts.getOrDefault("portfolio_history", 0L) == snapshots;
        });
  }

  /** Empty while there is no database. */
  private static Map<String, Long> counts() {
    try (StateReader reader = StateReader.open(config.state())) {
      return reader.counts();
    } catch (SQLException e) {
      return Map.of();
    }
  }

  private static <T> List<T> expected(String file, Class<T> type) throws Exception {
    return Files.readAllLines(dir.resolve("replay").resolve(file)).stream()
        .map(line -> Json.read(line, type))
        .toList();
  }
}
