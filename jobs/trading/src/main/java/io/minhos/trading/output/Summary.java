package io.minhos.trading.output;

import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.Performance;
import io.minhos.flink.metrics.TradingMetric;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run did, in the shape that {@code summary.json} has. Every record read is accounted for:
 * read = accepted + Σ rejected. {@code books} says at length what {@code performance} says in
 * short, a portfolio and way of sizing each.
 */
public record Summary(
    Input input,
    long bars,
    long signals,
    Map<String, Long> decisions,
    long orders,
    long executions,
    Equity equity,
    Map<String, ModelUse> models,
    Performances performance,
    List<BookPerformance> books,
    long elapsedMillis) {

  /** Records by fate. */
  public record Input(long read, long accepted, Map<String, Long> rejected) {}

  /** Money, summed over portfolios; the greatest drawdown of any. */
  public record Equity(
      double start, double end, double cash, double positions, double maxDrawdown) {}

  /** One model's part. */
  public record ModelUse(int version, long calls, double accuracy) {}

  /** By way of sizing; null where a run did not size that way. */
  public record Performances(Performance kelly, Performance fixed) {

    /** Of the book that traded; the other, where there are two, is its shadow. */
    public Performance traded() {
      return kelly == null ? fixed : kelly;
    }
  }

  /** The summary from the counters of a job and the money at its end. */
  public static Summary of(
      Map<String, Object> counters,
      Equity equity,
      Map<String, ModelUse> models,
      Performances performance,
      List<BookPerformance> books,
      long elapsedMillis) {
    return new Summary(
        new Input(
            count(counters, TradingMetric.RECORDS_READ),
            count(counters, TradingMetric.RECORDS_ACCEPTED),
            byLabel(counters, TradingMetric.RECORDS_REJECTED)),
        count(counters, TradingMetric.BARS),
        count(counters, TradingMetric.SIGNALS),
        byLabel(counters, TradingMetric.DECISIONS),
        count(counters, TradingMetric.ORDERS),
        count(counters, TradingMetric.EXECUTIONS),
        equity,
        models,
        performance,
        books,
        elapsedMillis);
  }

  /** The counter of {@code metric}, 0 if it never counted. */
  public static long count(Map<String, Object> counters, TradingMetric metric) {
    return counters.get(metric.id()) instanceof Long value ? value : 0;
  }

  private static Map<String, Long> byLabel(Map<String, Object> counters, TradingMetric metric) {
    String prefix = metric.id() + ".";
    Map<String, Long> values = new TreeMap<>();
    counters.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            values.put(name.substring(prefix.length()), (Long) value);
          }
        });
    return values;
  }

  /** The rejects of all codes. */
  public long rejectedTotal() {
    return input.rejected().values().stream().mapToLong(Long::longValue).sum();
  }

  /** For people. */
  public String describe() {
    double seconds = Math.max(elapsedMillis, 1) / 1000.0;
    return String.join(
        "\n",
        List.of(
            line("read", "%,d records, %,.0f a second", input.read(), input.read() / seconds),
            line("accepted", "%,d", input.accepted()),
            line("rejected", "%,d %s", rejectedTotal(), input.rejected()),
            line("bars", "%,d", bars),
            line("signals", "%,d", signals),
            line("decisions", "%s", decisions),
            line("orders", "%,d", orders),
            line("executions", "%,d", executions),
            line(
                "equity",
                "%,.2f, from %,.2f (cash %,.2f, positions %,.2f), drawdown at most %.2f %%",
                equity.end(),
                equity.start(),
                equity.cash(),
                equity.positions(),
                100 * equity.maxDrawdown()),
            line(
                "round trips",
                "%,d, %.1f %% won, Sharpe ratio %.2f",
                performance.traded().trades(),
                100 * performance.traded().winRate(),
                performance.traded().sharpe()),
            line("elapsed", "%.1f s", seconds)));
  }

  private static String line(String label, String format, Object... values) {
    return String.format(Locale.ROOT, "%-12s ", label) + String.format(Locale.ROOT, format, values);
  }
}
