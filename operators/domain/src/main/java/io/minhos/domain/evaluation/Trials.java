package io.minhos.domain.evaluation;

/**
 * How much was tried before a candidate is judged, and the part of the gate's level that is left to
 * it. Of the retrainings of a model that share history the k-th has 1/(k(k + 1)) of it, which sum
 * to 1 over all k: so the level holds for all that share history, however many they are (alpha
 * spending). What one retraining tried is N variants of each of its candidates, which share its
 * part evenly (Bonferroni).
 *
 * <p>What a search told of its variants is known from then on, and the best of them can be trained
 * again by itself. So N is the most that any retraining of the shared history tried: on the same
 * history what was told before is judged no less strictly than it was then. On history that only
 * overlaps this is an approximation, and of a setting that a person thought of after looking no
 * ledger knows.
 *
 * <p>New history buys new chances: on windows that roll on, of which K overlap, every one from the
 * K-th on has 1/(K(K + 1)), so level/(K + 1) is spent in the time that a window spans.
 *
 * @param candidates how many models this run set out to judge, at least 1
 * @param retraining k, at least 1; 0 where nothing is remembered and a run has the whole level
 * @param variants N, the most settings that one retraining on overlapping history tried, this one
 *     included, at least 1
 * @param tried variants of all retrainings on overlapping history so far, these included
 */
public record Trials(int candidates, int retraining, int variants, int tried) {

  public Trials {
    check("candidates", candidates >= 1, ">= 1", candidates);
    check("retraining", retraining >= 0, ">= 0", retraining);
    check("variants", variants >= 1, ">= 1", variants);
    check("tried", tried >= variants, ">= variants", tried);
  }

  /** A run that nobody remembers, of one variant. */
  public static Trials unremembered(int candidates) {
    return new Trials(candidates, 0, 1, 1);
  }

  /** α/(k(k + 1)) / (N · candidates). */
  public double level(double of) {
    double spent = retraining == 0 ? 1 : (double) retraining * (retraining + 1);
    return of / spent / ((double) variants * candidates);
  }

  /** {@code candidates=… retraining=… variants=…}. */
  String figures() {
    return "candidates=" + candidates + " retraining=" + retraining + " variants=" + variants;
  }

  private static void check(String key, boolean valid, String bound, int value) {
    if (!valid) {
      throw new IllegalArgumentException(key + " must be " + bound + ": " + value);
    }
  }
}
