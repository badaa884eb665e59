package io.minhos.trading.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether a tree of settings has the keys and the kinds of values that a record asks for, before
 * anything is converted: a number is no text, 1 is no {@code true}, and no constant has a number.
 * Bounds are the records' own.
 */
final class ConfigShape {

  /** Numbers that YAML 1.1 takes for text: 1e-5, .5. */
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?[eE][-+]?\\d+|\\.\\d+([eE][-+]?\\d+)?)");

  private ConfigShape() {}

  /**
   * Checks {@code tree} against {@code type}; decimals that YAML took for text become numbers.
   *
   * @throws ConfigException that names the first key that is wrong, its value and what it must be
   */
  static void check(ObjectNode tree, Class<? extends Record> type) {
    record("", tree, type);
  }

  private static void record(String path, JsonNode node, Class<?> type) {
    Map<String, Type> keys = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      keys.put(component.getName(), component.getGenericType());
    }
    require(node instanceof ObjectNode, path, "must be a map of " + keys.keySet(), node);
    ObjectNode map = (ObjectNode) node;
    for (String given : (Iterable<String>) map::fieldNames) {
      if (!keys.containsKey(given)) {
        throw new ConfigException(
            "unknown key " + key(path, given) + ", known here: " + keys.keySet());
      }
    }
    keys.forEach(
        (name, of) -> {
          JsonNode value = map.get(name);
          if (value == null) {
            throw new ConfigException("missing key " + key(path, name));
          }
          if (of == double.class
              && value.isTextual()
              && DECIMAL.matcher(value.asText()).matches()) {
            value = DoubleNode.valueOf(Double.parseDouble(value.asText()));
            map.set(name, value);
          }
          value(key(path, name), value, of);
        });
  }

  private static void value(String path, JsonNode node, Type type) {
    if (type instanceof ParameterizedType of && of.getRawType() == List.class) {
      require(node.isArray(), path, "must be a list", node);
      for (int i = 0; i < node.size(); i++) {
        value(path + "[" + i + "]", node.get(i), of.getActualTypeArguments()[0]);
      }
    } else if (type instanceof ParameterizedType of && of.getRawType() == Map.class) {
      require(node.isObject(), path, "must be a map", node);
      node.fields()
          .forEachRemaining(
              field ->
                  value(
                      key(path, field.getKey()), field.getValue(), of.getActualTypeArguments()[1]));
    } else if (type instanceof Class<?> plain) {
      plain(path, node, plain);
    } else {
      throw new IllegalStateException(path + " is a " + type);
    }
  }

  private static void plain(String path, JsonNode node, Class<?> type) {
    if (type == Span.class) {
      require(node.isTextual(), path, "must be " + Span.BOUND, node);
    } else if (type == String.class) {
      require(node.isTextual(), path, "must be text, a number in quotes", node);
    } else if (type == boolean.class) {
      require(node.isBoolean(), path, "must be true or false", node);
    } else if (type == int.class) {
      require(
          node.isIntegralNumber() && node.canConvertToInt(),
          path,
          "must be a whole number of at most " + Integer.MAX_VALUE,
          node);
    } else if (type == long.class) {
      require(
          node.isIntegralNumber() && node.canConvertToLong(),
          path,
          "must be a whole number of at most " + Long.MAX_VALUE,
          node);
    } else if (type == double.class || type == Double.class) {
      require(
          node.isNumber() && Double.isFinite(node.doubleValue()), path, "must be a number", node);
    } else if (type.isEnum()) {
      List<String> names =
          Arrays.stream(type.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
              .toList();
      require(
          node.isTextual() && names.contains(node.asText().toLowerCase(Locale.ROOT)),
          path,
          "must be one of " + names,
          node);
    } else if (type.isRecord()) {
      record(path, node, type);
    } else {
      throw new IllegalStateException(path + " is a " + type);
    }
  }

  private static void require(boolean held, String path, String bound, JsonNode value) {
    if (!held) {
      throw new ConfigException(
          path + " " + bound + ": " + (value.isTextual() ? value.asText() : value));
    }
  }

  private static String key(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
