package io.minhos.domain.risk;

import java.util.Arrays;

/**
 * Portfolio heat: the volatility that the positions have together, annualised, over equity.
 *
 * <pre>
 * heat = √year·(√(eᵀ·R·e) + Σ|w_u|·σ_u),  e_i = w_i·σ_i
 * </pre>
 *
 * <p>R holds the shrunk correlations of the symbols that {@link ReturnCovariance} knows. Of the
 * others u nothing is known that could offset them: they count in full, which no correlation can
 * exceed (‖a + b‖ ≤ ‖a‖ + ‖b‖). If not even the volatility of one is known, the heat is infinite.
 *
 * <p>Made for one step: what is held is added first, in order of symbols, then each entry once it
 * is decided, so that many in one step cannot exceed the limit together. Adding a position, or
 * asking about one, costs O(k) at k positions. A second one in the same symbol is a position of its
 * own, correlated by 1.
 */
public final class PortfolioHeat {

  private final HeatConfig config;
  private final ReturnCovariance covariance;
  private final double perYear;

  /** Of the known positions: index in the covariance, e, and sign(w) over its norm there. */
  private int[] indices = new int[8];

  private double[] stakes = new double[8];
  private double[] signs = new double[8];
  private int known;

  /** eᵀ·R·e, a bar. */
  private double variance;

  /** Σ|w|·σ of the unknown, a bar. */
  private double apart;

  /** Σ over pairs i &lt; j of the known of sign(w_i)·sign(w_j)·R_ij. */
  private double correlations;

  /**
   * The heat of no positions, 0.
   *
   * @param barsPerYear what annualises, at least 0
   */
  public PortfolioHeat(HeatConfig config, ReturnCovariance covariance, double barsPerYear) {
    this.config = config;
    this.covariance = covariance;
    this.perYear = Math.sqrt(barsPerYear);
  }

  /** Takes {@code position} in. */
  public void add(Exposure position) {
    add(position, covariance.index(position.symbol()));
  }

  /**
   * The same.
   *
   * @param index of its symbol in the covariance, which takes long to find
   */
  void add(Exposure position, int index) {
    Candidate added = new Candidate(position, index);
    if (position.weight() == 0) {
      return;
    }
    variance = added.varianceAt(1);
    apart += added.apart;
    if (added.index >= 0) {
      correlations += added.correlations;
      if (known == indices.length) {
        indices = Arrays.copyOf(indices, 2 * known);
        stakes = Arrays.copyOf(stakes, 2 * known);
        signs = Arrays.copyOf(signs, 2 * known);
      }
      indices[known] = added.index;
      stakes[known] = added.stake;
      signs[known] = Math.signum(added.stake) / added.norm;
      known++;
    }
  }

  /** The heat now. */
  public double heat() {
    return heat(variance, apart);
  }

  /** The heat once {@code candidate} is in, less the heat now; NaN if that is infinite already. */
  public double marginal(Exposure candidate) {
    Candidate added = new Candidate(candidate);
    return heat(added.varianceAt(1), apart + added.apart) - heat();
  }

  /**
   * How much of {@code candidate} to take, in [0, 1]. All, if the heat stays at or below soft =
   * softHeat·maxHeat; else the part f that leads to the heat max − f·(max − soft), so all becomes
   * nothing linearly as the heat that results rises from soft to max. Of one that offsets what is
   * held, the part that leaves the heat no higher than it is may always be taken.
   *
   * <p>So the heat with that part, or any smaller one, is at most the limit, or the heat now if
   * that is above. With M what the limit leaves of the known positions' volatility, D = max − soft,
   * x = w·σ and b = Σ R·e, all a bar, f solves the quadratic
   *
   * <pre>√(q + 2·f·x·b + f²·x²) = M − f·D</pre>
   */
  public double scale(Exposure candidate) {
    Candidate added = new Candidate(candidate);
    double limit = config.maxHeat() / perYear - apart;
    double slope = (1 - config.softHeat()) * config.maxHeat() / perYear;
    double room = limit - Math.sqrt(variance);
    double x = added.stake;
    if (x == 0 && added.apart == 0) {
      return 1;
    }
    if (added.index < 0) {
      return room > 0 ? Math.min(1, room / (added.apart + slope)) : 0;
    }
    double offsetting = Math.max(0, Math.min(1, -2 * added.pull / x));
    if (!(room > 0)) {
      return offsetting;
    }
    double a = (Math.abs(x) - slope) * (Math.abs(x) + slope);
    double b = x * added.pull + limit * slope;
    double c = -room * (limit + Math.sqrt(variance));
    double root = Math.sqrt(Math.max(0, b * b - a * c));
    // The root in which nothing cancels; b ≤ 0 needs |x| > slope, as |pull| ≤ √q < limit.
    double part = b > 0 ? -c / (b + root) : (root - b) / a;
    return part > offsetting ? Math.min(1, part) : offsetting;
  }

