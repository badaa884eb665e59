package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.Training;
import io.minhos.store.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsCommandTest {

  private static final Instant CREATED = Instant.parse("2024-03-01T12:00:00Z");

  @TempDir Path dir;

  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void publishThree() throws Exception {
    ModelStore store = ModelStore.at(dir.toString());
    for (int i = 1; i <= 3; i++) {
      boolean released = i < 3;
      store.publish(
          new ReleaseDraft(
              "ensemble",
              ModelKind.LINEAR,
              "tabular",
              1,
              "ab".repeat(32),
              0,
              null,
              new Training(CREATED.minusSeconds(9), CREATED, 100, List.of("BTCUSD"), 5, 1),
              Map.of("accuracy", 0.5 + i),
              new Verdict(released, released ? List.of() : List.of("t=0.3 < 2.4")),
              "1.0.0",
              CREATED),
          Map.of("linear.json", ("{\"intercept\":" + i + "}").getBytes(StandardCharsets.UTF_8)));
    }
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  @Test
  void theTableShowsEachReleaseWithItsRole() {
    models(0, "promote", "ensemble", "1");
    models(0, "promote", "ensemble", "2", "--alias", "challenger");

    assertThat(models(0, "list").lines())
        .containsExactly(
            "MODEL        VERSION  KIND    CREATED               GATE      ROLE",
            "ensemble           1  LINEAR  2024-03-01T12:00:00Z  released  champion",
            "ensemble           2  LINEAR  2024-03-01T12:00:00Z  released  challenger",
            "ensemble           3  LINEAR  2024-03-01T12:00:00Z  refused   -");
  }

  @Test
  void jsonIsForMachines() throws Exception {
    JsonNode promoted = json("promote", "ensemble", "2", "--by", "ann", "--why", "won");
    assertThat(promoted.path("by").asText()).isEqualTo("ann");
    assertThat(promoted.path("moves").toString())
        .isEqualTo("[{\"alias\":\"champion\",\"from\":0,\"to\":2}]");

    JsonNode releases = json("list").path("releases");
    assertThat(releases.size()).isEqualTo(3);
    assertThat(releases.path(1).path("aliases").toString()).isEqualTo("[\"champion\"]");
    assertThat(releases.path(1).path("manifest").path("metrics").path("accuracy").asDouble())
        .isEqualTo(2.5);
    JsonNode shown = json("show", "ensemble");
    assertThat(shown.path("release").path("version").asInt()).isEqualTo(2);
    assertThat(shown.path("release").path("problem").isNull()).isTrue();
    assertThat(shown.path("history").path(0).path("why").asText()).isEqualTo("won");
  }

  @Test
  void whatWasPromotedIsRolledBackAndRetired() {
    models(0, "promote", "ensemble", "1");
    models(0, "promote", "ensemble", "2", "--by", "ann", "--why", "better");

    assertThat(models(0, "rollback", "ensemble"))
        .isEqualTo("ensemble: ROLLBACK 1 (champion 2 -> 1)\n");
    assertThat(models(0, "retire", "ensemble", "2")).isEqualTo("ensemble: RETIRE 2\n");
    assertThat(models(0, "show", "ensemble", "2"))
        .contains("role        retired\n", "checked     every byte\n", "by ann: better\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "show lstm 1; MISSING: model=lstm, known: [ensemble]",
        "list lstm; MISSING: model=lstm, known: [ensemble]",
        "rollback lstm; MISSING: model=lstm, known: [ensemble]",
        "show ensemble 9; MISSING: model=ensemble version=9, known: [1, 2, 3]",
        "promote ensemble 9; MISSING: model=ensemble version=9, known: [1, 2, 3]",
        "retire ensemble 9; MISSING: model=ensemble version=9, known: [1, 2, 3]",
        "show ../x 1; INVALID: modelId must match",
        "show ensemble; MISSING: champion of model=ensemble",
        "rollback ensemble; NO_PREVIOUS: model=ensemble champion=0",
        "promote ensemble 3; NOT_RELEASED: model=ensemble version=3: [t=0.3 < 2.4]",
        "promote ensemble one; 'one' is not an int",
        "promote ensemble 1 --alias king; king",
        "promote ensemble 1 --by=; by must not be empty",
        "list --set risk.none=1; risk.none",
      })
  void whatIsWrongIsNamedAndExitsWithTwo(String arguments, String message) {
    models(2, arguments.split(" ", -1));

    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
  }

  @Test
  void aStoreThatIsNotThereIsNamed() {
    assertThat(Minhos.run("models", "list", "--store", dir.resolve("none").toString()))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("MISSING: store=file:");
    assertThat(dir.resolve("none")).doesNotExist();
  }

  @Test
  void aBrokenReleaseIsShownAsSuchAndNotPromoted() throws Exception {
    Files.writeString(dir.resolve("ensemble/000001/linear.json"), "{}");

    assertThat(models(0, "show", "ensemble", "1")).contains("CORRUPT: artifact=linear.json");
    models(1, "promote", "ensemble", "1");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("CORRUPT: artifact=linear.json");
  }

  private JsonNode json(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return new ObjectMapper().readTree(models(0, all.toArray(String[]::new)));
  }

  private String models(int exitCode, String... arguments) {
    out.reset();
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--store", dir.toString()));
    assertThat(Minhos.run(all.toArray(String[]::new)))
        .as(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(exitCode);
    return out.toString(StandardCharsets.UTF_8);
  }
}
