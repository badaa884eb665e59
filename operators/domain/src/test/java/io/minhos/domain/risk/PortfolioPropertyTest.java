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
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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
  private final PortfolioEngine roomy =
      PortfolioEngine.simulated(
          new RiskConfig(100_000, 0.05, 0.2, 0.25, 0.05, 0.01, 1, 1.5, 5, 1),
          new ExecutionConfig(7, 13),
          INSTRUMENTS);

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

  @Provide
  Arbitrary<List<List<Move>>> market() {
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
    return move.list().ofSize(SYMBOLS.size()).list().ofMinSize(1).ofMaxSize(25);
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
        assertThat(holding == null ? 0 : holding.quantity())
            .isEqualTo(ledger.quantities.getOrDefault(symbol, 0.0), within(1e-9));
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
      assertThat(step).isEqualTo(expected);
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
        assertThat(holding == null ? 0 : holding.quantity())
            .isEqualTo(ledger.quantities.getOrDefault(symbol, 0.0), within(1e-9));
      }
    }
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
        state.time());
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
    private final Map<String, Double> quantities = new HashMap<>();

    Ledger(double cash) {
      this.cash = cash;
    }

    void book(Execution execution) {
      double signed = execution.side() == Side.BUY ? execution.lastQty() : -execution.lastQty();
      cash -= signed * execution.lastPx();
      cash -= execution.commission();
      quantities.merge(execution.symbol(), signed, Double::sum);
    }

    double equity(Map<String, Double> closes) {
      double equity = cash;
      for (Map.Entry<String, Double> entry : quantities.entrySet()) {
        equity += entry.getValue() * closes.get(entry.getKey());
      }
      return equity;
    }
  }
}
