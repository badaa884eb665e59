package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.store.Alias;
import io.minhos.store.Change;
import io.minhos.store.ModelStore;
import io.minhos.trading.output.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A review of a replay over two days, its figures computed again from the files. */
class ReportCommandTest {

  private static final long SECOND = Instant.parse("2020-01-02T00:00:00Z").toEpochMilli();
  private static final Instant IN_FORCE = Instant.parse("2020-01-01T06:00:00Z");
  private static final double START = 100_000;

  @TempDir Path dir;

  @RegisterExtension final Printed printed = new Printed();
  private final ByteArrayOutputStream out = printed.out;
  private final ByteArrayOutputStream err = printed.err;

  @Test
  void saysWhatTheFilesSay() throws Exception {
    String bars = dir.resolve("bars.csv").toString();
    String run = dir.resolve("run").toString();
    assertThat(Minhos.run("simulate", "--symbols", "2", "--bars", "2000", "--out", bars)).isZero();
    Path commands = dir.resolve("commands.jsonl");
    Files.writeString(
        commands,
        "{\"commandId\":\"c1\",\"type\":\"REDUCE\",\"author\":\"ann\",\"reason\":\"news\","
            + "\"effectiveFrom\":\"2020-01-02T01:00:00Z\",\"expiresAt\":\"2020-01-02T02:00:00Z\"}\n");
    String store = dir.resolve("store").toString();
    champion(ModelStore.at(store));
    assertThat(
            Minhos.run(
                "replay",
                "--bars",
                bars,
                "--store",
                store,
                "--commands",
                commands.toString(),
                "--out",
                run))
        .isZero();

    // The last day is the second: the first stands beside it.
    JsonNode review = review("--period", "day", "--from", run, "--json");
    double atMidnight = equity(time -> time < SECOND);
    double atEnd = equity(time -> true);
    assertThat(review.at("/now/from").asText()).isEqualTo("2020-01-02T00:00:00Z");
    assertThat(review.at("/now/equityStart").asDouble()).isEqualTo(atMidnight);
    assertThat(review.at("/now/equityEnd").asDouble()).isEqualTo(atEnd);
    assertThat(review.at("/now/pnl").asDouble()).isEqualTo(atEnd - atMidnight);
    assertThat(review.at("/before/equityStart").asDouble()).isCloseTo(START, offset(1e-6));
    assertThat(review.at("/before/pnl").asDouble()).isCloseTo(atMidnight - START, offset(1e-6));
    assertFigures(review.get("now"), time -> time >= SECOND);
    assertFigures(review.get("before"), time -> time < SECOND);
    assertThat(review.get("events")).hasSize(1);
    assertThat(review.at("/events/0/text").asText())
        .isEqualTo("REDUCE by ann until 2020-01-02 02:00: news");

    // The first day has none before it.
    JsonNode first = review("--period", "day", "--at", "2020-01-01", "--from", run, "--json");
    assertThat(first.get("before").isNull()).isTrue();
    assertThat(first.get("events")).hasSize(1);
    assertThat(first.at("/events/0/kind").asText()).isEqualTo("SWAP");
    assertThat(first.at("/events/0/text").asText()).isEqualTo("ensemble 1 answers");
    // At the close of the first bar.
    assertThat(first.at("/events/0/time").asLong()).isEqualTo(IN_FORCE.toEpochMilli() + 59_999);

    assertThat(first.get("now")).isEqualTo(review.get("before"));

    // A week and a month hold both days: their figures are those of the summary.
    JsonNode summary = Json.MAPPER.readTree(dir.resolve("run/summary.json").toFile());
    for (String period : List.of("week", "month")) {
      JsonNode whole = review("--period", period, "--from", run, "--json").get("now");
      assertThat(whole.get("trades")).isEqualTo(summary.at("/performance/fixed/trades"));
      assertThat(whole.get("winRate")).isEqualTo(summary.at("/performance/fixed/winRate"));
      assertThat(whole.get("equityEnd").asDouble()).isEqualTo(summary.at("/equity/end").asDouble());
      assertThat(whole.get("maxDrawdown").asDouble())
          .isCloseTo(summary.at("/equity/maxDrawdown").asDouble(), offset(1e-12));
      assertThat(whole.get("decisions")).isEqualTo(summary.get("decisions"));
    }

    out.reset();
    assertThat(Minhos.run("report", "--period", "DAY", "--from", run)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("day from 2020-01-02T00:00:00Z until 2020-01-03T00:00:00Z, before: 2020-01-01")
        .containsPattern("round trips +[0-9,]+ +[0-9,]+ +-?[0-9,]+")
        .containsPattern("technical +[0-9,]+ +[0-9.]+")
        .contains("command  REDUCE by ann");

    assertThat(Minhos.run("report", "--period", "day", "--at", "2021-01-01", "--from", run))
        .isEqualTo(Minhos.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("minhos: NOTHING_VALUED: from=2021-01-01 until=2021-01-02 valued=");

    Files.writeString(dir.resolve("run/acks.jsonl"), "{\"commandId\":\n");
    assertThat(Minhos.run("report", "--period", "day", "--from", run)).isEqualTo(Minhos.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("minhos: UNREADABLE: file=" + dir.resolve("run/acks.jsonl") + " line=1");
  }

  private JsonNode review(String... options) throws IOException {
    out.reset();
    String[] args = new String[options.length + 1];
    args[0] = "report";
    System.arraycopy(options, 0, args, 1, options.length);
    assertThat(Minhos.run(args)).isZero();
    return Json.MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
  }

  private double equity(Predicate<Long> when) throws IOException {
    double equity = Double.NaN;
    for (JsonNode snapshot : lines("portfolio.jsonl")) {
      equity =
          when.test(snapshot.get("time").asLong()) ? snapshot.get("equity").asDouble() : equity;
    }
    return equity;
  }

  private void assertFigures(JsonNode figures, Predicate<Long> in) throws Exception {
    long fills = 0;
    double commission = 0;
    double notional = 0;
    for (JsonNode execution : lines("executions.jsonl")) {
      if (in.test(execution.get("transactTime").asLong())) {
        double quantity = execution.get("lastQty").asDouble();
        fills += quantity > 0 ? 1 : 0;
        notional += quantity * execution.get("lastPx").asDouble();
        commission += execution.get("commission").asDouble();
      }
    }
    assertThat(figures.get("fills").asLong()).isEqualTo(fills).isPositive();
    assertThat(figures.get("commission").asDouble()).isCloseTo(commission, offset(1e-9));
    assertThat(figures.get("notional").asDouble()).isCloseTo(notional, offset(1e-6 * notional));

    Map<String, Long> outcomes = new TreeMap<>();
    Map<String, Long> denials = new TreeMap<>();
    for (JsonNode decision : lines("decisions.jsonl")) {
      if (in.test(decision.get("time").asLong())) {
        String outcome = decision.get("outcome").asText();
        outcomes.merge(outcome, 1L, Long::sum);
        if (outcome.equals("DENIED")) {
          denials.merge(decision.get("reason").asText().split(":", -1)[0], 1L, Long::sum);
        }
      }
    }
    assertThat(counts(figures.get("decisions"))).isEqualTo(outcomes);
    assertThat(counts(figures.get("denials"))).isEqualTo(denials);

    // Right as in ten lines of its own: the close so many bars later against the sign of the value.
    int horizon = new ConfigOptions().load().labels().horizonBars();
    Map<String, List<JsonNode>> bySymbol = new TreeMap<>();
    for (JsonNode signal : lines("signals.jsonl")) {
      bySymbol.computeIfAbsent(signal.get("symbol").asText(), s -> new ArrayList<>()).add(signal);
    }
    for (String name : List.of("technical", "ensemble")) {
      long calls = 0;
      long right = 0;
      double claimed = 0;
      double squares = 0;
      for (List<JsonNode> signals : bySymbol.values()) {
        for (int i = 0; i + horizon < signals.size(); i++) {
          JsonNode answer = null;
          for (JsonNode component : signals.get(i).get("components")) {
            answer = component.get("name").asText().equals(name) ? component : answer;
          }
          double value = answer.get("value").asDouble();
          double change =
              signals.get(i + horizon).at("/bar/close").asDouble()
                  - signals.get(i).at("/bar/close").asDouble();
          if (in.test(signals.get(i).get("time").asLong())
              && answer.get("status").asText().equals("OK")
              && value != 0
              && change != 0) {
            int correct = value > 0 == change > 0 ? 1 : 0;
            double chance = 0.5 + answer.get("calibrated").asDouble() / 2;
            calls++;
            right += correct;
            claimed += chance;
            squares += (chance - correct) * (chance - correct);
          }
        }
      }
      JsonNode told = figures.get("accuracy").get(name);
      assertThat(told.get("calls").asLong()).as(name).isEqualTo(calls).isPositive();
      assertThat(told.get("accuracy").asDouble()).isCloseTo((double) right / calls, offset(1e-12));
      assertThat(told.get("claimed").asDouble()).isCloseTo(claimed / calls, offset(1e-12));
      assertThat(told.get("brier").asDouble()).isCloseTo(squares / calls, offset(1e-12));
    }
  }

  /** Follows the last return, from {@link #IN_FORCE} on. */
  private static void champion(ModelStore store) throws Exception {
    Instant learned = IN_FORCE.minusMillis(1);
    ModelRelease release = LinearReleases.publish(store, learned, 0, 0.3);
    store.promote(
        SignalFusion.ENSEMBLE,
        release.version(),
        Alias.CHAMPION,
        new Change("test", "to be reviewed", learned));
  }

  private static Map<String, Long> counts(JsonNode node) {
    Map<String, Long> counts = new TreeMap<>();
    node.fields().forEachRemaining(e -> counts.put(e.getKey(), e.getValue().asLong()));
    return counts;
  }

  private List<JsonNode> lines(String file) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(dir.resolve("run").resolve(file))) {
      nodes.add(Json.MAPPER.readTree(line));
    }
    return nodes;
  }
}
