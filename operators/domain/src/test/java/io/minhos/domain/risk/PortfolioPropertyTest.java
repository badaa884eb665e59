package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** What must hold whatever the market does. */
class PortfolioPropertyTest {

  private static final double CENT = 0.01;
  private static final List<String> SYMBOLS = List.of("A", "B", "C", "D");

  /** Asks for more than the cap, so that the cap is what decides. */
  private static final RiskConfig RISK =
      new RiskConfig(100_000, 0.05, 0.2, 0.25, 0.2, 0.1, 1, 1.5, 3, 0.12);

  private static final Instruments INSTRUMENTS =
      new Instruments(
          Map.of("B", new Instrument(0.25, 3, false), "C", new Instrument(0.01, 0.001, false)),
          new Instrument(0.01, 1, false),
          false);

  private final PortfolioEngine engine =
      PortfolioEngine.simulated(RISK, new ExecutionConfig(7, 13), INSTRUMENTS);

  /** With room for a position in every symbol: sums of two terms are the same in any order. */
  private static final RiskConfig ROOMY =
      new RiskConfig(100_000, 0.05, 0.2, 0.25, 0.05, 0.01, 1, 1.5, 5, 1);

  private final PortfolioEngine roomy =
      PortfolioEngine.simulated(ROOMY, new ExecutionConfig(7, 13), INSTRUMENTS);

  /** One symbol's move within a bar: relative to the close before, and the signal on it. */
  record Move(
      boolean traded,
      double gap,
      double up,
      double down,
      double where,
      double strength,
      double confidence,
      double atr) {}

  /** A fill of an external venue; those of one id are the same fill. */
  record Fill(int id, int symbol, Side side, double quantity, double price, double commission) {}

  /**
   * What a venue says of one of the orders that it was sent.
   *
   * @param order which, counted from the last; beyond the first it is one that nobody sent
   * @param part of its quantity, of a fill; 1 or more is all that it has left
   * @param price relative to the symbol's last close
   * @param repeat which report of before it repeats instead, counted from the last, −1 for none
   */
  record Report(
      int order, ExecType type, OrdStatus status, double part, double price, int repeat) {}

  /**
   * A bar's moves, and the reports that come before the next.
   *
   * @param late whether these bear the time of their first's order rather than their own
   */
  record Turn(List<Move> moves, List<Report> reports, boolean late) {}

