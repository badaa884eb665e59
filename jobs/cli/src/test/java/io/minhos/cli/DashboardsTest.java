package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards and alert rules: complete, and about what there is. */
class DashboardsTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path DASHBOARDS = ROOT.resolve("grafana/dashboards");
  private static final Path RULES = ROOT.resolve("deploy/prometheus/minhos.rules.yml");
  private static final Path RUNBOOK = ROOT.resolve("docs/runbook.md");
  private static final String RUNBOOK_URL = "https://minhos.example/docs/runbook.md#";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final Pattern SYMBOL = Pattern.compile("\\bsymbol\\s*(?:=~?|!=|!~|IN)\\s*(\\S+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]+)\\b");

  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      return files.sorted().toList();
    }
  }

  @Test
  void thereAreFour() throws IOException {
    Set<String> titles = new TreeSet<>();
    Set<String> uids = new HashSet<>();
    for (Path file : dashboards()) {
      JsonNode dashboard = JSON.readTree(file.toFile());
      titles.add(dashboard.path("title").asText());
      assertThat(uids.add(dashboard.path("uid").asText())).as(file.toString()).isTrue();
    }
    assertThat(titles).containsExactly("Models", "Platform", "Risk", "Trading desk");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void eachPanelSaysWhatItShowsInWhichUnitAndWhatToDo(Path file) throws IOException {
    Set<String> anchors = anchors();
    Set<Integer> ids = new HashSet<>();
    Set<String> titles = new HashSet<>();
    for (JsonNode panel : panels(file)) {
      String title = panel.path("title").asText();
      assertThat(ids.add(panel.path("id").asInt(-1))).as("id of %s", title).isTrue();
      assertThat(titles.add(title)).as("%s, once", title).isTrue();
      if (panel.path("type").asText().equals("row")) {
        continue;
      }
      JsonNode defaults = panel.path("fieldConfig").path("defaults");
      assertThat(title).endsWith("?");
      assertThat(panel.path("description").asText()).as("description of %s", title).endsWith(".");
      assertThat(defaults.path("unit").asText()).as("unit of %s", title).isNotEmpty();
      assertThat(defaults.path("thresholds").path("steps")).as(title).isNotEmpty();
      assertThat(panel.path("targets")).as("queries of %s", title).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.path("datasource")).as(title).isEqualTo(panel.path("datasource"));
      }
      String uid = panel.path("datasource").path("uid").asText();
      assertThat(uid)
          .as(title)
          .isEqualTo(panel.path("targets").get(0).has("expr") ? "${datasource}" : "${postgres}");
      String link = panel.path("links").path(0).path("url").asText();
      assertThat(link).as("runbook of %s", title).startsWith(RUNBOOK_URL);
      assertThat(anchors).as(title).contains(link.substring(RUNBOOK_URL.length()));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void noPanelLiesOverAnother(Path file) throws IOException {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : panels(file)) {
      JsonNode at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          assertThat(taken.add((at.path("x").asInt() + x) + "/" + (at.path("y").asInt() + y)))
              .as("place of %s", panel.path("title").asText())
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void queriesNameNoSymbolAndUseTheVariablesThereAre(Path file) throws IOException {
    JsonNode dashboard = JSON.readTree(file.toFile());
    Set<String> variables = new TreeSet<>();
    dashboard
        .path("templating")
        .path("list")
        .forEach(variable -> variables.add(variable.path("name").asText()));
    Set<String> used = new TreeSet<>();
    for (JsonNode panel : panels(file)) {
      collect(panel.path("datasource").path("uid").asText(), used);
    }
    for (String query : queries(file)) {
      collect(query, used);
      Matcher symbol = SYMBOL.matcher(query);
      while (symbol.find()) {
        assertThat(symbol.group(1)).as(query).matches("[\"(]*\\$\\{?symbol.*");
      }
    }
    assertThat(variables).as(file.toString()).isEqualTo(used);
  }

  private static void collect(String text, Set<String> used) {
    Matcher m = VARIABLE.matcher(text);
    while (m.find()) {
      used.add(m.group(1));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void queriesAskForMetricsThatThereAre(Path file) throws IOException {
    Metrics known = metrics();
    List<String> expressions = expressions(file);
    assertThat(expressions).isNotEmpty().allSatisfy(known::requireKnown);
  }

  @Test
  void alertsAreCompleteAndEachHasItsEntryInTheRunbook() throws IOException {
    Metrics known = metrics();
    Set<String> anchors = new TreeSet<>();
    for (JsonNode group : YAML.readTree(RULES.toFile()).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        String name = rule.path("alert").asText();
        String anchor = name.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        anchors.add(anchor);
        known.requireKnown(rule.path("expr").asText());
        assertThat(rule.path("labels").path("severity").asText())
            .as(name)
            .isIn("warning", "critical");
        JsonNode texts = rule.path("annotations");
        assertThat(texts.path("summary").asText()).as(name).isNotEmpty();
        assertThat(texts.path("description").asText()).as(name).endsWith(".");
        assertThat(texts.path("runbook_url").asText()).as(name).isEqualTo(RUNBOOK_URL + anchor);
        String test = Files.readString(RULES.resolveSibling("minhos.test.yml"));
        assertThat(test).contains("  # " + name + ": ", "  # " + name + ", not: ");
      }
    }
    assertThat(anchors).hasSizeGreaterThan(10).isEqualTo(anchors());
  }

  @Test
  void whatIsNoMetricIsFound() throws IOException {
    Metrics known = metrics();
    known.requireKnown("max by (quantile) (up{job=\"a_b{c\"}[5m]) or vector(0)");
    for (String wrong :
        List.of(
            "sum(rate(flink_jobmanager_job_numRestart[5m]))",
            "minhos_bars_total / up",
            "kube_job_status_failed{job_name=~\"minhos-retrain-.+\"} > 0",
            "flink_taskmanager_job_task_operator_minhos_bars_total{symbol=\"$symbol\"}")) {
      assertThat(known.unknown(wrong)).as(wrong).hasSize(1);
    }
  }

  private static Metrics metrics() throws IOException {
    return new Metrics(
        Files.readAllLines(
            ROOT.resolve("grafana/flink-metrics-" + EnvironmentInformation.getVersion() + ".txt")));
  }

  /** The runbook's entries, as links name them. */
  private static Set<String> anchors() throws IOException {
    Set<String> anchors = new TreeSet<>();
    for (String line : Files.readAllLines(RUNBOOK)) {
      if (line.startsWith("## ")) {
        anchors.add(line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'));
      }
    }
    return anchors;
  }

  private static JsonNode panels(Path file) throws IOException {
    JsonNode panels = JSON.readTree(file.toFile()).path("panels");
    assertThat(panels).isNotEmpty();
    return panels;
  }

  private static List<String> queries(Path file) throws IOException {
    List<String> queries = expressions(file);
    for (JsonNode panel : panels(file)) {
      for (JsonNode target : panel.path("targets")) {
        if (target.has("rawSql")) {
          queries.add(target.path("rawSql").asText());
        }
      }
    }
    return queries;
  }

  /** Of panels and variables. */
  private static List<String> expressions(Path file) throws IOException {
    List<String> expressions = new ArrayList<>();
    for (JsonNode panel : panels(file)) {
      for (JsonNode target : panel.path("targets")) {
        if (target.has("expr")) {
          expressions.add(target.path("expr").asText());
        }
      }
    }
    for (JsonNode variable : JSON.readTree(file.toFile()).path("templating").path("list")) {
      String query = variable.path("query").path("query").asText();
      if (!query.isEmpty()) {
        assertThat(query).matches("label_values\\(\\w+, \\w+\\)");
        expressions.add(query.substring("label_values(".length(), query.indexOf(',')));
      }
    }
    return expressions;
  }
}
