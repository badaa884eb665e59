package io.minhos.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table whose rows are records: a column a component, in snake_case.
 *
 * @param name of the table
 * @param source of its rows, see {@link StateRow#source}
 * @param type of its rows
 * @param key what a row is known by, columns or an expression of them
 */
record Table(String name, String source, Class<? extends Record> type, List<String> key)
    implements Serializable {

  /** Its escape, behind any number of escaped backslashes. */
  private static final Pattern NUL = Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\u0000");

  /**
   * Writes a row, (JSON of the columns, place in the log); a row that is there gives way only to
   * one of the same or a later place, so what is written again changes nothing in the end.
   */
  String upsert() {
    List<String> columns =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .map(Table::column)
            .toList();
    String all = String.join(", ", columns);
    return """
    INSERT INTO %1$s (%2$s, log_position)
    SELECT %2$s, ? FROM json_populate_record(NULL::%1$s, ?::json)
    ON CONFLICT (%3$s) DO UPDATE SET %4$s, log_position = EXCLUDED.log_position
    WHERE %1$s.log_position <= EXCLUDED.log_position\
    """
        .formatted(
            name,
            all,
            String.join(", ", key),
            columns.stream().map(c -> c + " = EXCLUDED." + c).collect(Collectors.joining(", ")));
  }

  /**
   * The columns of a row as JSON, of what is on the topic. PostgreSQL has no character 0: it
   * becomes the one that stands for what cannot be shown.
   */
  static String columns(String line) {
    try {
      String columns = renamed(Json.MAPPER.readTree(line), Table::snake).toString();
      return NUL.matcher(columns).replaceAll("$1\\\\uFFFD");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record that a row is; what is no component is passed over. */
  static <T> T record(String row, Class<T> type) {
    try {
      return Json.MAPPER
          .readerFor(type)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(renamed(Json.MAPPER.readTree(row), Table::camel));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode renamed(JsonNode object, UnaryOperator<String> rename) {
    ObjectNode out = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      out.set(rename.apply(field.getKey()), field.getValue());
    }
    return out;
  }

  /** A component's column, quoted where SQL knows the word. */
  private static String column(String component) {
    return component.equals("from") ? "\"from\"" : snake(component);
  }

  /** {@code origClOrdId} to {@code orig_cl_ord_id}. */
  static String snake(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** And back. */
  static String camel(String name) {
    StringBuilder out = new StringBuilder();
    for (String word : name.split("_", -1)) {
      out.append(
          out.isEmpty() || word.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return out.toString();
  }
}
