package io.minhos.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Manifest manifest =
      Drafts.lstm(Drafts.T0)
          .manifest(7, Map.of("lstm.weights", "ab".repeat(32), "lstm.onnx", "cd".repeat(32)));

  @Test
  void theBytesAreCanonical() {
    assertThat(text())
        .isEqualTo(
            "{\"modelId\":\"lstm\",\"kind\":\"LSTM\",\"version\":7,"
                + "\"featureSchema\":\"sequence-8\",\"featureSchemaVersion\":1,"
                + "\"featureSchemaHash\":\""
                + "0123456789abcdef".repeat(4)
                + "\",\"sequenceLength\":20,"
                + "\"scaler\":{\"min\":[-0.5,0.0],\"max\":[0.30000000000000004,1.0E-300]},"
                + "\"training\":{\"from\":\"2024-01-01T00:00:00Z\",\"to\":\"2024-02-01T00:00:00Z\","
                + "\"rows\":44640,\"symbols\":[\"BTCUSD\",\"ETHUSD\"],\"horizonBars\":5,\"seed\":42},"
                + "\"metrics\":{\"accuracy\":0.58,\"loss\":0.25},"
                + "\"verdict\":{\"released\":true,\"reasons\":[]},"
                + "\"codeVersion\":\"1.0.0\",\"createdAt\":\"2024-03-01T12:00:00Z\","
                + "\"artifacts\":{\"lstm.onnx\":\""
                + "cd".repeat(32)
                + "\",\"lstm.weights\":\""
                + "ab".repeat(32)
                + "\"}}");
  }

  @Test
  void whatIsWrittenReadsBackEqual() throws Exception {
    assertThat(Manifest.read(manifest.bytes())).isEqualTo(manifest);
    assertThat(Manifest.read(manifest.bytes()).bytes()).isEqualTo(manifest.bytes());
  }

  @Test
  void anyMissingFieldIsRefusedByName() throws Exception {
    for (String pointer : List.of("", "/scaler", "/training", "/verdict")) {
      for (String field : fields(tree().at(pointer))) {
        JsonNode tree = tree();
        ((ObjectNode) tree.at(pointer)).remove(field);
        refused(tree.toString(), field);
      }
    }
  }

  @Test
  void anyUnknownFieldIsRefusedByName() throws Exception {
    for (String pointer : List.of("", "/scaler", "/training", "/verdict")) {
      JsonNode tree = tree();
      ((ObjectNode) tree.at(pointer)).put("surprise", 1);
      refused(
          tree.toString(),
          "unknown field " + (pointer + "/surprise").substring(1).replace('/', '.'));
    }
  }

  @Test
  void anyFieldOfAnotherTypeIsRefused() throws Exception {
    for (String pointer : List.of("", "/scaler", "/training", "/verdict")) {
      for (String field : fields(tree().at(pointer))) {
        for (String other : List.of("[[1]]", "{\"x\":{}}", "true", "\"\"", "1.5", "null")) {
          if (field.equals("scaler") && other.equals("null")) {
            continue;
          }
          if (field.equals("released") && other.equals("true")) {
            continue;
          }
          JsonNode tree = tree();
          ((ObjectNode) tree.at(pointer)).set(field, JSON.readTree(other));
          refused(tree.toString(), field);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "\"version\":7; \"version\":0; version must be in [1, 999999]: 0",
        "\"version\":7; \"version\":\"7\"; version",
        "\"version\":7; \"version\":7.0; version",
        "\"version\":7; \"version\":7,\"version\":7; version",
        "\"modelId\":\"lstm\"; \"modelId\":\"../lstm\"; modelId must match",
        "\"kind\":\"LSTM\"; \"kind\":\"lstm\"; kind",
        "\"kind\":\"LSTM\"; \"kind\":2; kind",
        "\"kind\":\"LSTM\"; \"kind\":\"GRU\"; not one of the values accepted for Enum class: [STACK, WIN_PROBABILITY, LINEAR, LSTM]",
        "\"kind\":\"LSTM\"; \"kind\":\"STACK\"; sequenceLength must be >= 1 for LSTM, else 0: 20",
        "\"sequenceLength\":20; \"sequenceLength\":0; sequenceLength must be >= 1",
        "0123456789abcdef; 0123456789ABCDEF; featureSchemaHash must match",
        "-0.5,0.0; -0.5; scaler.min and scaler.max must be of one size > 0: 1, 2",
        "-0.5,0.0; -0.5,2.0; scaler.min must be <= scaler.max: [1] 2.0 > 1.0E-300",
        "-0.5,0.0; -0.5,1e999; scaler.min must hold finite numbers: Infinity",
        "-0.5,0.0; -0.5,NaN; not JSON",
        "2024-02-01T00:00:00Z; 2023-02-01T00:00:00Z; training.from must be <= training.to",
        "2024-02-01T00:00:00Z; yesterday; must be a time in ISO-8601",
        "44640; 0; training.rows must be >= 1: 0",
        "\"BTCUSD\",\"ETHUSD\"; \"ETHUSD\",\"BTCUSD\"; training.symbols must be sorted, each once",
        "\"BTCUSD\",\"ETHUSD\"; \"BTCUSD\",\"BTCUSD\"; training.symbols must be sorted, each once",
        "\"horizonBars\":5; \"horizonBars\":0; training.horizonBars must be >= 1: 0",
        "\"released\":true; \"released\":false; verdict.reasons must say why: []",
        "0.58; null; metrics.accuracy must not be null",
        "\"lstm.onnx\"; \"../lstm.onnx\"; artifact must match",
        "\"lstm.onnx\"; \"manifest.json\"; artifact must not be manifest.json",
        "\"lstm.onnx\"; \"other\"; artifacts of LSTM must include [lstm.onnx, lstm.weights]",
        "cdcdcd; cdcdc; artifacts.lstm.onnx must match",
      })
  void whatIsOutOfBoundsIsRefused(String sound, String broken, String message) {
    assertThat(text()).contains(sound);
    refused(text().replace(sound, broken), message);
  }

  @Test
  void whatIsNoManifestIsRefused() {
    for (String content :
        List.of("", "null", "[]", "1", "\"x\"", "{", text() + "x", text() + "{}")) {
      refused(content, "");
    }
    assertThatThrownBy(() -> Manifest.read(new byte[] {(byte) 0xff, (byte) 0xfe, 0}))
        .hasMessageStartingWith("UNREADABLE_MANIFEST: ");
  }

  private String text() {
    return new String(manifest.bytes(), StandardCharsets.UTF_8);
  }

  private JsonNode tree() throws Exception {
    return JSON.readTree(manifest.bytes());
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    assertThat(names).isNotEmpty();
    return names;
  }

  private static void refused(String content, String message) {
    assertThatThrownBy(() -> Manifest.read(content.getBytes(StandardCharsets.UTF_8)))
        .as(content)
        .isInstanceOf(StoreRefusal.class)
        .hasMessageStartingWith("UNREADABLE_MANIFEST: ")
        .hasMessageContaining(message);
  }
}
