package io.minhos.trading.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.PerformanceTracker;
import io.minhos.domain.evaluation.Sizing;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Position;
import io.minhos.domain.orders.PositionReport;
import io.minhos.domain.risk.DenialCode;
import io.minhos.domain.risk.Outcome;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.InputDrift;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.Models;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.Replay;
import io.minhos.trading.replay.ReplayInputs;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published JSON Schemas against the records, and against what a replay writes. */
class PublishedSchemaTest {

  private static final int TRADES = 20_000;
  private static final String CONTROL = "control.v1.schema.json";
  private static final String POSITIONS = "positions.v1.schema.json";
  private static final String PERFORMANCE = "performance.v1.schema.json";

  private static final Map<Type, String> LEAVES =
      Map.of(
          String.class, "string",
          long.class, "integer",
          Long.class, "integer",
          int.class, "integer",
          Integer.class, "integer",
          double.class, "number",
          Double.class, "number");

  private static final ControlEntry RELEASE =
      ControlEntry.release(
          new ModelRelease("ensemble", 1, "file:/store/ensemble/000001", "00"), "a", "b", null);

  /** What people may say, each of its type. */
  private static List<ControlEntry> commands(Instant from, Instant until) {
    return List.of(
        command(ControlType.OVERRIDE).about("main", "BTCUSD").saying("flat").between(from, until),
        command(ControlType.OVERRIDE).saying("-0.25").between(null, until),
        command(ControlType.OVERRIDE).naming("lstm", 0).saying("0.25").between(null, until),
        command(ControlType.OVERRIDE).naming("technical", 0).saying("short").between(null, until),
        command(ControlType.HALT).between(from, until),
        command(ControlType.REDUCE).about("main", null),
        command(ControlType.RESUME),
        command(ControlType.DISABLE).naming("lstm", 3).between(null, until),
        command(ControlType.ENABLE).naming("lstm", 0),
        command(ControlType.ROLLOUT).about(null, "BTCUSD").saying("0.5"));
  }

  private static ControlEntry command(ControlType type) {
    return ControlEntry.of("c", type, "ann", "news");
  }

  @TempDir static Path dir;

  private static Summary summary;

  @BeforeAll
  static void replayRealTradesWithDirtAmongThem() throws Exception {
    List<String> lines = new ArrayList<>(RealTrades.lines(TRADES));
    String[] last = lines.get(TRADES - 1).split(",", -1);
    String time = last[1];
    String price = last[3];
    lines.addAll(
        List.of(
            lines.get(TRADES - 1),
            "BTCUSD,yesterday,d1," + price + ",1",
            "BTCUSD," + time + ",d2,NaN,1",
            "BTCUSD," + time + ",d3,-5,1",
            "BTCUSD," + time + ",d4," + price + ",0",
            "BTCUSD," + time + ",d5," + 9 * Double.parseDouble(price) + ",1",
            "BTCUSD," + (Long.parseLong(time) - 60_000) + ",d6," + price + ",1",
            "BTCUSD," + (Long.parseLong(time) + 3_600_000) + ",d7," + price + ",1",
            "BTCUSD," + time + ",d8," + price + ",1"));
    Path file = RealTrades.write(dir.resolve("trades.csv"), lines);
    summary =
        Replay.run(
            new ReplayInputs(
                List.of(new MarketFile(file.toString(), MarketFile.Kind.TRADES)),
                control(Instant.ofEpochMilli(Long.parseLong(time))),
                Models.none()),
            ConfigLoader.load(null, List.of()),
            1,
            dir);
  }

  /** A release that cannot serve, commands of the last hours, and one that names nothing. */
  private static List<ControlArrival> control(Instant end) {
    List<ControlEntry> entries = new ArrayList<>(List.of(RELEASE));
    entries.addAll(
        List.of(
            command(ControlType.ROLLOUT).saying("1"),
            command(ControlType.OVERRIDE)
                .saying("long")
                .between(end.minusSeconds(20_000), end.minusSeconds(10_000)),
            command(ControlType.OVERRIDE).saying("flat").between(end.minusSeconds(10_000), end),
            command(ControlType.HALT).between(end.minusSeconds(5_000), null),
            command(ControlType.HALT).about("nobody", null)));
    List<ControlArrival> log = new ArrayList<>();
    for (ControlEntry entry : entries) {
      log.add(new ControlArrival("commands", log.size(), entry, null, ""));
    }
    return log;
  }

