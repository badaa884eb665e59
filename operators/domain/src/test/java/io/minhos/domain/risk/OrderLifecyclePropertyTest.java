package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Position;
import io.minhos.domain.orders.PositionReport;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Orders that are filled in parts, told of in any order, and positions that are told of at all. */
class OrderLifecyclePropertyTest {

  private static final RiskConfig RISK =
      new RiskConfig(100_000, 0.05, 0.2, 0.25, 0.05, 0.01, 1, 1.5, 3, 1);
  private static final Instruments INSTRUMENTS =
      new Instruments(Map.of(), new Instrument(0.01, 1, false), false);
  private static final double PARTICIPATION = 0.3;
  private static final int ORDER_BARS = 3;

  private final PortfolioEngine outside =
      PortfolioEngine.external(RISK, new ExecutionConfig(0, 0), INSTRUMENTS, Signals.MINUTE);

  /** One bar of one symbol, relative to the close before. */
  record Move(double gap, double up, double down, double volume, double strength) {}

  @Provide
  Arbitrary<List<Move>> market() {
    return Combinators.combine(
            Arbitraries.doubles().between(-0.03, 0.03).ofScale(3),
            Arbitraries.doubles().between(0, 0.03).ofScale(3),
            Arbitraries.doubles().between(0, 0.03).ofScale(3),
            Arbitraries.integers().between(0, 120).map(v -> (double) v),
            Arbitraries.doubles().between(-1, 1).ofScale(2))
        .as(Move::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }

  /** What every report of the simulated venue must obey, and what is held must follow from them. */
  @Property(tries = 300)
  @StatisticsReport(StatisticsReportMode.OFF)
  void partsAddUp(@ForAll("market") List<Move> market) {
    PortfolioEngine engine =
        PortfolioEngine.simulated(
            RISK, new ExecutionConfig(5, 10, PARTICIPATION, ORDER_BARS, 60), INSTRUMENTS);
    PortfolioState state = engine.initial("main");
    Map<String, Order> orders = new HashMap<>();
    Map<String, Double> filled = new HashMap<>();
    Set<String> ended = new TreeSet<>();
    Set<String> execIds = new TreeSet<>();
    double close = 100;
    double held = 0;
    double cash = RISK.startingCash();
    for (int n = 0; n < market.size(); n++) {
      Move move = market.get(n);
      double open = close * (1 + move.gap());
      close = open * (1 - move.down() / 2);
      Bar bar =
          Bar.of(
              "A",
              n * Signals.MINUTE,
              (n + 1) * Signals.MINUTE,
              open,
              open * (1 + move.up()),
              open * (1 - move.down()),
              close,
              move.volume());
      Signal drawn = Signals.at("A", n, close, move.strength(), 0.9);
      Signal signal =
          new Signal(
              "A",
              drawn.time(),
              drawn.direction(),
              drawn.strength(),
              drawn.confidence(),
              drawn.components(),
              bar,
              close / 100,
              drawn.volatility(),
              drawn.trendStrength(),
              drawn.fired());
      PortfolioStep step = engine.step(state, signal.time(), List.of(signal));
      state = step.state();
      Map<String, Double> inBar = new HashMap<>();
      for (Execution e : step.executions()) {
        Order order = orders.get(e.clOrdId());
        assertThat(execIds.add(e.execId())).as("once: %s", e).isTrue();
        assertThat(ended).as("over: %s", e).doesNotContain(e.clOrdId());
        Statistics.label("seen").collect(e.execType() + " " + e.ordStatus());
        if (e.execType() == ExecType.TRADE) {
          inBar.merge(e.clOrdId(), e.lastQty(), Double::sum);
          held += e.signedQty();
          cash -= e.signedQty() * e.lastPx() + e.commission();
          filled.merge(e.clOrdId(), e.lastQty(), Double::sum);
          if (order.purpose() != Purpose.ENTRY) {
            // What closes does not turn the position round.
            assertThat(held * order.side().sign()).isLessThanOrEqualTo(0);
          }
        }
        assertThat(e.cumQty()).isEqualTo(filled.getOrDefault(e.clOrdId(), 0.0));
        assertThat(e.cumQty()).isLessThanOrEqualTo(order.orderQty());
        assertThat(e.leavesQty() > 0).isEqualTo(!e.ordStatus().isTerminal());
        if (e.ordStatus().isTerminal()) {
          ended.add(e.clOrdId());
        }
      }
      inBar.values().forEach(q -> assertThat(q).isLessThanOrEqualTo(0.3 * move.volume() + 1e-9));
      step.orders().forEach(o -> orders.put(o.clOrdId(), o));

      Holding holding = state.holdings().get("A");
      assertThat(holding == null ? 0 : holding.quantity()).isEqualTo(held);
      assertThat(state.cash()).isEqualTo(cash, within(0.01));
      for (Order order : holding == null ? List.<Order>of() : holding.working()) {
        assertThat(ended).doesNotContain(order.clOrdId());
        assertThat(holding.leaves(order))
            .isEqualTo(order.orderQty() - filled.getOrDefault(order.clOrdId(), 0.0));
        if (!order.purpose().isProtective()) {
          assertThat(signal.time() - order.transactTime()).isLessThan(ORDER_BARS * Signals.MINUTE);
        }
      }
      if (held == 0 && (holding == null || holding.workingEntry() == null)) {
        assertThat(holding).isNull();
      }
    }
    Statistics.label("seen")
        .coverage(
            c -> {
              for (String what :
                  List.of(
                      "TRADE PARTIALLY_FILLED",
                      "TRADE FILLED",
                      "CANCELED CANCELED",
                      "EXPIRED EXPIRED",
                      "TRIGGERED NEW")) {
                c.check(what).count(tries -> tries > 3);
              }
            });
  }

  /** A part of an order: whole lots at prices in eighths, so that sums are exact in any order. */
  record Part(int order, int quantity, int eighths) {}

  @Provide
  Arbitrary<List<Part>> parts() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, 50),
            Arbitraries.integers().between(800, 900))
        .as(Part::new)
        .list()
        .ofMaxSize(15);
  }

  @Property(tries = 300)
  void inWhateverOrderAndHoweverOftenPartsAreToldOfTheBooksAreTheSame(
      @ForAll("parts") List<Part> parts, @ForAll long seed) {
    List<Execution> reports = reports(parts);
    PortfolioState expected = outside.initial("main");
    for (Execution report : reports) {
      expected = outside.execute(expected, report.transactTime(), List.of(report)).state();
    }
    Random random = new Random(seed);
    List<Execution> told = new ArrayList<>(reports);
    reports.forEach(report -> Collections.nCopies(random.nextInt(3), report).forEach(told::add));
    Collections.shuffle(told, random);
    PortfolioState state = outside.initial("main");
    for (int from = 0; from < told.size(); ) {
      int to = Math.min(told.size(), from + 1 + random.nextInt(4));
      state = outside.execute(state, told.get(from).transactTime(), told.subList(from, to)).state();
      from = to;
    }
    assertThat(state.cash()).isEqualTo(expected.cash());
    assertThat(state.commission()).isEqualTo(expected.commission());
    assertThat(quantity(state)).isEqualTo(quantity(expected));
    double signed = reports.stream().mapToDouble(Execution::signedQty).sum();
    assertThat(quantity(state)).isEqualTo(signed);
  }

  /** Whatever is told of fills, a report of all that is held has the last word. */
  @Property(tries = 200)
  void afterAReportTheBooksAreWhatItSaysAndItsRestatementsAddUpToThem(
      @ForAll("parts") List<Part> parts, @ForAll("parts") List<Part> truth, @ForAll boolean paid) {
    PortfolioState state = outside.initial("main");
    for (Execution report : reports(parts)) {
      state = outside.execute(state, report.transactTime(), List.of(report)).state();
    }
    double quantity = truth.stream().mapToDouble(p -> p.quantity() - 25).sum();
    double cash = paid ? 90_000 + quantity : Double.NaN;
    double before = state.cash();
    double heldBefore = quantity(state);
    PositionReport report =
        new PositionReport("main", 10_000, List.of(new Position("A", quantity, 104)), cash);
    PortfolioStep step = outside.reconcile(state, report);
    assertThat(quantity(step.state())).isEqualTo(quantity);
    double moved = 0;
    double spent = 0;
    for (Execution e : step.executions()) {
      assertThat(e.execType()).isEqualTo(ExecType.RESTATED);
      moved += e.signedQty();
      spent += e.signedQty() * e.lastPx() + e.commission();
    }
    assertThat(heldBefore + moved).isEqualTo(quantity);
    assertThat(step.state().cash()).isEqualTo(before - spent, within(0.001));
    if (paid) {
      assertThat(step.state().cash()).isEqualTo(cash, within(0.005));
    }
    PortfolioSnapshot snapshot = step.snapshot();
    assertThat(snapshot.equity())
        .isEqualTo(
            RISK.startingCash()
                + snapshot.realisedPnl()
                + snapshot.unrealisedPnl()
                - snapshot.commission(),
            within(0.01));
    PortfolioStep again =
        outside.reconcile(
            step.state(), new PositionReport("main", 20_000, report.positions(), cash));
    assertThat(again.executions()).isEmpty();
    assertThat(again.alerts()).isEmpty();
  }

  /** Fills of five orders, the last of an order FILLED; odd ones sell. */
  private static List<Execution> reports(List<Part> parts) {
    List<Execution> reports = new ArrayList<>();
    Map<Integer, Integer> cum = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      boolean last =
          parts.subList(i + 1, parts.size()).stream().noneMatch(p -> p.order() == part.order());
      reports.add(
          new Execution(
              "exec-" + i,
              "order-" + part.order(),
              "main",
              "A",
              part.order() % 2 == 0 ? Side.BUY : Side.SELL,
              ExecType.TRADE,
              last ? OrdStatus.FILLED : OrdStatus.PARTIALLY_FILLED,
              part.quantity(),
              part.eighths() / 8.0,
              cum.merge(part.order(), part.quantity(), Integer::sum),
              last ? 0 : 1,
              part.eighths() / 8.0,
              0.25,
              1_000 + i));
    }
    return reports;
  }

  private static double quantity(PortfolioState state) {
    Holding holding = state.holdings().get("A");
    return holding == null ? 0 : holding.quantity();
  }
}
