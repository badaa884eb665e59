package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.Performance;
import io.minhos.domain.evaluation.PerformanceTracker;
import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.evaluation.Sizing;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Side;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.RiskLevel;
import io.minhos.domain.risk.TradingState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private final Ledger ledger = new Ledger(Map.of("main", 1_000.0));
  private PerformanceTracker tracker = PerformanceTracker.initial("main", Sizing.KELLY, 1_000);

  private RoundTrip trade(Side side, double quantity, double price, double close, long time) {
    double signed = side.sign() * quantity;
    tracker = tracker.filled("A", signed, price, 0.25).marked("A", close).valued(time);
    RoundTrip closed =
        ledger.add(
            new Execution(
                "e" + time,
                "o",
                "main",
                "A",
                side,
                ExecType.TRADE,
                OrdStatus.PARTIALLY_FILLED,
                quantity,
                price,
                quantity,
                1,
                price,
                0.25,
                time));
    double value = tracker.equity() - tracker.cash();
    ledger.add(
        new PortfolioSnapshot(
            "main",
            time,
            tracker.cash(),
            value,
            tracker.equity(),
            0,
            0,
            0,
            Math.abs(value),
            0,
            0,
            value == 0 ? 0 : 1,
            0,
            RiskLevel.LOW,
            TradingState.ACTIVE));
    return closed;
  }

  private void trade() {
    assertThat(trade(Side.BUY, 2, 100, 101, 60_000)).isNull();
    assertThat(trade(Side.BUY, 1, 102, 99, 120_000)).isNull();
    assertThat(trade(Side.SELL, 5, 98, 97, 180_000).won()).isFalse();
    assertThat(trade(Side.BUY, 2, 96, 97, 240_000).won()).isTrue();
  }

  /** From what a run writes, the figures that its books have inside. */
  @Test
  void saysOfThePortfolioWhatItsBookSays() {
    trade();
    assertThat(ledger.performance()).isEqualTo(tracker.performance().performance());
    assertThat(ledger.performance().trades()).isEqualTo(2);
    assertThat(ledger.performance().winRate()).isEqualTo(0.5);
  }

  @Test
  void takesWhatTradedForFixedWhereNoBookWasToldOf() {
    trade();
    assertThat(ledger.performances().kelly()).isNull();
    assertThat(ledger.performances().fixed()).isEqualTo(ledger.performance());
    assertThat(ledger.performances().traded()).isEqualTo(ledger.performance());
    assertThat(ledger.books()).isEmpty();
  }

  @Test
  void knowsBothBooksByWhatWasSaidOfThemLast() {
    trade();
    PerformanceTracker early = PerformanceTracker.initial("main", Sizing.FIXED, 1_000).valued(1);
    PerformanceTracker late = early.filled("A", 1, 100, 0).marked("A", 110).valued(2);
    ledger.add(early.performance());
    late.performances().forEach(ledger::add);
    tracker.performances().forEach(ledger::add);
    Performance fixed = ledger.performances().fixed();
    assertThat(fixed.logGrowth()).isEqualTo(StrictMath.log(1.01));
    assertThat(ledger.performances().kelly()).isEqualTo(ledger.performance());
    assertThat(ledger.performances().traded()).isEqualTo(ledger.performance());
    assertThat(ledger.books())
        .extracting(BookPerformance::book)
        .containsExactly(Sizing.KELLY, Sizing.FIXED);
  }
}
