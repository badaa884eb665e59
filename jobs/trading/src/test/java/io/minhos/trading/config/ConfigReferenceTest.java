package io.minhos.trading.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

  @Test
  void describesEveryKeyOfTheDefaults() {
    List<String> expected = new ArrayList<>();
    collect("", ConfigLoader.defaults(), expected);
    assertThat(ConfigReference.keys())
        .extracting(ConfigReference.Key::name)
        .containsExactlyElementsOf(expected);
    assertThat(ConfigReference.keys())
        .allSatisfy(key -> assertThat(key.description()).as(key.name()).isNotBlank());
  }

  @Test
  void isWhatTheDocumentationShows() throws Exception {
    Path fresh = Files.writeString(Path.of("target/configuration.md"), ConfigReference.page());
    assertThat(Path.of("../../docs/configuration.md"))
        .as("copy jobs/trading/target/configuration.md to docs/")
        .hasSameTextualContentAs(fresh);
  }

  private static void collect(String prefix, ObjectNode node, List<String> names) {
    node.fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              if (value instanceof ObjectNode inner && !inner.isEmpty()) {
                collect(prefix + field.getKey() + ".", inner, names);
              } else {
                names.add(prefix + field.getKey());
              }
            });
  }
}
