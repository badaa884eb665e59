package io.minhos.sql;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.PositionReport;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.store.Alias;
import io.minhos.store.ModelStore;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.replay.Replay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that give a session of SQL its tables and models: market files in the database
 * that it begins in, a store's models beside them with a view of what each answers; a replay's
 * outputs in the database {@code replay}, the topics in {@code topics}.
 *
 * @param store model store, or null
 * @param kind what the files hold
 * @param files of market data; none: no tables of them
 * @param replay folder that a replay wrote, or null
 * @param bootstrapServers of the topics
 * @param config file of the configuration, or null
 * @param settings over it, {@code key=value}
 */
public record SqlSession(
    String store,
    Kind kind,
    List<Path> files,
    Path replay,
    String bootstrapServers,
    Path config,
    List<String> settings) {

  /** What the files hold. */
  public enum Kind {
    BARS,
    TRADES
  }

  private static final String ANSWER = "minhos";

  private static final Map<String, Class<? extends Record>> TOPICS = topics();

  private static final List<String> MODELS = List.of(SignalFusion.ENSEMBLE, SignalFusion.LSTM);

  private static Map<String, Class<? extends Record>> topics() {
    Map<String, Class<? extends Record>> topics = new LinkedHashMap<>();
    topics.put(Topics.REJECTS, Rejection.class);
    topics.put(Topics.SIGNALS, Signal.class);
    topics.put(Topics.DECISIONS, Decision.class);
    topics.put(Topics.ORDERS, Order.class);
    topics.put(Topics.EXECUTIONS, Execution.class);
    topics.put(Topics.POSITIONS, PositionReport.class);
    topics.put(Topics.PORTFOLIO, PortfolioSnapshot.class);
    topics.put(Topics.PERFORMANCE, BookPerformance.class);
    topics.put(Topics.ACCURACY, AccuracyReport.class);
    topics.put(Topics.CONTROL, ControlEntry.class);
    topics.put(Topics.ALERTS, Alert.class);
    topics.put(Topics.ACKS, Acknowledgement.class);
    return topics;
  }

  /**
   * The statements, in their order, without semicolons.
   *
   * @throws StoreRefusal if the store cannot be read
   */
  public List<String> statements() throws StoreRefusal {
    List<String> statements = new ArrayList<>();
    if (!files.isEmpty()) {
      files(statements);
    }
    if (store != null) {
      models(statements);
    }
    if (replay != null) {
      replay(statements);
    }
    kafka(statements);
    return statements;
  }

  private void files(List<String> statements) {
    if (kind == Kind.TRADES) {
      statements.add(files("trades", MarketRows.TRADES, SqlColumns.TRADES));
    }
    statements.add(files("bars", MarketRows.BARS, SqlColumns.BARS));
    statements.add(files("features", MarketRows.FEATURES, SqlColumns.features()));
    statements.add(files("sequences", MarketRows.SEQUENCE, SqlColumns.sequence()));
    statements.add(files("rejects", MarketRows.REJECTS, SqlColumns.REJECTS));
  }

  private <T> String files(String table, MarketRows rows, List<SqlColumn<T>> columns) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("connector", "minhos-files");
    options.put("path", listed(files.stream().map(this::absolute)));
    options.put("files", kind.name().toLowerCase(Locale.ROOT));
    options.put("rows", rows.name().toLowerCase(Locale.ROOT));
    // Rejects have no trustworthy time.
    String watermark =
        rows == MarketRows.REJECTS ? "" : ", WATERMARK FOR `event_time` AS SOURCE_WATERMARK()";
    return "CREATE TABLE %s (%s%s) WITH (%s)"
        .formatted(table, declared(columns), watermark, with(configured(options)));
  }

  /** As an option that is a list has it: what separates is quoted. */
  private static String listed(Stream<String> values) {
    return values
        .map(v -> v.matches("(?s).*[;'\"].*") ? "'" + v.replace("'", "''") + "'" : v)
        .collect(Collectors.joining(";"));
  }

  private void models(List<String> statements) throws StoreRefusal {
    ModelStore models = ModelStore.existing(store);
    for (String model : MODELS) {
      String input =
          model.equals(SignalFusion.LSTM)
              ? "`%s` ARRAY<DOUBLE>".formatted(SqlColumns.SEQUENCE)
              : features(name -> name + " DOUBLE") + ", `%s` BOOLEAN".formatted(SqlColumns.WARM);
      Map<String, String> options = new LinkedHashMap<>();
      options.put("provider", ANSWER);
      options.put("store", store);
      statements.add(
          "CREATE MODEL %s INPUT (%s) OUTPUT (%s) WITH (%s)"
              .formatted(model, input, declared(SqlColumns.ANSWERS), with(configured(options))));
      if (!files.isEmpty() && models.find(model, Alias.CHAMPION).isPresent()) {
        statements.add(
            "CREATE VIEW %s_answers AS SELECT * FROM ML_PREDICT(TABLE %s, MODEL %s, DESCRIPTOR(%s))"
                .formatted(
                    model,
                    model.equals(SignalFusion.LSTM) ? "sequences" : "features",
                    model,
                    model.equals(SignalFusion.LSTM)
                        ? "`%s`".formatted(SqlColumns.SEQUENCE)
                        : features(name -> name) + ", `%s`".formatted(SqlColumns.WARM)));
      }
    }
  }

  private void replay(List<String> statements) {
    statements.add("CREATE DATABASE replay");
    for (Map.Entry<String, Class<? extends Record>> topic : TOPICS.entrySet()) {
      String table = table(topic.getKey());
      Path file = replay.resolve(table + ".jsonl");
      if (Replay.OUTPUTS.contains(table + ".jsonl") && Files.exists(file)) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "filesystem");
        options.put("path", file.toAbsolutePath().toUri().toString());
        statements.add(json("replay." + table, topic.getValue(), options));
      }
    }
  }

  private void kafka(List<String> statements) {
    statements.add("CREATE DATABASE topics");
    statements.add(market("trades", Topics.TRADES, SqlColumns.TRADES));
    statements.add(market("bars", Topics.BARS, SqlColumns.BARS));
    TOPICS.forEach(
        (topic, record) -> statements.add(json("topics." + table(topic), record, topic(topic))));
  }

  private <T> String market(String table, String topic, List<SqlColumn<T>> columns) {
    Map<String, String> options = topic(topic);
    options.put("format", "minhos-market");
    options.put("minhos-market.rows", table);
    return "CREATE TABLE topics.%s (%s) WITH (%s)"
        .formatted(table, declared(columns), with(options));
  }

  /** A topic as far as it goes when a query begins. */
  private Map<String, String> topic(String topic) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("connector", "kafka");
    options.put("topic", topic);
    options.put("properties.bootstrap.servers", bootstrapServers);
    options.put("properties.isolation.level", "read_committed");
    options.put("scan.startup.mode", "earliest-offset");
    options.put("scan.bounded.mode", "latest-offset");
    return options;
  }

  private static String json(
      String table, Class<? extends Record> record, Map<String, String> options) {
    options.put("format", "json");
    options.put("json.timestamp-format.standard", "ISO-8601");
    return "CREATE TABLE %s (%s) WITH (%s)"
        .formatted(table, RecordType.columns(record), with(options));
  }

  /** {@code md.rejects.v1} is {@code rejects}. */
  private static String table(String topic) {
    return topic.replaceFirst("^md\\.", "").replaceFirst("\\.v\\d+$", "");
  }

  private static String features(Function<String, String> form) {
    return FeatureSchema.TABULAR.names().stream()
        .map(name -> form.apply("`" + name + "`"))
        .collect(Collectors.joining(", "));
  }

  private static <T> String declared(List<SqlColumn<T>> columns) {
    return columns.stream()
        .map(column -> "`%s` %s".formatted(column.name(), column.type().asSerializableString()))
        .collect(Collectors.joining(", "));
  }

  private Map<String, String> configured(Map<String, String> options) {
    if (config != null) {
      options.put("config", absolute(config));
    }
    if (!settings.isEmpty()) {
      options.put("set", listed(settings.stream()));
    }
    return options;
  }

  private static String with(Map<String, String> options) {
    return options.entrySet().stream()
        .flatMap(option -> Stream.of(quoted(option.getKey()) + " = " + quoted(option.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private String absolute(Path path) {
    return path.toAbsolutePath().toString();
  }
}
