package io.minhos.domain.leaks;

import io.minhos.domain.market.Bar;
import java.util.ArrayList;
import java.util.List;

/**
 * A value that changes when the future is cut off: it knew of it.
 *
 * @param feature its name
 * @param symbol whose bars
 * @param time the bar's event time
 * @param whole its value with all bars known
 * @param cut its value with none after a later or this bar known
 */
public record Lookahead(String feature, String symbol, long time, double whole, double cut) {

  /** Bars before a cut at which values are compared too: what looks far ahead shows earlier. */
  public static final int DEPTH = 64;

  /**
   * The leaks of each feature, the first of each: computed anew with the future cut off, all values
   * must be the same to the bit.
   *
   * @param cuts how many bars are left, each in [1, bars]
   */
  public static List<Lookahead> find(FeatureRun run, List<Bar> bars, int[] cuts) {
    double[][] whole = run.values(bars, 0);
    List<FeatureColumn> columns = run.columns();
    Lookahead[] found = new Lookahead[columns.size()];
    for (int cut : cuts) {
      int from = Math.max(0, cut - DEPTH);
      double[][] known = run.values(bars.subList(0, cut), from);
      for (int i = 0; i < known.length; i++) {
        Bar bar = bars.get(from + i);
        for (int f = 0; f < found.length; f++) {
          double all = whole[from + i][f];
          // NaN is NaN, and −0 is not 0.
          if (Double.compare(all, known[i][f]) != 0
              && (found[f] == null || bar.time() < found[f].time())) {
            found[f] =
                new Lookahead(columns.get(f).name(), bar.symbol(), bar.time(), all, known[i][f]);
          }
        }
      }
    }
    List<Lookahead> leaks = new ArrayList<>();
    for (Lookahead leak : found) {
      if (leak != null) {
        leaks.add(leak);
      }
    }
    return leaks;
  }
}
