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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;

/** What is deployed is what the code takes, and says the same everywhere. */
class DeployTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path DEPLOY = ROOT.resolve("deploy");
  private static final Path KUBERNETES = DEPLOY.resolve("kubernetes");
  private static final Path DOCKER = DEPLOY.resolve("docker");

  /** Where pods and containers have their configuration. */
  private static final String MOUNTED = "/opt/minhos/config/";

  /** Where they have the command. */
  private static final String COMMAND = "/opt/minhos/bin/minhos";

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

  /**
   * Whatever calls the command in a container: a topic's maker, a submission, a training; and the
   * retrainings' script, which a shell runs on a command that releases what it trains.
   */
  @Test
  void theCommandTakesWhatContainersAskOfIt() throws Exception {
    List<List<String>> asked = new ArrayList<>();
    for (Path file : List.of(KUBERNETES, DOCKER)) {
      for (JsonNode document : documents(file)) {
        document.findValues("command").stream()
            .map(DeployTest::words)
            .filter(words -> words.get(0).equals(COMMAND))
            .forEach(words -> asked.add(words.subList(1, words.size())));
      }
    }
    assertThat(asked)
        .extracting(words -> words.get(0))
        .containsExactlyInAnyOrder("topics", "run", "train");
    List<List<String>> scripts =
        ofKind("CronJob").stream()
            .flatMap(job -> job.findValues("command").stream())
            .map(DeployTest::words)
            .toList();
    assertThat(scripts).hasSize(1);
    for (String model : List.of("lstm", "ensemble", "winprob")) {
      List<List<String>> called = called(scripts.get(0), Map.of("MODEL", model, "EVERY_DAYS", "1"));
      assertThat(called)
          .extracting(words -> words.get(0) + " " + words.get(1))
          .containsExactly("train --kafka", "control release");
      assertThat(called).allMatch(words -> words.contains(model));
      asked.addAll(called);
    }
    for (List<String> words : asked) {
      ParseResult parsed = Minhos.commandLine().parseArgs(words.toArray(String[]::new));
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      assertThat(parsed.commandSpec().userObject()).as("%s", words).isInstanceOf(Callable.class);
    }
  }

  /** What a shell's script calls the command with, where a training releases a model. */
  private List<List<String>> called(List<String> script, Map<String, String> environment)
      throws Exception {
    Path calls = dir.resolve("calls");
    Files.deleteIfExists(calls);
    Path command = dir.resolve("minhos");
    Files.writeString(
        command,
        """
        #!/usr/bin/env bash
        printf '%%s\\n' "$@" '' >>'%s'
        echo '{"verdicts":[{"released":true}]}'
        """
            .formatted(calls));
    assertThat(command.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder =
        new ProcessBuilder(
                script.stream().map(w -> w.replace(COMMAND, command.toString())).toList())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return Arrays.stream(Files.readString(calls).split("\n\n", -1))
        .filter(call -> !call.isBlank())
        .map(call -> List.of(call.split("\n", -1)))
        .toList();
  }

  /** Of a command that is a list, or a text. */
  private static List<String> words(JsonNode command) {
    List<String> words = new ArrayList<>();
    command.forEach(word -> words.add(word.asText()));
    return command.isTextual() ? List.of(command.asText().split(" ", -1)) : words;
  }

  /** The alert knows them by their names, to which Kubernetes appends the minute. */
  @Test
  void theAlertOfAFailedRetrainingIsAboutTheJobsThereAre() throws IOException {
    Matcher jobs =
        Pattern.compile("job_name=~\"([^\"]+)\"")
            .matcher(Files.readString(DEPLOY.resolve("prometheus/minhos.rules.yml")));
    assertThat(jobs.find()).isTrue();
    List<String> names =
        ofKind("CronJob").stream()
            .filter(job -> job.at("/spec/schedule").isTextual())
            .map(job -> job.at("/metadata/name").asText())
            .toList();
    assertThat(names).hasSize(3).allMatch(name -> (name + "-29383260").matches(jobs.group(1)));
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
    return documents(KUBERNETES).stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .toList();
  }

  private static List<JsonNode> documents(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    List<JsonNode> found = new ArrayList<>();
    for (Path file : files) {
      try (MappingIterator<JsonNode> documents =
          YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
        found.addAll(documents.readAll());
      }
    }
    return found;
  }
}