  @Provide
  Arbitrary<List<Turn>> turns() {
    Arbitrary<Report> report =
        Combinators.combine(
                Arbitraries.integers().between(0, 11),
                Arbitraries.frequency(
                    Tuple.of(5, ExecType.TRADE),
                    Tuple.of(1, ExecType.NEW),
                    Tuple.of(1, ExecType.CANCELED),
                    Tuple.of(1, ExecType.REJECTED),
                    Tuple.of(1, ExecType.EXPIRED)),
                Arbitraries.of(OrdStatus.class),
                Arbitraries.doubles().between(0, 1.5).ofScale(2),
                Arbitraries.doubles().between(-0.03, 0.03).ofScale(4),
                Arbitraries.integers().between(-8, 3))
            .as(Report::new);
    return Combinators.combine(moves(), report.list().ofMaxSize(4), Arbitraries.of(true, false))
        .as(Turn::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<List<Move>>> market() {
    return moves().list().ofMinSize(1).ofMaxSize(25);
  }

  private static Arbitrary<List<Move>> moves() {
    Arbitrary<Double> unit = Arbitraries.doubles().between(0, 1).ofScale(4);
    Arbitrary<Move> move =
        Combinators.combine(
                Arbitraries.integers().between(0, 9).map(n -> n > 0),
                Arbitraries.doubles().between(-0.04, 0.04).ofScale(4),
                Arbitraries.doubles().between(0, 0.04).ofScale(4),
                Arbitraries.doubles().between(0, 0.04).ofScale(4),
                unit,
                Arbitraries.doubles().between(-1, 1).ofScale(4),
                unit,
                Arbitraries.doubles().between(0.002, 0.03).ofScale(4))
            .as(Move::new);
    return move.list().ofSize(SYMBOLS.size());
  }

  @Provide
  Arbitrary<List<Fill>> fills() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 30),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(Side.class),
            Arbitraries.doubles().between(0.001, 500).ofScale(4),
            Arbitraries.doubles().between(-20, 500).ofScale(4),
            Arbitraries.doubles().between(0, 10).ofScale(4))
        .as(Fill::new)
        .list()
        .ofMaxSize(40);
  }

  /** The moves as signals, a list for each time; prices start at 100, 200, … */
  private static List<List<Signal>> signals(List<List<Move>> market) {
    double[] last = {100, 200, 5_000, 1.5};
    List<List<Signal>> times = new ArrayList<>();
    for (int n = 0; n < market.size(); n++) {
      List<Signal> signals = new ArrayList<>();
      for (int s = 0; s < last.length; s++) {
        Move move = market.get(n).get(s);
        if (move.traded()) {
          double open = last[s] * (1 + move.gap());
          double high = open * (1 + move.up());
          double low = open * (1 - move.down());
          double close = low + move.where() * (high - low);
          last[s] = close;
          signals.add(
              Signals.signal(
                  SYMBOLS.get(s),
                  n,
                  open,
                  high,
                  low,
                  close,
                  move.strength(),
                  move.confidence(),
                  move.atr() * close));
        }
      }
      times.add(signals);
    }
    return times;
  }

  @Property(tries = 300)
  void theBooksBalance(@ForAll("market") List<List<Move>> market) {
    PortfolioState state = roomy.initial("main");
    Ledger ledger = new Ledger(RISK.startingCash());
    double peak = RISK.startingCash();
    double maxDrawdown = 0;
    Map<String, Double> closes = new HashMap<>();
    int n = 0;
    for (List<Signal> signals : signals(market)) {
      PortfolioStep step = roomy.step(state, Signals.time(n++), signals);
      state = step.state();
      step.executions().forEach(ledger::book);
      signals.forEach(signal -> closes.put(signal.symbol(), signal.bar().close()));

      double equity = ledger.equity(closes);
      PortfolioSnapshot snapshot = step.snapshot();
      assertBalanced(state, snapshot);
      assertThat(snapshot.cash()).isEqualTo(ledger.cash, within(CENT));
      assertThat(snapshot.equity()).isEqualTo(equity, within(CENT));
      peak = Math.max(peak, equity);
      maxDrawdown = Math.max(maxDrawdown, 1 - equity / peak);
      assertThat(snapshot.maxDrawdown()).isEqualTo(maxDrawdown, within(1e-9));
      for (String symbol : SYMBOLS) {
        Holding holding = state.holdings().get(symbol);
        assertThat(holding == null ? 0 : holding.quantity()).isEqualTo(ledger.quantity(symbol));
      }
    }
  }

  @Property(tries = 300)
  void noEntryIsAboveTheCapAndEveryDecisionIsAccountedFor(
      @ForAll("market") List<List<Move>> market) {
    PortfolioState state = engine.initial("main");
    Set<String> clOrdIds = new HashSet<>();
    Set<String> decisionIds = new HashSet<>();
    int n = 0;
    for (List<Signal> signals : signals(market)) {
      PortfolioStep step = engine.step(state, Signals.time(n++), signals);
      state = step.state();
      assertThat(step.decisions())
          .extracting(Decision::symbol)
          .containsExactlyElementsOf(signals.stream().map(Signal::symbol).toList());
      for (Order order : step.orders()) {
        assertThat(order.clOrdId()).hasSizeLessThanOrEqualTo(36);
        assertThat(clOrdIds.add(order.clOrdId())).as("first %s", order).isTrue();
        assertThat(order.orderQty()).isPositive();
      }
      List<String> sent = step.orders().stream().map(Order::clOrdId).toList();
      for (Decision decision : step.decisions()) {
        assertThat(decisionIds.add(decision.decisionId())).isTrue();
        boolean acts = decision.outcome() == Outcome.ENTER || decision.outcome() == Outcome.EXIT;
        assertThat(sent.contains(decision.clOrdId())).isEqualTo(acts);
        if (decision.outcome() == Outcome.ENTER) {
          double notional = decision.quantity() * decision.price();
          assertThat(notional).isLessThanOrEqualTo(0.05 * decision.equity());
          double lots = decision.quantity() / INSTRUMENTS.of(decision.symbol()).lotSize();
          assertThat(lots).isEqualTo(Math.rint(lots), within(1e-6));
          double held = step.snapshot().grossExposure();
          assertThat(held + notional).isLessThanOrEqualTo(0.12 * decision.equity());
        }
      }
    }
  }

  /** As after a restore: every map a HashMap, filled in another order. */
  @Property(tries = 200)
  void restoringChangesNothing(@ForAll("market") List<List<Move>> market) {
    PortfolioState straight = roomy.initial("main");
    PortfolioState restored = roomy.initial("main");
    int n = 0;
    for (List<Signal> signals : signals(market)) {
      long time = Signals.time(n++);
      PortfolioStep expected = roomy.step(straight, time, signals);
      PortfolioStep step = roomy.step(restored, time, signals);
      assertThat(step.orders()).isEqualTo(expected.orders());
      assertThat(step.executions()).isEqualTo(expected.executions());
      assertThat(step.decisions()).isEqualTo(expected.decisions());
      assertThat(step.snapshot()).isEqualTo(expected.snapshot());
      assertThat(step.state().holdings()).isEqualTo(expected.state().holdings());
      assertThat(step.state().risk().trades()).isEqualTo(expected.state().risk().trades());
      straight = expected.state();
      restored = shuffled(step.state());
    }
  }

  @Property(tries = 300)
  void externalExecutionsBalanceAndRepeatsDoNothing(@ForAll("fills") List<Fill> fills) {
    PortfolioEngine outside =
        PortfolioEngine.external(RISK, ExecutionConfig.defaults(), INSTRUMENTS, 1);
    PortfolioState state = outside.initial("main");
    Ledger ledger = new Ledger(RISK.startingCash());
    Map<Integer, Fill> known = new HashMap<>();
    for (Fill asked : fills) {
      boolean repeat = known.containsKey(asked.id());
      Fill fill = known.computeIfAbsent(asked.id(), id -> asked);
      Execution execution = execution(fill);
      PortfolioStep step = outside.execute(state, 1_000, List.of(execution));
      state = step.state();
      if (repeat) {
        assertThat(step.executions()).isEmpty();
      } else {
        assertThat(step.executions()).containsExactly(execution);
        ledger.book(execution);
      }
      assertBalanced(state, step.snapshot());
      assertThat(step.snapshot().cash()).isEqualTo(ledger.cash, within(CENT));
      for (String symbol : SYMBOLS) {
        Holding holding = state.holdings().get(symbol);
        assertThat(holding == null ? 0 : holding.quantity()).isEqualTo(ledger.quantity(symbol));
      }
    }
  }

  /**
   * An external venue that says anything of any order at any time: fills in part, too much or after
   * the end, reports twice, is silent until orders lapse.
   */
  @Property(tries = 300)
  @StatisticsReport(StatisticsReportMode.OFF)
  void whateverTheVenueReportsTheBooksBalance(@ForAll("turns") List<Turn> turns) {
    Outside run = new Outside();
    List<List<Signal>> bars = signals(turns.stream().map(Turn::moves).toList());
    for (int n = 0; n < turns.size(); n++) {
      run.bar(n, bars.get(n));
      run.reports(n, turns.get(n));
    }
    run.seen.forEach(what -> Statistics.label("seen").collect(what));
    Statistics.label("seen")
        .coverage(
            c -> {
              for (String what :
                  List.of("part", "late", "repeat", "lapse", "overtaken", "exit", "flat")) {
                c.check(what).count(tries -> tries > 3);
              }
            });
  }

  /** Both identities, each from the state alone. */
  private static void assertBalanced(PortfolioState state, PortfolioSnapshot snapshot) {
    double value = 0;
    double unrealised = 0;
    for (Holding holding : state.holdings().values()) {
      value += holding.quantity() * holding.lastPrice();
      unrealised += holding.quantity() * (holding.lastPrice() - holding.avgPrice());
    }
    assertThat(state.cash() + value).isEqualTo(snapshot.equity(), within(CENT));
    assertThat(state.startingCash() + state.realisedPnl() + unrealised - state.commission())
        .isEqualTo(snapshot.equity(), within(CENT));
    assertThat(
            RISK.startingCash()
                + snapshot.realisedPnl()
                + snapshot.unrealisedPnl()
                - snapshot.commission())
        .isEqualTo(snapshot.equity(), within(CENT));
  }

  private static Execution execution(Fill fill) {
    return new Execution(
        "exec-" + fill.id(),
        "order-" + fill.id(),
        "main",
        SYMBOLS.get(fill.symbol()),
        fill.side(),
        ExecType.TRADE,
        OrdStatus.FILLED,
        fill.quantity(),
        fill.price(),
        fill.quantity(),
        0,
        fill.price(),
        fill.commission(),
        1_000);
  }

  private static PortfolioState shuffled(PortfolioState state) {
    return new PortfolioState(
        state.portfolio(),
        state.startingCash(),
        state.cash(),
        state.realisedPnl(),
        state.commission(),
        state.peakEquity(),
        state.maxDrawdown(),
        reversed(state.holdings()),
        reversed(state.executionIds()),
        state.executionCount(),
        state.time(),
        reversed(state.orderIds()),
        state.reconciledTo(),
        shuffled(state.risk()));
  }

  private static RiskState shuffled(RiskState risk) {
    return new RiskState(
        risk.covariance(),
        reversed(risk.trades()),
        risk.outcomes(),
        risk.day(),
        risk.rate(),
        risk.tradingState(),
        risk.commanded());
  }

  /** A linked hash map iterates in the order of insertion: here last key first. */
  private static <V> Map<String, V> reversed(Map<String, V> map) {
    List<String> keys = new ArrayList<>(map.keySet());
    Collections.sort(keys, Collections.reverseOrder());
    Map<String, V> reversed = new LinkedHashMap<>();
    keys.forEach(key -> reversed.put(key, map.get(key)));
    return reversed;
  }

  /** Cash and quantities by the simplest bookkeeping there is. */
  private static final class Ledger {

    private double cash;
    private final Map<String, BigDecimal> quantities = new HashMap<>();

    Ledger(double cash) {
      this.cash = cash;
    }

    void book(Execution execution) {
      double signed = execution.side() == Side.BUY ? execution.lastQty() : -execution.lastQty();
      cash -= signed * execution.lastPx();
      cash -= execution.commission();
      quantities.merge(execution.symbol(), BigDecimal.valueOf(signed), BigDecimal::add);
    }

    double quantity(String symbol) {
      return quantities.getOrDefault(symbol, BigDecimal.ZERO).doubleValue();
    }

    double equity(Map<String, Double> closes) {
      double equity = cash;
      for (String symbol : quantities.keySet()) {
        if (quantity(symbol) != 0) {
          equity += quantity(symbol) * closes.get(symbol);
        }
      }
      return equity;
    }
  }

  /** A portfolio with an external venue, beside a ledger of what that reported. */
  private static final class Outside {

    private static final long TIMEOUT = 3 * Signals.MINUTE;

    private final PortfolioEngine engine =
        PortfolioEngine.external(ROOMY, new ExecutionConfig(7, 13), INSTRUMENTS, TIMEOUT);
    private final Ledger ledger = new Ledger(ROOMY.startingCash());
    private final Map<String, Double> prices = new HashMap<>();
    private final Map<String, Double> closes = new HashMap<>();
    private final List<Order> sent = new ArrayList<>();
    private final Map<String, BigDecimal> filled = new HashMap<>();
    private final List<Execution> reported = new ArrayList<>();
    private final Set<String> clOrdIds = new HashSet<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private PortfolioState state = engine.initial("main");

    void bar(int n, List<Signal> signals) {
      PortfolioStep step = engine.step(state, Signals.time(n), signals);
      for (Signal signal : signals) {
        closes.put(signal.symbol(), signal.bar().close());
        prices.put(signal.symbol(), signal.bar().close());
      }
      assertThat(step.executions()).isEmpty();
      for (Decision decision : step.decisions()) {
        if (decision.reason().startsWith("ORDER_UNANSWERED: ")) {
          String clOrdId =
              decision.reason().replaceFirst("ORDER_UNANSWERED: clOrdId=(\\S+) .*", "$1");
          // One request is enough: this step's, or one that a fill of another order led to.
          assertThat(
                  asked.contains(clOrdId)
                      ^ step.orders().stream().anyMatch(o -> o.origClOrdId().equals(clOrdId)))
              .isTrue();
          done.add(clOrdId);
          seen.add("lapse");
        }
      }
      for (Order order : step.orders()) {
        double held = ledger.quantity(order.symbol());
        if (order.purpose() == Purpose.ENTRY) {
          assertThat(held).isZero();
        } else if (order.purpose() != Purpose.CANCEL && !order.purpose().isProtective()) {
          assertThat(order.orderQty()).isEqualTo(Math.abs(held));
          assertThat(order.side()).isEqualTo(held > 0 ? Side.SELL : Side.BUY);
          seen.add("exit");
        }
      }
      check(step);
    }

    void reports(int n, Turn turn) {
      List<Execution> batch = new ArrayList<>();
      long time = Signals.time(n) + 1;
      for (Report report : turn.reports()) {
        int repeated = reported.size() - 1 - report.repeat();
        if (report.repeat() >= 0 && repeated >= 0) {
          batch.add(reported.get(repeated));
          seen.add("repeat");
          continue;
        }
        Order order = order(report, time);
        if (batch.isEmpty() && turn.late()) {
          time = order.transactTime() + 1;
        }
        Execution execution = execution(report, order, time);
        reported.add(execution);
        batch.add(execution);
      }
      if (batch.isEmpty()) {
        return;
      }
      batch.sort(Comparator.comparing(Execution::symbol).thenComparing(Execution::execId));
      Map<String, Holding> before = new TreeMap<>(state.holdings());
      PortfolioStep step = engine.execute(state, time, batch);
      assertThat(step.decisions()).isEmpty();
      assertThat(step.executions())
          .containsExactlyElementsOf(
              batch.stream().filter(e -> clOrdIds.add("report " + e.execId())).toList());
      Map<String, Set<Double>> paid = new HashMap<>();
      for (Execution execution : step.executions()) {
        book(execution, paid);
      }
      // What nothing was known of is worth what was paid for it until the next close.
      paid.forEach(
          (symbol, any) -> {
            Holding holding = step.state().holdings().get(symbol);
            if (holding != null && holding.isOpen()) {
              any.add(prices.getOrDefault(symbol, Double.NaN));
              assertThat(any).contains(holding.lastPrice());
              prices.put(symbol, holding.lastPrice());
            }
          });
      if (step.executions().isEmpty()) {
        assertThat(step.state().holdings()).isEqualTo(before);
        assertThat(step.orders()).isEmpty();
      }
      if (!step.orders().isEmpty()) {
        assertThat(step.orders()).extracting(Order::purpose).containsOnly(Purpose.CANCEL);
        seen.add("overtaken");
      }
      check(step);
    }

    private Order order(Report report, long time) {
      int n = sent.size() - 1 - report.order();
      return n >= 0
          ? sent.get(n)
          : Order.market(
              "main",
              SYMBOLS.get(report.order() % SYMBOLS.size()),
              report.part() > 0.5 ? Side.BUY : Side.SELL,
              0.125 + report.order(),
              time,
              Purpose.ENTRY,
              "by hand",
              "");
    }

    private Execution execution(Report report, Order order, long time) {
      String clOrdId = order.clOrdId();
      boolean fill = report.type() == ExecType.TRADE;
      BigDecimal all = BigDecimal.valueOf(order.orderQty());
      BigDecimal left = all.subtract(filled.getOrDefault(clOrdId, BigDecimal.ZERO));
      BigDecimal quantity =
          report.part() >= 1 && left.signum() > 0
              ? left
              : all.multiply(BigDecimal.valueOf(report.part()))
                  .setScale(4, RoundingMode.DOWN)
                  .add(new BigDecimal("0.0001"));
      if (fill) {
        filled.merge(clOrdId, quantity, BigDecimal::add);
      }
      double price = closes.getOrDefault(order.symbol(), 50.0) * (1 + report.price());
      return new Execution(
          "exec-" + reported.size(),
          clOrdId,
          order.portfolio(),
          order.symbol(),
          order.side(),
          report.type(),
          report.status(),
          fill ? quantity.doubleValue() : 0,
          fill ? price : 0,
          0,
          0,
          0,
          fill ? 0.25 : 0,
          time);
    }

    private void book(Execution execution, Map<String, Set<Double>> paid) {
      String clOrdId = execution.clOrdId();
      if (execution.execType() == ExecType.TRADE) {
        if (ledger.quantity(execution.symbol()) == 0) {
          paid.computeIfAbsent(execution.symbol(), s -> new HashSet<>()).add(execution.lastPx());
        }
        ledger.book(execution);
        seen.add(done.contains(clOrdId) ? "late" : "part");
        if (ledger.quantity(execution.symbol()) == 0) {
          seen.add("flat");
        }
      }
      if (execution.ordStatus().isTerminal()) {
        done.add(clOrdId);
      }
    }

    private void check(PortfolioStep step) {
      state = step.state();
      for (Order order : step.orders()) {
        assertThat(clOrdIds.add(order.clOrdId())).as("first %s", order).isTrue();
        if (order.purpose() == Purpose.CANCEL) {
          assertThat(asked.add(order.origClOrdId())).as("asked once: %s", order).isTrue();
          assertThat(sent)
              .filteredOn(o -> o.clOrdId().equals(order.origClOrdId()))
              .singleElement()
              .satisfies(o -> assertThat(o.purpose().isProtective()).isFalse());
        } else {
          assertThat(order.orderQty()).isPositive();
          sent.add(order);
        }
      }
      PortfolioSnapshot snapshot = step.snapshot();
      assertBalanced(state, snapshot);
      assertThat(snapshot.cash()).isEqualTo(ledger.cash, within(CENT));
      int open = 0;
      for (String symbol : SYMBOLS) {
        Holding holding = state.holdings().get(symbol);
        assertThat(holding == null ? 0 : holding.quantity()).isEqualTo(ledger.quantity(symbol));
        if (holding != null) {
          open += holding.isOpen() ? 1 : 0;
          assertThat(holding.working()).noneMatch(o -> done.contains(o.clOrdId()));
          assertThat(holding.working().stream().filter(o -> !o.purpose().isProtective()))
              .hasSizeLessThanOrEqualTo(1);
        }
      }
      assertThat(snapshot.openPositions()).isEqualTo(open);
      assertThat(snapshot.equity()).isEqualTo(ledger.equity(prices), within(CENT));
    }
  }
}
