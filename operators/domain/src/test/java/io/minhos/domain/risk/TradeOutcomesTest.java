package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TradeOutcomesTest {

  private static final OutcomeConfig CONFIG = new OutcomeConfig(100, 5, 8, 30, 50, false);

  private static ClosedTrade trade(String symbol, long exitTime, double netReturn) {
    return new ClosedTrade(symbol, exitTime - 10, exitTime, 0.5, netReturn);
  }

  private static TradeOutcomes of(List<ClosedTrade> trades, OutcomeConfig config) {
    TradeOutcomes outcomes = TradeOutcomes.empty();
    for (ClosedTrade trade : trades) {
      outcomes = outcomes.plus(trade, config);
    }
    return outcomes;
  }

  @Test
  void remembersEachTradeInOrder() {
    TradeOutcomes outcomes =
        TradeOutcomes.empty()
            .plus(new ClosedTrade("B", 1, 20, 0.6, -0.01), CONFIG)
            .plus(new ClosedTrade("A", 2, 20, 0.7, 0.02), CONFIG)
            .plus(new ClosedTrade("C", 3, 10, 0.4, 0.03), CONFIG);
    assertThat(outcomes.symbols()).containsExactly("C", "A", "B");
    assertThat(outcomes.exitTimes()).containsExactly(10, 20, 20);
    assertThat(outcomes.winProbabilities()).containsExactly(0.4, 0.7, 0.6);
    assertThat(outcomes.netReturns()).containsExactly(0.03, 0.02, -0.01);
  }

  /** The window is half open: an exit exactly its length ago is gone. */
  @Test
  void expiresByEventTime() {
    TradeOutcomes outcomes =
        of(List.of(trade("A", 1000, 0.1), trade("A", 1001, 0.2), trade("A", 1100, 0.3)), CONFIG);
    assertThat(outcomes.exitTimes()).containsExactly(1001, 1100);
    assertThat(outcomes.at(1100, CONFIG)).isSameAs(outcomes);
    assertThat(outcomes.at(1101, CONFIG).exitTimes()).containsExactly(1100);
    assertThat(outcomes.at(1101, CONFIG).netReturns()).containsExactly(0.3);
    assertThat(outcomes.at(1101, CONFIG).symbols()).containsExactly("A");
    assertThat(outcomes.at(5000, CONFIG).size()).isZero();
    assertThat(outcomes.plus(trade("A", 999, 0.4), CONFIG).exitTimes())
        .as("a trade of before the window")
        .containsExactly(1001, 1100);
  }

  @Test
  void keepsTheNewest() {
    List<ClosedTrade> trades = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      trades.add(trade("A", 1000 + i, i));
    }
    assertThat(of(trades, CONFIG).netReturns()).containsExactly(3, 4, 5, 6, 7);
  }

  /** Times, symbols and returns repeat, the window and the count both bind. */
  @Property(tries = 200)
  void theOrderOfArrivalDecidesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    OutcomeConfig config = new OutcomeConfig(1 + random.nextInt(20), 12, 8, 30, 50, false);
    List<ClosedTrade> trades = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String symbol = String.valueOf((char) ('A' + random.nextInt(3)));
      long exit = random.nextInt(30);
      double probability = 0.1 + 0.1 * random.nextInt(8);
      trades.add(new ClosedTrade(symbol, exit - 1, exit, probability, random.nextInt(3) - 1));
    }
    TradeOutcomes first = of(trades, config);
    Collections.shuffle(trades, random);
    TradeOutcomes second = of(trades, config);
    assertThat(second.symbols()).isEqualTo(first.symbols());
    assertThat(second.exitTimes()).containsExactly(first.exitTimes());
    assertThat(second.winProbabilities()).containsExactly(first.winProbabilities());
    assertThat(second.netReturns()).containsExactly(first.netReturns());
    assertThat(first.size()).isBetween(1, 12);
  }

  @Test
  void refusesWhatIsNoTrade() {
    assertThatThrownBy(() -> new ClosedTrade("A", 2, 1, 0.5, 0))
        .hasMessage("entryTime must be <= exitTime: 2, 1");
    assertThatThrownBy(() -> new ClosedTrade("A", 1, 2, 0.95, 0))
        .hasMessage("winProbability must be in [0.1, 0.9]: 0.95");
    assertThatThrownBy(() -> new ClosedTrade("A", 1, 2, 0.5, Double.NaN))
        .hasMessage("netReturn must be finite: NaN");
  }

  @Test
  void aConfigurationStatesItsBounds() {
    assertThat(OutcomeConfig.defaults().windowMillis()).isEqualTo(2_592_000_000L);
    assertThatThrownBy(() -> new OutcomeConfig(0, 1, 1, 1, 1, false))
        .hasMessage("risk.outcomes.windowMillis must be >= 1: 0");
    assertThatThrownBy(() -> new OutcomeConfig(1, 0, 1, 1, 1, false))
        .hasMessage("risk.outcomes.maxTrades must be >= 1: 0");
    assertThatThrownBy(() -> new OutcomeConfig(1, 1, 101, 1, 1, false))
        .hasMessage("risk.outcomes.bins must be in [1, 100]: 101");
    assertThatThrownBy(() -> new OutcomeConfig(1, 1, 1, 0, 1, false))
        .hasMessage("risk.outcomes.payoffPrior must be > 0: 0.0");
    assertThatThrownBy(() -> new OutcomeConfig(1, 1, 1, 1, Double.NaN, false))
        .hasMessage("risk.outcomes.calibrationPrior must be > 0: NaN");
  }
}