  /**
   * ρ̄: mean of sign(w_i)·sign(w_j)·R_ij over all pairs of the known positions and {@code
   * candidate}; 0 if there is no pair, or if the candidate is not known.
   */
  public double averageCorrelation(Exposure candidate) {
    Candidate added = new Candidate(candidate);
    if (added.index < 0 || known == 0 || added.stake == 0) {
      return 0;
    }
    return (correlations + added.correlations) / (0.5 * known * (known + 1));
  }

  /**
   * How much of {@code candidate} to take for its correlation with the k − 1 others, in (0, 1]:
   *
   * <pre>min(1, √((1 + (k − 1)·ρ₀) / (1 + (k − 1)·ρ̄)))</pre>
   *
   * <p>k positions of volatility v and mean correlation ρ have together v·√(k·(1 + (k − 1)·ρ))
   * (Elton and Gruber, Risk Reduction and Portfolio Size, Journal of Business 50, 1977). So at this
   * size they have no more than if the mean correlation were the tolerated ρ₀.
   */
  public double correlationFactor(Exposure candidate) {
    return correlationFactor(averageCorrelation(candidate));
  }

  /** The same, of a candidate with that {@link #averageCorrelation}. */
  double correlationFactor(double mean) {
    double tolerated = config.toleratedCorrelation();
    return mean <= tolerated ? 1 : Math.sqrt((1 + known * tolerated) / (1 + known * mean));
  }

  private double heat(double variance, double apart) {
    return perYear * (Math.sqrt(variance) + apart);
  }

  /** A position beside those that are in. */
  private final class Candidate {

    /** In the covariance, negative if not known. */
    final int index;

    /** Of its row in the covariance if known, else 0. */
    final double norm;

    /** e = w·σ if known, else 0. */
    final double stake;

    /** |w|·σ if not known, else 0. */
    final double apart;

    /** b = Σ R·e over the known positions. */
    final double pull;

    /** Σ of the correlations with them, in the sign of the positions. */
    final double correlations;

    Candidate(Exposure exposure) {
      this(exposure, covariance.index(exposure.symbol()));
    }

    Candidate(Exposure exposure, int found) {
      index = found >= 0 && covariance.isKnown(config, found) ? found : -1;
      double weight = exposure.weight();
      stake = index < 0 ? 0 : weight * covariance.volatility(index);
      apart = index < 0 ? unknown(weight, exposure.volatility()) : 0;
      norm = index < 0 ? 0 : covariance.norm(index);
      double shrunk = (1 - config.shrinkage()) / norm;
      double pulled = 0;
      double summed = 0;
      for (int k = 0; index >= 0 && k < known; k++) {
        double correlation =
            indices[k] == index
                ? Math.signum(stakes[k])
                : shrunk * covariance.product(index, indices[k]) * signs[k];
        pulled += correlation * Math.abs(stakes[k]);
        summed += correlation;
      }
      pull = pulled;
      correlations = weight > 0 ? summed : -summed;
    }

    private double unknown(double weight, double volatility) {
      if (weight == 0) {
        return 0;
      }
      return Double.isNaN(volatility) ? Double.POSITIVE_INFINITY : Math.abs(weight) * volatility;
    }

    /** eᵀ·R·e with a part of it; rounding may leave less than nothing of a perfect hedge. */
    double varianceAt(double part) {
      double taken = part * stake;
      return Math.max(0, variance + 2 * taken * pull + taken * taken);
    }
  }
}
