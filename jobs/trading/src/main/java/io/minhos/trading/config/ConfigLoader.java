package io.minhos.trading.config;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the configuration: the defaults, over them a file, over that single {@code key=value}
 * settings. A text that is <code>${NAME}</code> is that variable of the environment. What is
 * unknown, missing or out of bounds is refused with its key.
 */
public final class ConfigLoader {

  /** The defaults, each key with its description in the comment above it. */
  public static final String DEFAULTS = "defaults.yaml";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .build();

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private ConfigLoader() {}

  /**
   * The configuration of the trading job.
   *
   * @param file a YAML file with the keys that differ from the defaults, or null
   * @param settings {@code key=value}, keys dotted
   * @throws ConfigException if a key or value is wrong
   */
  public static TradingConfig load(Path file, List<String> settings) {
    ObjectNode tree = defaults();
    if (file != null) {
      merge(tree, given(file));
    }
    for (String setting : settings) {
      set(tree, setting);
    }
    return read(tree);
  }

  /** True if {@code file} gives the dotted {@code key} a value. */
  public static boolean sets(Path file, String key) {
    return !given(file).at("/" + key.replace('.', '/')).isMissingNode();
  }

  private static JsonNode given(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      JsonNode given = YAML.readTree(in);
      return given == null || given.isEmpty() ? YAML.createObjectNode() : given;
    } catch (JsonProcessingException e) {
      throw new ConfigException(file + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read the configuration file " + file + ": " + e.getMessage());
    }
  }

  static ObjectNode defaults() {
    try (InputStream in =
        Objects.requireNonNull(ConfigLoader.class.getResourceAsStream(DEFAULTS), DEFAULTS)) {
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void merge(ObjectNode base, JsonNode over) {
    if (!over.isObject()) {
      throw new ConfigException("the configuration must be a map of keys: " + over);
    }
    Iterator<Map.Entry<String, JsonNode>> fields = over.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (base.get(field.getKey()) instanceof ObjectNode inner && field.getValue().isObject()) {
        merge(inner, field.getValue());
      } else {
        base.set(field.getKey(), field.getValue());
      }
    }
  }

  private static void set(ObjectNode tree, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new ConfigException("a setting must be key=value: " + setting);
    }
    String[] path = setting.substring(0, equals).strip().split("\\.", -1);
    ObjectNode node = tree;
    for (int i = 0; i < path.length - 1; i++) {
      JsonNode next = node.get(path[i]);
      node = next instanceof ObjectNode inner ? inner : node.putObject(path[i]);
    }
    try {
      JsonNode value = YAML.readTree(setting.substring(equals + 1));
      if (value.isMissingNode()) {
        throw new ConfigException("a setting must be key=value, '' for an empty text: " + setting);
      }
      node.set(path[path.length - 1], value);
    } catch (JsonProcessingException e) {
      throw new ConfigException(setting + ": " + e.getOriginalMessage());
    }
  }

  /** What a portfolio does not say of its risk it has from {@code risk}. */
  private static void completeRisks(ObjectNode tree) {
    if (tree.get("riskByPortfolio") instanceof ObjectNode risks
        && tree.get("risk") instanceof ObjectNode common) {
      for (String portfolio : fieldNames(risks)) {
        ObjectNode whole = common.deepCopy();
        merge(whole, risks.get(portfolio));
        risks.set(portfolio, whole);
      }
    }
  }

  private static List<String> fieldNames(ObjectNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void substitute(String path, ObjectNode tree) {
    for (String name : fieldNames(tree)) {
      String key = path + name;
      JsonNode value = tree.get(name);
      if (value instanceof ObjectNode inner) {
        substitute(key + ".", inner);
      } else if (value.isTextual()) {
        Matcher variable = VARIABLE.matcher(value.asText());
        if (variable.matches()) {
          String text = System.getenv(variable.group(1));
          if (text == null) {
            throw new ConfigException(
                key + " must name a variable of the environment: " + value.asText());
          }
          tree.put(name, text);
        }
      }
    }
  }

  private static TradingConfig read(ObjectNode tree) {
    completeRisks(tree);
    substitute("", tree);
    ConfigShape.check(tree, TradingConfig.class);
    try {
      return YAML.treeToValue(tree, TradingConfig.class);
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      // The bound's message begins with the component's name, which the path lacks.
      throw new ConfigException(prefix(path(e), String.valueOf(cause.getMessage())));
    } catch (MismatchedInputException e) {
      throw new ConfigException(prefix(path(e) + ": ", e.getOriginalMessage()));
    } catch (JsonProcessingException e) {
      throw new ConfigException(e.getOriginalMessage());
    }
  }

  /** Bounds name their key, some with the section before it: the path is added where it lacks. */
  private static String prefix(String path, String message) {
    if (path.isEmpty() || path.endsWith(" ") || message.startsWith(path + ".")) {
      return path.endsWith(" ") ? path + message : message;
    }
    return message.startsWith("must ") ? path + " " + message : path + "." + message;
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining("."));
  }
}
