package io.minhos.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.retraining.trees.TrainingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WinFoldTest {

  /** Bars at 9, 19, … 199. */
  private static final long[] TIMES = LongStream.range(0, 20).map(i -> i * 10 + 9).toArray();

  private static WinTrade trade(int entered, int ended) {
    return new WinTrade(TIMES[entered], "A", new double[0], TIMES[ended], true);
  }

  /** One a bar, each two bars long, five folds of three; purge and an embargo of one bar. */
  @Test
  void whatIsOpenDuringATestIsNotLearnedFrom() {
    List<WinTrade> trades = IntStream.range(0, 15).mapToObj(i -> trade(i, i + 2)).toList();
    List<WinFold> folds = WinFold.of(trades, TIMES, 5, 1);
    assertThat(folds).hasSize(5);
    // Tests 6, 7 and 8, open from bar 6 to bar 10: learned from are those that end before bar 5,
    // and
    // those that begin after bar 11.
    assertThat(folds.get(2).test()).containsExactly(6, 7, 8);
    assertThat(folds.get(2).train()).containsExactly(0, 1, 2, 12, 13, 14);
    assertThat(folds.get(0).test()).containsExactly(0, 1, 2);
    assertThat(folds.get(0).train()).containsExactly(6, 7, 8, 9, 10, 11, 12, 13, 14);
    assertThat(folds.get(4).train()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  /** A long one reaches into the test from far before it, and from a test far beyond it. */
  @Test
  void theEndOfEachTradeCounts() {
    List<WinTrade> trades = new ArrayList<>();
    trades.add(trade(0, 5));
    trades.addAll(IntStream.range(1, 10).mapToObj(i -> trade(i, i)).toList());
    List<WinFold> folds = WinFold.of(trades, TIMES, 2, 0);
    assertThat(folds.get(1).test()).containsExactly(5, 6, 7, 8, 9);
    assertThat(folds.get(1).train()).containsExactly(1, 2, 3, 4);
    assertThat(folds.get(0).train()).containsExactly(6, 7, 8, 9);
  }

  @Test
  void tradesOfOneTimeStayTogether() {
    List<WinTrade> trades =
        IntStream.of(0, 1, 1, 1, 1, 2, 3, 4).mapToObj(i -> trade(i, i)).toList();
    List<WinFold> folds = WinFold.of(trades, TIMES, 2, 0);
    assertThat(folds.get(0).test()).containsExactly(0, 1, 2, 3, 4);
    assertThat(folds.get(1).test()).containsExactly(5, 6, 7);
    assertThat(folds.stream().flatMapToInt(fold -> Arrays.stream(fold.test())))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aTestThatLeavesNothingToLearnFromIsRefused() {
    List<WinTrade> trades = IntStream.range(0, 10).mapToObj(i -> trade(i, i)).toList();
    assertThatThrownBy(() -> WinFold.of(trades, TIMES, 2, 10))
        .isInstanceOf(TrainingException.class)
        .hasMessage("TOO_LITTLE_HISTORY: trades=10 fold=0 train=0 test=5");
  }
}
