package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Outcome;
import io.minhos.domain.risk.RiskConfig;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 symbols close at once, and three portfolios of different limits decide on each: 600 decisions
 * a time.
 */
class RiskLimitsReplayTest {

  private static final int SYMBOLS = 200;
  private static final int BARS = 110;
  private static final double ROUNDING = 1 + 1e-9;

  @TempDir Path dir;

  private static TradingConfig config() throws IOException {
    Map<String, String> groups = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      groups.put(symbol(i), "g" + i % 2);
    }
    return ConfigLoader.load(
        null,
        List.of(
            "portfolios=[main, second, third]",
            "fusion.neutralBand=0.01",
            "risk.minConfidence=0.02",
            "risk.minStrength=0.01",
            "risk.holdingHorizonBars=4",
            "risk.limits.groups=" + groups.toString().replace("=", ": "),
            "risk.limits.maxOrdersPerMinute=40",
            "risk.limits.maxOpenOrders=90",
            "risk.limits.maxNetExposure=0.05",
            "risk.heat.maxHeat=5",
            "riskByPortfolio.second.maxGrossExposure=0.06",
            "riskByPortfolio.second.heat.maxHeat=10",
            "riskByPortfolio.second.limits={maxOrdersPerMinute: 1000, maxOpenOrders: 1000}",
            "riskByPortfolio.third.heat.maxHeat=0.02",
            "riskByPortfolio.third.limits={maxGroupExposure: 0.002, maxOrdersPerMinute: 12}"));
  }

  @Test
  void eachPortfolioKeepsToItsOwnLimitsAtEveryParallelism() throws Exception {
    ReplayInputs in =
        ReplayInputs.withoutModels(List.of(new MarketFile(market().toString(), Kind.BARS)));
    Replay.run(in, config(), 1, dir.resolve("1"));
    for (int parallelism : new int[] {2, 4}) {
      Path out = dir.resolve("" + parallelism);
      Replay.run(in, config(), parallelism, out);
      SameOutputs.assertSame(out, dir.resolve("1"));
    }

    List<Decision> decisions = read(Replay.DECISIONS, Decision.class);
    assertThat(
            decisions.stream()
                .collect(Collectors.groupingBy(Decision::time, Collectors.counting()))
                .values())
        .hasSize(BARS)
        .containsOnly(3L * SYMBOLS);
    Map<String, List<List<Object>>> sent = new HashMap<>();
    Map<String, Books> books = new TreeMap<>();
    for (String portfolio : config().portfolios()) {
      books.put(portfolio, new Books(portfolio));
      sent.put(portfolio, new ArrayList<>());
    }
    for (Order order : read(Replay.ORDERS, Order.class)) {
      books
          .get(order.portfolio())
          .orders
          .computeIfAbsent(order.decisionId(), id -> new ArrayList<>())
          .add(order);
      sent.get(order.portfolio())
          .add(List.of(order.symbol(), order.transactTime(), order.purpose(), order.orderQty()));
    }
    for (Execution execution : read(Replay.EXECUTIONS, Execution.class)) {
      books.get(execution.portfolio()).executions.add(execution);
    }
    TreeMap<Long, List<Decision>> byTime =
        new TreeMap<>(decisions.stream().collect(Collectors.groupingBy(Decision::time)));
    for (Books of : books.values()) {
      for (List<Decision> sameTime : byTime.values()) {
        of.follow(sameTime.stream().filter(d -> d.portfolio().equals(of.portfolio)).toList());
      }
      assertThat(of.entries).as(of.portfolio).isGreaterThan(50);
    }
    assertThat(books.get("main").mostInOneTime).isGreaterThan(5);
    assertThat(books.get("main").codes).contains("NET_EXPOSURE", "ORDER_RATE", "MAX_OPEN_ORDERS");
    assertThat(books.get("second").codes)
        .contains("GROSS_EXPOSURE")
        .doesNotContain("ORDER_RATE", "MAX_OPEN_ORDERS");
    assertThat(books.get("third").codes).contains("GROUP_EXPOSURE", "ORDER_RATE");
    assertThat(sent.get("main")).isNotEqualTo(sent.get("second")).isNotEqualTo(sent.get("third"));
    assertThat(sent.get("second")).isNotEqualTo(sent.get("third"));
  }

  private <T> List<T> read(String output, Class<T> type) throws IOException {
    List<T> all = new ArrayList<>();
    for (String line : Files.readAllLines(dir.resolve("1").resolve(output))) {
      all.add(Json.read(line, type));
    }
    return all;
  }

  /** Prices that swing, each in its own rhythm, with one factor in common. */
  private Path market() throws IOException {
    SplittableRandom random = new SplittableRandom(17);
    double[] price = new double[SYMBOLS];
    double[] rhythm = new double[SYMBOLS];
    for (int i = 0; i < SYMBOLS; i++) {
      price[i] = 20 + 100 * random.nextDouble();
      rhythm[i] = 5 + 20 * random.nextDouble();
    }
    Instant start = Instant.parse("2024-01-01T22:50:00Z");
    List<String> lines = new ArrayList<>(List.of("symbol,open_time,open,high,low,close,volume"));
    for (int bar = 0; bar < BARS; bar++) {
      double factor = random.nextGaussian();
      for (int i = 0; i < SYMBOLS; i++) {
        double open = price[i];
        double swing = StrictMath.sin(bar / rhythm[i] + i);
        price[i] *= StrictMath.exp(0.001 * (swing + 0.3 * factor + 0.5 * random.nextGaussian()));
        lines.add(
            "%s,%s,%s,%s,%s,%s,%d"
                .formatted(
                    symbol(i),
                    start.plusSeconds(60L * bar),
                    open,
                    1.0003 * Math.max(open, price[i]),
                    Math.min(open, price[i]) / 1.0003,
                    price[i],
                    100 + random.nextInt(100)));
      }
    }
    return Files.write(dir.resolve("market.csv"), lines);
  }

  private static String symbol(int i) {
    return "S%03d".formatted(i);
  }

  /** What a portfolio holds and has on its way, from what it wrote alone. */
  private static final class Books {

    private final String portfolio;
    private final RiskConfig risk;
    private final ExecutionConfig costs;
    private final Map<String, List<Order>> orders = new HashMap<>();
    private final List<Execution> executions = new ArrayList<>();
    private final Map<String, Double> held = new TreeMap<>();
    private final Map<String, Double> price = new HashMap<>();
    private final Map<String, Order> working = new TreeMap<>();
    private final List<Long> sent = new ArrayList<>();
    private final TreeSet<String> codes = new TreeSet<>();
    private double cash;
    private int executed;
    private int entries;
    private int mostInOneTime;

    Books(String portfolio) throws IOException {
      this.portfolio = portfolio;
      risk = config().riskOf(portfolio);
      costs = config().execution().venue();
      cash = risk.startingCash();
    }

    void follow(List<Decision> decisions) {
      long time = decisions.get(0).time();
      while (executed < executions.size() && executions.get(executed).transactTime() <= time) {
        book(executions.get(executed++));
      }
      working
          .values()
          .removeIf(
              order ->
                  order.purpose().isProtective()
                      && !held.containsKey(order.symbol())
                      && !working.containsKey(order.origClOrdId()));
      decisions.forEach(d -> price.put(d.symbol(), d.price()));
      double equity = cash;
      for (Map.Entry<String, Double> position : held.entrySet()) {
        equity += position.getValue() * price.get(position.getKey());
      }
      int entered = 0;
      for (Decision decision : decisions) {
        assertThat(decision.equity()).isCloseTo(equity, offset(0.005));
        double netBefore = Math.abs(net(equity));
        for (Order order : orders.getOrDefault(decision.decisionId(), List.of())) {
          working.put(order.clOrdId(), order);
          sent.add(time);
        }
        if (decision.outcome() == Outcome.ENTER) {
          check(decision, equity, netBefore);
          entered++;
        } else if (decision.outcome() == Outcome.DENIED) {
          codes.add(decision.reason().substring(0, decision.reason().indexOf(':')));
        }
      }
      entries += entered;
      mostInOneTime = Math.max(mostInOneTime, entered);
    }

    private void book(Execution e) {
      held.merge(e.symbol(), e.signedQty(), Double::sum);
      if (Math.abs(held.get(e.symbol())) < 1e-9) {
        held.remove(e.symbol());
      }
      cash -= e.signedQty() * e.lastPx() + e.commission();
      if (e.ordStatus().isTerminal()) {
        working.remove(e.clOrdId());
      }
    }

    private void check(Decision decision, double equity, double netBefore) {
      assertThat(sizes(equity).values().stream().mapToDouble(Math::abs).sum())
          .isLessThanOrEqualTo(risk.maxGrossExposure() * ROUNDING);
      assertThat(Math.abs(net(equity)))
          .isLessThanOrEqualTo(Math.max(netBefore, risk.limits().maxNetExposure()) * ROUNDING);
      Map<String, String> groups = risk.limits().groups();
      String group = groups.get(decision.symbol());
      if (group != null) {
        assertThat(
                sizes(equity).entrySet().stream()
                    .filter(size -> group.equals(groups.get(size.getKey())))
                    .mapToDouble(size -> Math.abs(size.getValue()))
                    .sum())
            .isLessThanOrEqualTo(risk.limits().maxGroupExposure() * ROUNDING);
      }
      assertThat(Math.abs(sizes(equity).get(decision.symbol())))
          .isLessThanOrEqualTo(risk.limits().maxSymbolExposure() * ROUNDING);
      assertThat(working.size()).isLessThanOrEqualTo(risk.limits().maxOpenOrders());
      assertThat(sent.stream().filter(at -> at > decision.time() - 60_000).count())
          .isLessThanOrEqualTo(risk.limits().maxOrdersPerMinute());
    }

    private double net(double equity) {
      return sizes(equity).values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Signed, over equity; what is held at the last close, what is on its way with its costs. */
    private Map<String, Double> sizes(double equity) {
      Map<String, Double> sizes = new TreeMap<>();
      held.forEach((symbol, quantity) -> sizes.put(symbol, quantity * price.get(symbol) / equity));
      for (Order order : working.values()) {
        if (order.purpose() == Purpose.ENTRY) {
          double expected = costs.slipped(price.get(order.symbol()), Side.BUY);
          double committed =
              order.orderQty() * expected + costs.commission(order.orderQty(), expected);
          sizes.merge(order.symbol(), order.side().sign() * committed / equity, Double::sum);
        }
      }
      return sizes;
    }
  }
}
