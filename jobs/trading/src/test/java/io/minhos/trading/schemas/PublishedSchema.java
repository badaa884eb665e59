package io.minhos.trading.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.DisallowUnknownKeywordFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.signals.Signal;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import io.minhos.trading.output.Summary;
import io.minhos.trading.replay.Replay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The JSON Schemas of {@code docs/schemas}, each with the record and the file that it describes.
 */
enum PublishedSchema {
  REJECTS(Topics.REJECTS, Rejection.class, Replay.REJECTS),
  SIGNALS(Topics.SIGNALS, Signal.class, Replay.SIGNALS),
  DECISIONS(Topics.DECISIONS, Decision.class, Replay.DECISIONS),
  ORDERS(Topics.ORDERS, Order.class, Replay.ORDERS),
  EXECUTIONS(Topics.EXECUTIONS, Execution.class, Replay.EXECUTIONS),
  PORTFOLIO(Topics.PORTFOLIO, PortfolioSnapshot.class, Replay.PORTFOLIO),
  PERFORMANCE(Topics.PERFORMANCE, BookPerformance.class, Replay.PERFORMANCE),
  ACCURACY(Topics.ACCURACY, AccuracyReport.class, Replay.ACCURACY),
  ALERTS(Topics.ALERTS, Alert.class, Replay.ALERTS),
  ACKS(Topics.ACKS, Acknowledgement.class, Replay.ACKS),
  SUMMARY("summary", Summary.class, Replay.SUMMARY);

  static final Path FOLDER = Path.of("../../docs/schemas");

  /** Draft 2020-12, except that a misspelt keyword is an error and not an annotation. */
  private static final JsonMetaSchema NO_TYPOS =
      JsonMetaSchema.builder(JsonMetaSchema.getV202012())
          .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
          .build();

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.builder()
          .defaultMetaSchemaIri(NO_TYPOS.getIri())
          .metaSchema(NO_TYPOS)
          .build();

  private final String topic;
  private final Class<?> type;
  private final String output;

  PublishedSchema(String topic, Class<?> type, String output) {
    this.topic = topic;
    this.type = type;
    this.output = output;
  }

  String fileName() {
    return topic + ".schema.json";
  }

  String id() {
    return "urn:minhos:schema:" + topic;
  }

  Class<?> type() {
    return type;
  }

  /** The file of a replay whose lines it describes. */
  String output() {
    return output;
  }

  JsonNode json() {
    return json(fileName());
  }

  static JsonNode json(String fileName) {
    try {
      return Json.MAPPER.readTree(FOLDER.resolve(fileName).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As consumers have it: open, for fields that come later. */
  JsonSchema published() {
    return FACTORY.getSchema(json());
  }

  /** As the producer is held to it: what is not described is refused. */
  JsonSchema closed() {
    return closed(json());
  }

  static JsonSchema closed(JsonNode json) {
    close(json);
    return FACTORY.getSchema(json);
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asText().equals("object")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(PublishedSchema::close);
  }
}
