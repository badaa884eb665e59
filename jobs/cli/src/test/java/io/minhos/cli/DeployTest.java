package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.minhos.state.StateJob;
import io.minhos.trading.TradingJob;
import io.minhos.trading.config.TradingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed is what the code takes, and says the same everywhere. */
class DeployTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path DEPLOY = ROOT.resolve("deploy");
  private static final Path KUBERNETES = DEPLOY.resolve("kubernetes");
  private static final Path DOCKER = DEPLOY.resolve("docker");

  /** Where pods and containers have their configuration. */
  private static final String MOUNTED = "/opt/minhos/config/";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern COPIED = Pattern.compile("/src/(\\S+)");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir Path dir;

  @Test
  void jobsOfManifestsAreOnesThatTheCodeTakes() throws Exception {
    List<JsonNode> secrets = ofKind("Secret");
    assertThat(secrets).hasSize(1);
    List<TradingConfig> loaded = new ArrayList<>();
    for (JsonNode deployment : ofKind("FlinkDeployment")) {
      JsonNode job = deployment.at("/spec/job");
      if (!job.has("args")) {
        continue;
      }
      if (job.has("entryClass")) {
        assertThat(job.path("entryClass").asText())
            .isIn(TradingJob.class.getName(), StateJob.class.getName());
      }
      List<String> args = new ArrayList<>();
      for (JsonNode arg : job.path("args")) {
        String text = arg.asText();
        args.add(
            text.startsWith(MOUNTED)
                ? withPasswords(
                        KUBERNETES.resolve("base/config").resolve(text.substring(MOUNTED.length())),
                        secrets.get(0).path("stringData"))
                    .toString()
                : text);
      }
      loaded.add(TradingJob.config(args));
    }
    assertThat(loaded).hasSize(3).allMatch(config -> config.state().isOn());
    assertThat(
            loaded.stream().map(config -> config.inference().device() + config.inference().gpus()))
        .containsExactlyInAnyOrder("cpu0", "cpu0", "cuda1");
  }

  @Test
  void configurationOfTheContainersLoads() throws Exception {
    JsonNode compose = YAML.readTree(DOCKER.resolve("compose.yaml").toFile());
    TradingConfig config =
        TradingJob.config(
            List.of(
                "--config",
                withPasswords(
                        DOCKER.resolve("config/minhos.yaml"), compose.at("/x-minhos/environment"))
                    .toString()));
    assertThat(config.state().isOn()).isTrue();
    assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
  }

  @Test
  void filesThatContainersAreMadeOfExist() throws Exception {
    JsonNode compose = YAML.readTree(DOCKER.resolve("compose.yaml").toFile());
    List<String> mounted = new ArrayList<>();
    compose.findValues("volumes").stream()
        .filter(JsonNode::isArray)
        .forEach(volumes -> volumes.forEach(volume -> mounted.add(volume.asText())));
    List<String> files = mounted.stream().filter(volume -> volume.startsWith(".")).toList();
    assertThat(files).hasSizeGreaterThan(4);
    for (String volume : files) {
      assertThat(DOCKER.resolve(volume.split(":", 2)[0])).exists();
    }
    for (String name : List.of("Dockerfile", "Dockerfile.cuda")) {
      Matcher copied = COPIED.matcher(Files.readString(DOCKER.resolve(name)));
      List<String> sources = copied.results().map(match -> match.group(1)).toList();
      assertThat(sources).hasSizeGreaterThan(6);
      for (String source : sources) {
        // What is built lies below target/, which is not there yet.
        assertThat(ROOT.resolve(source.split("/target/", 2)[0]))
            .as("%s: %s", name, source)
            .exists();
      }
    }
  }

  @Test
  void rulesOfTheClusterAreTheRules() throws IOException {
    JsonNode rule = ofKind("PrometheusRule").get(0);
    JsonNode rules = YAML.readTree(DEPLOY.resolve("prometheus/minhos.rules.yml").toFile());
    assertThat(rules.path("groups")).isNotEmpty();
    assertThat(rule.at("/spec/groups")).isEqualTo(rules.path("groups"));
  }

  @Test
  void javaIsAskedForTheSameEverywhere() throws IOException {
    String standalone =
        YAML.readTree(DEPLOY.resolve("standalone/config.yaml").toFile())
            .at("/env/java/opts/all")
            .asText();
    List<String> said =
        ofKind("FlinkDeployment").stream()
            .map(deployment -> deployment.at("/spec/flinkConfiguration/env.java.opts.all"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .toList();
    assertThat(said).containsExactly(standalone);
  }

  /** The mission's: 24, 72 and 168 hours. */
  @Test
  void modelsAreRetrainedOnTheirSchedule() throws IOException {
    Map<String, Integer> hours = new TreeMap<>();
    for (JsonNode job : ofKind("CronJob")) {
      if (!job.at("/spec/schedule").isTextual()) {
        continue;
      }
      Map<String, String> env = new HashMap<>();
      job.findValue("env")
          .forEach(entry -> env.put(entry.path("name").asText(), entry.path("value").asText()));
      String[] cron = job.at("/spec/schedule").asText().split(" ", -1);
      assertThat(cron[2] + cron[3]).as("each day or each week").isEqualTo("**");
      hours.put(
          env.get("MODEL"),
          Integer.parseInt(env.get("EVERY_DAYS")) * 24 * (cron[4].equals("*") ? 1 : 7));
    }
    assertThat(hours).isEqualTo(Map.of("lstm", 24, "winprob", 72, "ensemble", 168));
  }

  /** A copy of {@code config} with each variable that it names replaced, as it must be known. */
  private Path withPasswords(Path config, JsonNode known) throws IOException {
    String text =
        VARIABLE
            .matcher(Files.readString(config))
            .replaceAll(
                variable -> {
                  assertThat(known.has(variable.group(1))).as(variable.group(1)).isTrue();
                  return "secret";
                });
    return Files.writeString(dir.resolve("config.yaml"), text);
  }

  private static List<JsonNode> ofKind(String kind) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(KUBERNETES)) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    List<JsonNode> found = new ArrayList<>();
    for (Path file : files) {
      try (MappingIterator<JsonNode> documents =
          YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
        documents.readAll().stream()
            .filter(document -> document.path("kind").asText().equals(kind))
            .forEach(found::add);
      }
    }
    return found;
  }
}
