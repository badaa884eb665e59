package io.minhos.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * What {@code bench latency} has measured.
 *
 * @param symbols that were published
 * @param bars of each that count
 * @param pace bar times a second
 * @param orders that these bars caused
 * @param answers by model, of these bars
 * @param endToEndMillis from the append of what completes a bar to that of its orders
 * @param toHeartbeatMillis the first leg of it: until the append of the heartbeat that lets the bar
 *     pass the control log; admission, features and indicators are before it
 * @param fromHeartbeatMillis the second: models, fusion and sizing
 * @param operatorMillis by model, of its operator alone over its last thousand rows; of the slowest
 *     subtask
 */
record LatencyReport(
    int symbols,
    int bars,
    int pace,
    int orders,
    SortedMap<String, Long> answers,
    Quantiles endToEndMillis,
    Quantiles toHeartbeatMillis,
    Quantiles fromHeartbeatMillis,
    SortedMap<String, Quantiles> operatorMillis) {

  /** Of a latency, in milliseconds. */
  record Quantiles(double p50, double p95, double p99) {

    /** By nearest rank; NaN of nothing. */
    static Quantiles of(long[] millis) {
      long[] sorted = millis.clone();
      Arrays.sort(sorted);
      return new Quantiles(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99));
    }

    private static double rank(long[] sorted, int percent) {
      return sorted.length == 0 ? Double.NaN : sorted[(sorted.length * percent + 99) / 100 - 1];
    }

    private String describe() {
      return String.format(Locale.ROOT, "p50 %.1f, p95 %.1f, p99 %.1f ms", p50, p95, p99);
    }
  }

  /** For people. */
  String describe() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d orders of %,d bars of each of %d symbols, %d bar times a second: %s%n",
            orders,
            bars,
            symbols,
            pace,
            endToEndMillis.describe()));
    text.append(
        String.format(
            Locale.ROOT,
            "market data to heartbeat: %s%nheartbeat to order: %s%n",
            toHeartbeatMillis.describe(),
            fromHeartbeatMillis.describe()));
    for (Map.Entry<String, Quantiles> operator : operatorMillis.entrySet()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-8s %,d answers, alone %s%n",
              operator.getKey(),
              answers.get(operator.getKey()),
              operator.getValue().describe()));
    }
    return text.toString().stripTrailing();
  }
}