  @Test
  void theReplayShowsWhatTheSchemasAreToDescribe() {
    assertThat(summary.input().rejected())
        .containsKeys(
            "DUPLICATE",
            "UNPARSABLE",
            "NOT_FINITE",
            "NON_POSITIVE_PRICE",
            "NON_POSITIVE_SIZE",
            "JUMP",
            "LATE",
            "FUTURE");
    assertThat(summary.decisions()).containsOnlyKeys(names(Outcome.values()));
  }

  @Test
  void everySchemaOfTheFolderIsTested() throws Exception {
    try (Stream<Path> files = Files.list(PublishedSchema.FOLDER)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".json")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Arrays.stream(PublishedSchema.values()).map(PublishedSchema::fileName),
                      Stream.of(CONTROL, POSITIONS))
                  .toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void isAValidSchemaOfDraft202012(PublishedSchema schema) {
    JsonSchema draft =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SchemaLocation.of(SchemaId.V202012));
    assertThat(draft.validate(schema.json())).isEmpty();
    assertThat(schema.json().path("$schema").asText()).isEqualTo(SchemaId.V202012);
    assertThat(schema.json().path("$id").asText()).isEqualTo(schema.id());
  }

  @ParameterizedTest
  @EnumSource
  void describesEveryComponentOfTheRecordAndNothingElse(PublishedSchema schema) {
    JsonNode root = schema.json();
    assertDescribes(root, root, schema.type(), schema.fileName());
  }

  @ParameterizedTest
  @EnumSource
  void everyLineThatAReplayWritesIsValid(PublishedSchema schema) throws Exception {
    JsonSchema closed = schema.closed();
    JsonSchema published = schema.published();
    List<String> lines = Files.readAllLines(dir.resolve(schema.output()));
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      JsonNode json = Json.MAPPER.readTree(line);
      assertThat(closed.validate(json)).as(line).isEmpty();
      assertThat(published.validate(json)).as(line).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesALineWithAFieldThatIsMissingOrOfAnotherType(PublishedSchema schema) throws Exception {
    JsonSchema published = schema.published();
    ObjectNode line = line(schema);
    for (RecordComponent component : schema.type().getRecordComponents()) {
      String name = component.getName();
      // What came later may be missing in earlier messages.
      assertThat(published.validate(line.deepCopy().without(name)).isEmpty())
          .as("without " + name)
          .isEqualTo(schema.json().path("properties").path(name).has("default"));
      ObjectNode other = line.deepCopy();
      if (component.getType() == String.class) {
        other.put(name, 1);
      } else {
        // For a number, a text; for an enum, a constant that it does not have.
        other.put(name, "1");
      }
      assertThat(published.validate(other)).as(other.toString()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFieldThatNobodyDescribedIsForConsumersToSkipAndNotForTheJobToWrite(PublishedSchema schema)
      throws Exception {
    ObjectNode line = line(schema).put("undescribed", 1);
    assertThat(schema.published().validate(line)).isEmpty();
    assertThat(schema.closed().validate(line)).isNotEmpty();
  }

  @Test
  void refusesWhatIsBrokenWithinALine() throws Exception {
    ObjectNode signal = line(PublishedSchema.SIGNALS);
    ((ObjectNode) signal.get("bar")).put("close", "810");
    assertThat(PublishedSchema.SIGNALS.published().validate(signal)).isNotEmpty();

    ObjectNode decision = line(PublishedSchema.DECISIONS);
    ((ObjectNode) decision.at("/components/1")).put("status", "ASLEEP");
    assertThat(PublishedSchema.DECISIONS.published().validate(decision)).isNotEmpty();

    ObjectNode summary = line(PublishedSchema.SUMMARY);
    ((ObjectNode) summary.at("/input/rejected")).put("TOO_NICE", 1);
    assertThat(PublishedSchema.SUMMARY.published().validate(summary)).isNotEmpty();
  }

  @Test
  void refusesAnOrderWhosePriceDoesNotFitItsType() throws Exception {
    JsonSchema published = PublishedSchema.ORDERS.published();
    ObjectNode market = line(PublishedSchema.ORDERS);
    assertThat(market.get("ordType").asText()).isEqualTo("MARKET");
    assertThat(published.validate(market.deepCopy().put("price", 810.25))).isNotEmpty();
    assertThat(published.validate(market.deepCopy().put("ordType", "LIMIT"))).isNotEmpty();
    assertThat(published.validate(market.deepCopy().put("orderQty", 0))).isNotEmpty();
  }

  @Test
  void describesARequestToCancelAndTheDecisionThatAnOrderWasNotAnswered() throws Exception {
    Order order = Json.read(line(PublishedSchema.ORDERS).toString(), Order.class);
    JsonSchema orders = PublishedSchema.ORDERS.closed();
    ObjectNode cancel = Json.MAPPER.valueToTree(order.cancel(2, order.decisionId()));
    assertThat(orders.validate(cancel)).isEmpty();
    assertThat(orders.validate(cancel.deepCopy().put("orderQty", 1))).isNotEmpty();
    assertThat(orders.validate(cancel.deepCopy().put("origClOrdId", ""))).isNotEmpty();

    JsonSchema decisions = PublishedSchema.DECISIONS.closed();
    ObjectNode held = line(PublishedSchema.DECISIONS).put("outcome", "HOLD").put("clOrdId", "");
    assertThat(decisions.validate(held.put("reason", "ORDER_UNANSWERED: clOrdId=1"))).isEmpty();
    assertThat(decisions.validate(held.put("reason", "ORDER_UNANSWERED"))).isNotEmpty();
  }

  @Test
  void refusesADenialWithoutItsCode() throws Exception {
    JsonSchema published = PublishedSchema.DECISIONS.published();
    ObjectNode denied = line(PublishedSchema.DECISIONS).put("outcome", "DENIED");
    for (DenialCode code : DenialCode.values()) {
      assertThat(published.validate(denied.put("reason", code + ": limit=0.3 got=0.1"))).isEmpty();
    }
    assertThat(published.validate(denied.put("reason", ""))).isNotEmpty();
    assertThat(published.validate(denied.put("reason", "TOO_NICE: limit=1"))).isNotEmpty();
  }

  @Test
  void theSummaryCountsByTheConstantsOfTheCode() {
    JsonNode json = PublishedSchema.SUMMARY.json();
    assertThat(texts(json.at("/properties/decisions/propertyNames/enum")))
        .containsExactly(names(Outcome.values()));
    assertThat(texts(json.at("/$defs/Input/properties/rejected/propertyNames/enum")))
        .containsExactly(names(RejectCode.values()));
  }

  /**
   * An entry leaves out what its type does not use, so its schema is not the record, line by line.
   */
  @Test
  void describesTheEntriesOfTheControlLog() {
    JsonNode json = PublishedSchema.json(CONTROL);
    assertThat(json.path("properties").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(
            Arrays.stream(ControlEntry.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
    assertThat(texts(json.at("/properties/type/enum")))
        .containsExactly(names(ControlType.values()));
    JsonSchema schema = PublishedSchema.closed(json);
    for (ControlEntry entry :
        List.of(
            ControlEntry.heartbeat(1_385_337_599_999L),
            RELEASE,
            ControlEntry.release(RELEASE.release(), "a", "b", Instant.ofEpochMilli(1)))) {
      ObjectNode line = Json.MAPPER.valueToTree(entry);
      assertThat(schema.validate(line)).as(line.toString()).isEmpty();
      assertThat(Json.read(line.toString(), ControlEntry.class)).isEqualTo(entry);
      assertThat(entry.flaw()).isEmpty();
      assertThat(schema.validate(line.deepCopy().put("type", "ASK"))).isNotEmpty();
      assertThat(schema.validate(line.without(entry.model() == null ? "effectiveFrom" : "uri")))
          .isNotEmpty();
    }
  }

  @Test
  void describesTheCommandsOfTheControlLog() throws Exception {
    JsonSchema schema = PublishedSchema.closed(PublishedSchema.json(CONTROL));
    Instant from = Instant.ofEpochSecond(1);
    List<ControlEntry> commands = commands(from, from.plusSeconds(1));
    assertThat(commands)
        .extracting(ControlEntry::type)
        .containsAll(Arrays.stream(ControlType.values()).filter(ControlType::isCommand).toList());
    for (ControlEntry command : commands) {
      assertThat(command.flaw()).isEmpty();
      ObjectNode line = Json.MAPPER.valueToTree(command);
      assertThat(schema.validate(line)).as(line.toString()).isEmpty();
      assertThat(Json.read(line.toString(), ControlEntry.class)).isEqualTo(command);
      for (String field : List.of("commandId", "author", "reason")) {
        assertThat(schema.validate(line.deepCopy().without(field))).as(field).isNotEmpty();
      }
      if (command.model() == null) {
        assertThat(schema.validate(line.deepCopy().put("model", "lstm"))).isNotEmpty();
      } else {
        assertThat(schema.validate(line.deepCopy().put("portfolio", "main"))).isNotEmpty();
        assertThat(schema.validate(line.deepCopy().put("model", "winprob")).isEmpty())
            .isEqualTo(command.type() != ControlType.OVERRIDE);
        // An override of no model is one of portfolios.
        assertThat(schema.validate(line.deepCopy().without("model")).isEmpty())
            .isEqualTo(command.type() == ControlType.OVERRIDE);
      }
      if (command.type() == ControlType.OVERRIDE) {
        assertThat(schema.validate(line.deepCopy().without("expiresAt"))).isNotEmpty();
      }
      if (command.value() == null) {
        assertThat(schema.validate(line.deepCopy().put("value", "1"))).isNotEmpty();
      } else {
        assertThat(schema.validate(line.deepCopy().without("value"))).isNotEmpty();
        assertThat(schema.validate(line.deepCopy().put("value", 1.5))).isNotEmpty();
        assertThat(schema.validate(line.deepCopy().put("value", "up"))).isNotEmpty();
        // A number is a value as well as a text of it.
        ObjectNode number = line.deepCopy().put("value", 0.25);
        assertThat(schema.validate(number)).isEmpty();
        assertThat(Json.read(number.toString(), ControlEntry.class))
            .isEqualTo(command.saying("0.25"));
      }
    }
  }

  @Test
  void anEarlierReportOfAccuracyIsOneThatSaysNothingOfDrift() throws Exception {
    ObjectNode line = line(PublishedSchema.ACCURACY);
    AccuracyReport earlier =
        Json.read(line.deepCopy().without("drift").toString(), AccuracyReport.class);
    assertThat(earlier.drift()).isEqualTo(InputDrift.none());
    assertThat(Json.MAPPER.valueToTree(earlier.drift()).toString())
        .isEqualTo(PublishedSchema.ACCURACY.json().at("/properties/drift/default").toString());
  }

  /** What a venue writes, so no replay does. */
  @Test
  void describesTheReportsOfPositions() {
    JsonNode json = PublishedSchema.json(POSITIONS);
    assertDescribes(json, json, PositionReport.class, POSITIONS);
    JsonSchema schema = PublishedSchema.closed(json);
    PositionReport report =
        new PositionReport(
            "main",
            1,
            List.of(new Position("A", -2.5, 100), new Position("B", 0, Double.NaN)),
            Double.NaN);
    ObjectNode line = Json.MAPPER.valueToTree(report);
    assertThat(schema.validate(line)).isEmpty();
    assertThat(Json.read(line.toString(), PositionReport.class)).isEqualTo(report);
    assertThat(Json.read(line.deepCopy().without("cash").toString(), PositionReport.class))
        .isEqualTo(report);
    ObjectNode unpriced = line.deepCopy();
    ((ObjectNode) unpriced.at("/positions/0")).putNull("avgPx");
    assertThat(schema.validate(unpriced)).isNotEmpty();
    for (String field : List.of("portfolio", "asOf", "positions")) {
      assertThat(schema.validate(line.deepCopy().without(field))).as(field).isNotEmpty();
    }
  }

  @Test
  void describesARestatement() {
    JsonSchema executions = PublishedSchema.EXECUTIONS.closed();
    ObjectNode position =
        Json.MAPPER.valueToTree(Execution.restatement("main", "A", -3, 100, 0, 1));
    ObjectNode cash = Json.MAPPER.valueToTree(Execution.restatement("main", "", 0, 0, -5, 1));
    assertThat(executions.validate(position)).isEmpty();
    assertThat(executions.validate(cash)).isEmpty();
    assertThat(executions.validate(position.put("execType", "CANCELED"))).isNotEmpty();
  }

  /** From a book that has nothing to tell to one that won, lost and lost all. */
  @Test
  void describesTheFiguresOfABook() {
    JsonNode json = PublishedSchema.json(PERFORMANCE);
    assertDescribes(json, json, BookPerformance.class, PERFORMANCE);
    JsonNode inSummary = PublishedSchema.SUMMARY.json().at("/$defs/BookPerformance");
    assertThat(inSummary.get("properties")).isEqualTo(json.get("properties"));
    assertThat(inSummary.get("required")).isEqualTo(json.get("required"));

    JsonSchema schema = PublishedSchema.closed(json);
    PerformanceTracker book = PerformanceTracker.initial("main", Sizing.FIXED, 1_000);
    List<BookPerformance> figures = new ArrayList<>(book.performances());
    book = book.filled("A", 2, 100, 1).marked("A", 101).valued(1);
    book = book.filled("A", -2, 102, 1).valued(2);
    figures.addAll(book.performances());
    book = book.filled("B", -9, 100, 1).filled("B", 9, 300, 1).valued(3);
    figures.addAll(book.performances());
    assertThat(figures).hasSize(6);
    for (BookPerformance figure : figures) {
      ObjectNode line = Json.MAPPER.valueToTree(figure);
      assertThat(schema.validate(line)).as(line.toString()).isEmpty();
      assertThat(Json.read(line.toString(), BookPerformance.class)).isEqualTo(figure);
      assertThat(schema.validate(line.deepCopy().put("book", "HALF"))).isNotEmpty();
      assertThat(schema.validate(line.deepCopy().without("sortino"))).isNotEmpty();
      assertThat(schema.validate(line.deepCopy().putNull("equity"))).isNotEmpty();
    }
  }

  @Test
  void everyOutcomeAndOrderTypeHasItsCase() {
    JsonNode decisions = PublishedSchema.DECISIONS.json();
    assertThat(decisions.get("oneOf"))
        .extracting(c -> c.at("/properties/outcome/const").asText())
        .containsExactlyElementsOf(texts(decisions.at("/properties/outcome/enum")));
    JsonNode orders = PublishedSchema.ORDERS.json();
    assertThat(orders.get("oneOf"))
        .extracting(c -> c.at("/properties/ordType/const").asText())
        .containsExactlyElementsOf(texts(orders.at("/properties/ordType/enum")));
  }

  /** The first line that a replay wrote by {@code schema}: valid until a test breaks it. */
  private static ObjectNode line(PublishedSchema schema) throws Exception {
    return (ObjectNode)
        Json.MAPPER.readTree(Files.readAllLines(dir.resolve(schema.output())).get(0));
  }

  private static void assertDescribes(JsonNode root, JsonNode node, Type type, String path) {
    JsonNode schema = resolve(root, node);
    if (type instanceof ParameterizedType container) {
      Type[] arguments = container.getActualTypeArguments();
      boolean list = container.getRawType() == List.class;
      assertThat(schema.path("type").asText()).as(path).isEqualTo(list ? "array" : "object");
      assertDescribes(
          root,
          schema.path(list ? "items" : "additionalProperties"),
          arguments[arguments.length - 1],
          path + "[]");
    } else if (((Class<?>) type).isRecord()) {
      assertDescribesRecord(root, schema, (Class<?>) type, path);
    } else if (((Class<?>) type).isEnum()) {
      assertThat(schema.path("type").asText()).as(path).isEqualTo("string");
      assertThat(texts(schema.path("enum")))
          .as(path)
          .containsExactly(names((Enum<?>[]) ((Class<?>) type).getEnumConstants()));
    } else {
      JsonNode written = schema.path("type");
      // Only what may be NaN may be null.
      List<String> types = written.isArray() ? texts(written) : List.of(written.asText());
      assertThat(types).as(path).first().isEqualTo(LEAVES.get(type));
      assertThat(types.subList(1, types.size()))
          .as(path)
          .isSubsetOf(type == double.class ? List.of("null") : List.of());
    }
  }

  /**
   * A property that came after the first message of a version says by {@code default} what its
   * absence means; all others are required.
   */
  private static void assertDescribesRecord(
      JsonNode root, JsonNode schema, Class<?> type, String path) {
    assertThat(schema.path("type").asText()).as(path).isEqualTo("object");
    assertThat(schema.path("title").asText()).as(path).isEqualTo(type.getSimpleName());
    List<String> properties = new ArrayList<>();
    List<String> required = new ArrayList<>();
    schema
        .path("properties")
        .fields()
        .forEachRemaining(
            property -> {
              properties.add(property.getKey());
              if (!property.getValue().has("default")) {
                required.add(property.getKey());
              }
              assertThat(property.getValue().path("description").asText())
                  .as(path + "." + property.getKey())
                  .isNotBlank();
            });
    RecordComponent[] components = type.getRecordComponents();
    assertThat(properties)
        .as(path)
        .containsExactly(
            Arrays.stream(components).map(RecordComponent::getName).toArray(String[]::new));
    assertThat(texts(schema.path("required"))).as(path).containsExactlyElementsOf(required);
    for (RecordComponent component : components) {
      assertDescribes(
          root,
          schema.path("properties").path(component.getName()),
          component.getGenericType(),
          path + "." + component.getName());
    }
  }

  /** What {@code node} refers to; of something that may be null, the something. */
  private static JsonNode resolve(JsonNode root, JsonNode node) {
    JsonNode some = node.has("anyOf") ? node.at("/anyOf/0") : node;
    return some.has("$ref") ? root.at(some.get("$ref").asText().substring(1)) : some;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static String[] names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toArray(String[]::new);
  }
}
