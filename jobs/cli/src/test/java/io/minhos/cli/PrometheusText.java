package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape in Prometheus' text format 0.0.4, read as strictly as the format says: one HELP and one
 * TYPE a family, ahead of its samples, which stand together, and no series twice.
 */
final class PrometheusText {

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.*)");
  private static final Pattern SAMPLE =
      Pattern.compile("(" + NAME + ")(?:\\{(.*)})? (\\S+)(?: (-?\\d+))?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\"\\\\n])*)\"(?:,|$)");
  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "histogram", "summary", "untyped");

  /** One value of one series. */
  record Sample(String name, Map<String, String> labels, double value) {}

  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, List<Sample>> samples = new TreeMap<>();

  PrometheusText(String text) {
    assertThat(text).endsWith("\n");
    Set<String> helped = new HashSet<>();
    Set<String> seen = new HashSet<>();
    String family = "";
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      if (line.startsWith("#")) {
        Matcher comment = COMMENT.matcher(line);
        assertThat(comment.matches()).as(line).isTrue();
        boolean help = comment.group(1).equals("HELP");
        family = comment.group(2);
        assertThat(samples).as("samples ahead of %s", line).doesNotContainKey(family);
        if (help) {
          assertThat(helped.add(family)).as("a second %s", line).isTrue();
        } else {
          assertThat(TYPES).contains(comment.group(3));
          assertThat(types.put(family, comment.group(3))).as("a second %s", line).isNull();
        }
        continue;
      }
      Matcher m = SAMPLE.matcher(line);
      assertThat(m.matches()).as(line).isTrue();
      assertThat(belongs(m.group(1), family)).as("%s under %s", line, family).isTrue();
      Sample sample = new Sample(m.group(1), labels(m.group(2)), value(m.group(3)));
      assertThat(seen.add(sample.name() + sample.labels())).as("once: %s", line).isTrue();
      samples.computeIfAbsent(family, f -> new ArrayList<>()).add(sample);
    }
    assertThat(helped).isEqualTo(types.keySet());
  }

  /** Asks the reporter on {@code port} of this machine. */
  static PrometheusText scrape(int port) throws IOException, InterruptedException {
    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
                BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    return new PrometheusText(response.body());
  }

  /** How many series it has, a quantile being one. */
  int series() {
    return samples.values().stream().mapToInt(List::size).sum();
  }

  /** The type that is declared for {@code family}, null where it is not there. */
  String type(String family) {
    return types.get(family);
  }

  /** The families whose name begins so, each with one and the same set of labels. */
  Set<String> families(String prefix) {
    Set<String> names = new TreeSet<>();
    for (String family : types.keySet()) {
      if (family.startsWith(prefix)) {
        names.add(family);
        assertThat(samples(family).stream().map(s -> names(s.labels())).distinct())
            .as("sets of labels of %s", family)
            .hasSize(1);
      }
    }
    return names;
  }

  /** All samples of {@code family}. */
  List<Sample> samples(String family) {
    return samples.getOrDefault(family, List.of());
  }

  /** Σ over the series of {@code name} by {@code label}. */
  Map<String, Double> sums(String name, String label) {
    Map<String, Double> sums = new TreeMap<>();
    for (Sample sample : samples(name)) {
      sums.merge(sample.labels().get(label), sample.value(), Double::sum);
    }
    return sums;
  }

  /** Σ over the series called {@code name} in {@code family}. */
  double sum(String family, String name) {
    return samples(family).stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(Sample::value)
        .sum();
  }

  private boolean belongs(String name, String family) {
    return switch (types.getOrDefault(family, "none")) {
      case "none" -> false;
      case "summary" -> name.matches(family + "(_count|_sum)?");
      case "histogram" -> name.matches(family + "_(count|sum|bucket)");
      default -> name.equals(family);
    };
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    int end = 0;
    if (text != null) {
      Matcher m = LABEL.matcher(text);
      while (m.find() && m.start() == end) {
        end = m.end();
        String value = m.group(2).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
        assertThat(labels.put(m.group(1), value)).as("once: %s", m.group(1)).isNull();
      }
      assertThat(end).as(text).isEqualTo(text.length());
    }
    return labels;
  }

  /** Of the series, not of its quantiles. */
  private static Set<String> names(Map<String, String> labels) {
    Set<String> names = new TreeSet<>(labels.keySet());
    names.remove("quantile");
    return names;
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
