package io.minhos.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Alert;
import io.minhos.trading.output.Json;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void namesColumnsSoThatTheComponentsComeBack() {
    for (Table table : Tables.ALL) {
      for (RecordComponent component : table.type().getRecordComponents()) {
        String column = Table.snake(component.getName());
        assertThat(column).matches("[a-z0-9_]+");
        assertThat(Table.camel(column)).isEqualTo(component.getName());
      }
    }
  }

  @Test
  void readsARowAsTheRecordThatItWas() {
    Alert alert = new Alert(5, "CODE", "lstm", 2, "a=1");
    String row = Table.columns(Json.line(alert)).replace("}", ",\"log_position\":7}");
    assertThat(Table.record(row, Alert.class)).isEqualTo(alert);
  }

  @Test
  void keepsTheCharacterZeroFromTheDatabase() {
    String detail = "a\0b\\u0000c\\\0";
    String row = Table.columns(Json.line(new Alert(5, "CODE", "lstm", 2, detail)));
    assertThat(row).contains("a\\uFFFDb\\\\u0000c\\\\\\uFFFD");
    assertThat(Table.record(row, Alert.class).detail()).isEqualTo(detail.replace('\0', '\uFFFD'));
  }
}
