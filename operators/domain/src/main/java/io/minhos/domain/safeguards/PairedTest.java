package io.minhos.domain.safeguards;

/**
 * Evidence that a challenger is better than the champion, valid whenever it is looked at: W = mean
 * over λ of Π (1 + λ d), {@link CapitalProcess}. One that is not better in the mean, given what was
 * before, ever reaches W = 20 with a probability of at most 5 %, however often one looks; a t test
 * that is repeated after each bar is sure to be fooled in the end.
 *
 * <pre>
 * ACCURACY  d = difference of correctness           λ = 0.02, 0.05, 0.1, 0.2, 0.4
 * PNL       d = clip(δ/σ, −3, 3)/3                   λ = 0.05, 0.1, 0.2, 0.4, 0.8
 * </pre>
 *
 * δ is the difference of paper returns and σ the root mean square of all δ that counted before it;
 * there is no bet on the first {@value #WARM_UP}. What W says then is about the clipped difference:
 * a challenger that wins little most of the time and seldom loses very much is flattered by the
 * clip, and one that seldom wins very much is not seen.
 *
 * <p>Only every h-th bar counts, h being the horizon in bars, since nearer outcomes overlap.
 *
 * @param criterion what d is
 * @param horizonBars h, at least 1
 * @param bars bars seen
 * @param counted differences that counted
 * @param squares Σ δ² over those
 * @param capital W
 */
public record PairedTest(
    Criterion criterion,
    int horizonBars,
    long bars,
    long counted,
    double squares,
    CapitalProcess capital) {

  private static final int WARM_UP = 20;
  private static final double CLIP = 3;
  private static final double[] ACCURACY_BETS = {0.02, 0.05, 0.1, 0.2, 0.4};
  private static final double[] PNL_BETS = {0.05, 0.1, 0.2, 0.4, 0.8};

  /** Before the first bar. */
  public static PairedTest initial(Criterion criterion, int horizonBars) {
    if (horizonBars < 1) {
      throw new IllegalArgumentException("horizonBars must be >= 1: " + horizonBars);
    }
    return new PairedTest(
        criterion, horizonBars, 0, 0, 0, CapitalProcess.initial(ACCURACY_BETS.length).started(1));
  }

  /** After one bar; one without a symbol that both answered does not count. */
  public PairedTest plus(PairedDifference difference) {
    if (difference.symbols() == 0) {
      return this;
    }
    if (bars % horizonBars != 0) {
      return new PairedTest(criterion, horizonBars, bars + 1, counted, squares, capital);
    }
    CapitalProcess next =
        criterion == Criterion.ACCURACY
            ? capital.plus(ACCURACY_BETS, difference.accuracy())
            : capital.plus(PNL_BETS, scaled(difference.pnl()));
    return new PairedTest(
        criterion,
        horizonBars,
        bars + 1,
        counted + 1,
        squares + difference.pnl() * difference.pnl(),
        next);
  }

  /** σ knows no more than what was before, or the bet would not be fair. */
  private double scaled(double pnl) {
    if (counted < WARM_UP || !(squares > 0)) {
      return 0;
    }
    double sigma = Math.sqrt(squares / counted);
    return Math.max(-CLIP, Math.min(CLIP, pnl / sigma)) / CLIP;
  }

  /** Whether the challenger has proved to be better. */
  public boolean promotes(PromotionConfig config) {
    return capital.value() >= config.threshold();
  }
}
