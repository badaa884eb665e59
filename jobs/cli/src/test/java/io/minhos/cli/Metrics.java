package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.flink.metrics.TradingMetric;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that queries may ask for, and the labels that ours have. */
final class Metrics {

  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
  private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_]\\w*)\\s*\\{([^}]*)}");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("\\b([a-zA-Z_:]\\w*)\\b(?!\\s*\\()");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  /**
   * Of kube-state-metrics, which tells how Jobs ended: a retraining that failed has no process left
   * that could tell. None other is let in.
   */
  private static final Set<String> OF_JOBS =
      Set.of("kube_job_status_start_time", "kube_job_failed", "kube_job_complete");

  /** Flink's own, those that Prometheus makes of a scrape, and what tells how Jobs ended. */
  private final Set<String> foreign;

  private final Map<String, TradingMetric> ours = new TreeMap<>();

  /**
   * @param flink names of Flink's own metrics
   */
  Metrics(List<String> flink) {
    foreign = new HashSet<>(flink);
    foreign.add("up");
    foreign.addAll(OF_JOBS);
    for (TradingMetric metric : TradingMetric.values()) {
      ours.put(metric.prometheusName(), metric);
    }
  }

  void requireKnown(String expression) {
    assertThat(unknown(expression)).as(expression).isEmpty();
  }

  /** Names in {@code expression} that are no metric, and labels that one of ours has not. */
  Set<String> unknown(String expression) {
    String bare = RANGE.matcher(TEXT.matcher(expression).replaceAll("")).replaceAll("");
    Set<String> unknown = new TreeSet<>();
    Matcher selector = SELECTOR.matcher(bare);
    while (selector.find()) {
      TradingMetric metric = ours.get(selector.group(1));
      Matcher label = LABEL.matcher(selector.group(2));
      while (metric != null && label.find()) {
        if (!metric.labels().contains(label.group(1)) && !label.group(1).equals("quantile")) {
          unknown.add(label.group(1));
        }
      }
    }
    String names = GROUPING.matcher(bare.replaceAll("\\{[^}]*}", "")).replaceAll("");
    Matcher name = NAME.matcher(names);
    while (name.find()) {
      String found = name.group(1);
      if (!OPERATORS.contains(found) && !ours.containsKey(found) && !foreign.contains(found)) {
        unknown.add(found);
      }
    }
    return unknown;
  }
}
