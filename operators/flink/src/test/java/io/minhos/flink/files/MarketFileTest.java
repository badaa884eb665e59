package io.minhos.flink.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.flink.files.MarketFile.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MarketFileTest {

  @Test
  void isNamedByItsBareNameWhereNoOtherHasIt() {
    assertThat(sources("/data/a.csv", "/data/b.csv", "c.csv.gz"))
        .containsExactly("a.csv", "b.csv", "c.csv.gz");
  }

  @Test
  void isNamedByAsMuchAsTellsItFromTheOthers() {
    assertThat(sources("/x/2023/m/a.csv", "/x/2024/m/a.csv", "/x/2024/n/a.csv", "/x/b.csv"))
        .containsExactly("2023/m/a.csv", "2024/m/a.csv", "n/a.csv", "b.csv");
  }

  @Test
  void aPathThatEndsAnotherIsNamedInWhole() {
    assertThat(sources("/a.csv", "/x/a.csv")).containsExactly("a.csv", "x/a.csv");
  }

  @Test
  void isTheSameFileHoweverItsPathIsWritten() {
    assertThat(sources("/x/a.csv", "/x/y/../a.csv")).containsExactly("a.csv", "a.csv");
  }

  private static List<String> sources(String... paths) {
    return MarketFile.distinguished(
            Stream.of(paths).map(path -> new MarketFile(path, Kind.BARS)).toList())
        .stream()
        .map(MarketFile::source)
        .toList();
  }
}
