package io.minhos.retraining;

import io.minhos.retraining.trees.TrainingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which trades are learned from, and which are tested by it: purged k-fold cross-validation with an
 * embargo (López de Prado 2018, ch. 7). Unlike a walk forward it tests every trade.
 *
 * @param train indices of trades, ascending, before and after the test part: none that is open, or
 *     within the embargo of one that is open, while one of {@code test} is
 * @param test indices of trades, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record WinFold(int[] train, int[] test) {

  /**
   * Parts of equal numbers of trades, to within those of one time.
   *
   * @param trades by time
   * @param times event times of all bars, ascending, each once: what the embargo is counted in
   * @throws TrainingException if a part has nothing to be learned from
   */
  static List<WinFold> of(List<WinTrade> trades, long[] times, int folds, int embargoBars) {
    int[] entered = new int[trades.size()];
    int[] ended = new int[trades.size()];
    for (int i = 0; i < entered.length; i++) {
      entered[i] = bar(times, trades.get(i).time());
      ended[i] = bar(times, trades.get(i).endTime());
    }
    List<WinFold> made = new ArrayList<>();
    int from = 0;
    for (int fold = 0; fold < folds; fold++) {
      int to = (int) ((fold + 1L) * entered.length / folds);
      while (to > from && to < entered.length && entered[to] == entered[to - 1]) {
        to++;
      }
      int[] test = IntStream.range(from, to).toArray();
      int first = test.length == 0 ? 0 : entered[from];
      int last = Arrays.stream(test).map(i -> ended[i]).max().orElse(0);
      int[] train =
          IntStream.range(0, entered.length)
              .filter(i -> ended[i] + embargoBars < first || entered[i] > last + embargoBars)
              .toArray();
      if (test.length == 0 || train.length == 0) {
        throw new TrainingException(
            "TOO_LITTLE_HISTORY: trades=%d fold=%d train=%d test=%d"
                .formatted(entered.length, fold, train.length, test.length));
      }
      made.add(new WinFold(train, test));
      from = to;
    }
    return made;
  }

  /** The bar that a time falls in: fills at an open carry a time before their bar's. */
  private static int bar(long[] times, long time) {
    int at = Arrays.binarySearch(times, time);
    return at >= 0 ? at : -at - 1;
  }
}
