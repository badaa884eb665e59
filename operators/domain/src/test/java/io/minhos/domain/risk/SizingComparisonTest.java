package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.PerformanceState;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Order;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.WinEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Both books beside an engine that trades. */
class SizingComparisonTest {

  private static final List<String> SYMBOLS = List.of("A", "B", "C");
  private static final ExecutionConfig COSTS = new ExecutionConfig(7, 13);
  private static final WinEstimate FIXED = new WinEstimate(0, Status.UNTRAINED, 0.5, 0.03);
  private static final RiskConfig RISK =
      new RiskConfig(100_000, 0.2, 0.2, 0.25, 0.2, 0.1, 1, 1.5, 3, 1);
  private static final Instruments INSTRUMENTS =
      new Instruments(Map.of(), new Instrument(0.01, 0.001, false), false);

  private final SplittableRandom random = new SplittableRandom(20_131_125);
  private final double[] last = {100, 200, 50};
  private SizingComparison books = SizingComparison.initial("main", RISK.startingCash());

  @Test
  void theBookThatTradesIsThePortfolio() {
    PortfolioEngine engine = PortfolioEngine.simulated(RISK, COSTS, INSTRUMENTS);
    PortfolioState state = engine.initial("main");
    PerformanceState expected = PerformanceState.initial(RISK.startingCash());
    for (int n = 0; n < 500; n++) {
      List<Signal> signals = signals(n);
      PortfolioStep step = engine.step(state, Signals.time(n), signals);
      books = books.after(step, signals, COSTS);
      state = step.state();
      expected =
          expected.valued(
              step.snapshot().time(), step.snapshot().equity(), step.snapshot().grossExposure());
      assertTraded(step);
    }
    BookPerformance traded = books.performances().get(0);
    assertThat(traded.trades()).isGreaterThan(50);
    assertThat(traded.sharpe()).isCloseTo(expected.performance().sharpe(), offset(1e-6));
    assertThat(traded.maxDrawdown()).isCloseTo(state.maxDrawdown(), offset(1e-9));

    BookPerformance fixed = books.shadow().account().performance();
    assertThat(fixed.trades()).isEqualTo(traded.trades());
    assertThat(fixed.winRate()).isEqualTo(traded.winRate());
    assertThat(fixed.equity()).isNotEqualTo(traded.equity());
    // 3 % of equity, but for the gap from the close to the open.
    assertThat(fixed.avgPosition()).isCloseTo(0.03, offset(0.0005));
    assertThat(books.performances())
        .extracting(BookPerformance::symbol)
        .containsExactly("", "A", "B", "C", "", "A", "B", "C");
  }

  /** An external venue fills in two parts, one at once and one after the next bar. */
  @Test
  void followsAnExternalVenue() {
    PortfolioEngine engine = PortfolioEngine.external(RISK, COSTS, INSTRUMENTS, 1_000_000_000);
    PortfolioState state = engine.initial("main");
    List<Order> open = new ArrayList<>();
    int parts = 0;
    for (int n = 0; n < 300; n++) {
      List<Signal> signals = signals(n);
      PortfolioStep step = engine.step(state, Signals.time(n), signals);
      books = books.after(step, signals, COSTS);
      assertTraded(step);
      List<Execution> executions = new ArrayList<>();
      for (Order order : open) {
        executions.add(half(order, OrdStatus.FILLED, n));
      }
      open.clear();
      for (Order order : step.orders()) {
        if (!order.purpose().isProtective()) {
          executions.add(half(order, OrdStatus.PARTIALLY_FILLED, n));
          open.add(order);
        }
      }
      parts += executions.size();
      PortfolioStep executed = engine.execute(step.state(), Signals.time(n) + 1, executions);
      books = books.after(executed, List.of(), COSTS);
      assertTraded(executed);
      state = executed.state();
    }
    assertThat(parts).isGreaterThan(100);
    assertThat(books.shadow().account().performance().trades())
        .isEqualTo(books.traded().performance().trades())
        .isGreaterThan(20);
  }

  private void assertTraded(PortfolioStep step) {
    assertThat(books.traded().equity()).isCloseTo(step.snapshot().equity(), offset(1e-6));
    assertThat(books.traded().cash()).isCloseTo(step.snapshot().cash(), offset(1e-6));
    assertThat(books.traded().grossExposure())
        .isCloseTo(step.snapshot().grossExposure(), offset(1e-6));
  }

  private List<Signal> signals(int n) {
    List<Signal> signals = new ArrayList<>();
    for (int s = 0; s < last.length; s++) {
      double open = last[s] * (1 + random.nextDouble(-0.001, 0.001));
      double close = open * (1 + random.nextDouble(-0.02, 0.02));
      last[s] = close;
      signals.add(
          Signals.signal(
                  SYMBOLS.get(s),
                  n,
                  open,
                  1.002 * Math.max(open, close),
                  0.998 * Math.min(open, close),
                  close,
                  random.nextDouble(-1, 1),
                  random.nextDouble(),
                  0.02 * close)
              .estimated(FIXED));
    }
    return signals;
  }

  private Execution half(Order order, OrdStatus status, int n) {
    double quantity = order.orderQty() / 2;
    double price = last[SYMBOLS.indexOf(order.symbol())] * 1.001;
    return new Execution(
        order.clOrdId() + status,
        order.clOrdId(),
        "main",
        order.symbol(),
        order.side(),
        ExecType.TRADE,
        status,
        quantity,
        price,
        0,
        0,
        price,
        0.25,
        Signals.time(n) + 1);
  }
}
