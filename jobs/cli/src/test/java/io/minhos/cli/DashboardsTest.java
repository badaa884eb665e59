package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards and alert rules: complete, and about what there is. */
class DashboardsTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path DASHBOARDS = ROOT.resolve("grafana/dashboards");
  private static final Path RULES = ROOT.resolve("deploy/prometheus/minhos.rules.yml");
  private static final Path RUNBOOK = ROOT.resolve("docs/runbook.md");
  private static final String ADDRESS = "https://wiki.example/minhos/runbook";

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
    String runbook = runbook(ROOT);
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
      assertThat(link).as("runbook of %s", title).startsWith(runbook);
      assertThat(anchors).as(title).contains(link.substring(runbook.length()));
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
    String runbook = runbook(ROOT);
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
        assertThat(texts.path("runbook_url").asText()).as(name).isEqualTo(runbook + anchor);
        String test = Files.readString(RULES.resolveSibling("minhos.test.yml"));
        assertThat(test).contains("  # " + name + ": ", "  # " + name + ", not: ");
      }
    }
    assertThat(anchors).hasSizeGreaterThan(10).isEqualTo(anchors());
  }

  /** Of a copy: all links there are, and nothing else. */
  @Test
  void anOperatorSaysInOnePlaceWhereTheRunbookIs(@TempDir Path copy) throws Exception {
    List<Path> files = new ArrayList<>(dashboards());
    files.add(ROOT.resolve("deploy/runbook.sh"));
    files.add(RULES);
    files.add(RULES.resolveSibling("minhos.test.yml"));
    files.add(ROOT.resolve("deploy/kubernetes/base/prometheus-rule.yaml"));
    for (Path file : files) {
      Path to = copy.resolve(ROOT.relativize(file));
      Files.createDirectories(to.getParent());
      Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
    assertThat(say(copy, "wiki")).isEqualTo(2);
    assertThat(say(copy, ADDRESS + "#top")).isEqualTo(2);
    assertThat(say(copy, ADDRESS)).isZero();
    assertThat(runbook(copy)).isEqualTo(ADDRESS + "#");
    int links = 0;
    for (Path file : files) {
      if (!file.toString().endsWith(".sh")) {
        String text = Files.readString(file);
        String said = Files.readString(copy.resolve(ROOT.relativize(file)));
        assertThat(said).as(file.toString()).isEqualTo(text.replace(runbook(ROOT), ADDRESS + "#"));
        links += said.split(ADDRESS + "#", -1).length - 1;
      }
    }
    assertThat(links).isGreaterThan(100);
  }

  private static int say(Path copy, String address) throws Exception {
    Process script =
        new ProcessBuilder(copy.resolve("deploy/runbook.sh").toString(), address)
            .redirectErrorStream(true)
            .start();
    String unused = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return script.waitFor();
  }

  /** What all links to the runbook begin with: as the first rule has it. */
  private static String runbook(Path root) throws IOException {
    String url =
        YAML.readTree(root.resolve(ROOT.relativize(RULES)).toFile())
            .at("/groups/0/rules/0/annotations/runbook_url")
            .asText();
    assertThat(url).contains("#");
    return url.substring(0, url.indexOf('#') + 1);
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
