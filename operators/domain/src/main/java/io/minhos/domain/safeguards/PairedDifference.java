package io.minhos.domain.safeguards;

import java.util.Comparator;
import java.util.List;

/**
 * By how much a challenger did better than the champion on the calls that both made at one time:
 * means over symbols.
 *
 * @param symbols how many both answered
 * @param accuracy difference of correctness in [−1, 1], 0 without symbols
 * @param pnl difference of paper returns, 0 without symbols
 */
public record PairedDifference(int symbols, double accuracy, double pnl) {

  private static final Comparator<ScoredAnswer> ORDER =
      Comparator.comparing(ScoredAnswer::symbol).thenComparingLong(ScoredAnswer::answeredAt);

  /** Of answers that were scored at one time, both sorted by (symbol, answeredAt). */
  public static PairedDifference of(List<ScoredAnswer> champion, List<ScoredAnswer> challenger) {
    int symbols = 0;
    int halves = 0;
    double pnl = 0;
    int i = 0;
    int j = 0;
    while (i < champion.size() && j < challenger.size()) {
      ScoredAnswer old = champion.get(i);
      ScoredAnswer young = challenger.get(j);
      int order = ORDER.compare(old, young);
      if (order == 0) {
        symbols++;
        halves += young.halves() - old.halves();
        pnl += young.paperReturn() - old.paperReturn();
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return symbols == 0
        ? new PairedDifference(0, 0, 0)
        : new PairedDifference(symbols, halves / 2.0 / symbols, pnl / symbols);
  }
}
