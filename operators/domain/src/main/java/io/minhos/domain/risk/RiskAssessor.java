package io.minhos.domain.risk;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.WinEstimate;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how much of its equity a portfolio puts into a trade: {@link Assessment}. Made for one step.
 *
 * <p>The factors, in this order:
 *
 * <pre>
 * volatility   min(1, target / σ), σ annualised; Moreira and Muir, Volatility-Managed Portfolios,
 *              Journal of Finance 72, 2017
 * drawdown     exp(−k · drawdown)
 * confidence   min(1, confidence of the LSTM / threshold), 1 where it did not answer
 * agreement    min(1, agreement of the ensemble / threshold), 1 where it did not answer
 * regime       as configured
 * level        as configured for the portfolio's {@link RiskLevel}
 * correlation  {@link PortfolioHeat#correlationFactor}
 * heat         {@link PortfolioHeat#scale}
 * </pre>
 *
 * <p>The last two see the trade at the size that the others leave of it.
 */
final class RiskAssessor {

  private final RiskConfig config;
  private final PortfolioHeat heat;
  private final Lessons lessons;
  private final double drawdown;
  private final RiskUse use;

  /**
   * @param heat with all that is held or on its way
   * @param lessons of the trades that were closed
   * @param drawdown of the portfolio from its peak
   * @param use of the portfolio's limits
   */
  RiskAssessor(
      RiskConfig config, PortfolioHeat heat, Lessons lessons, double drawdown, RiskUse use) {
    this.config = config;
    this.heat = heat;
    this.lessons = lessons;
    this.drawdown = drawdown;
    this.use = use;
  }

  Assessment assess(Signal signal) {
    WinEstimate win = signal.win();
    boolean trained = win.status() == Status.OK;
    double p = trained ? lessons.calibration().apply(win.probability()) : win.probability();
    double b = trained ? lessons.payoffs().ratio(signal.symbol(), win.probability()) : 1;
    double asked =
        trained
            ? Kelly.fraction(p, b, config.kellyFraction(), config.maxPositionFraction())
            : Math.min(config.fixedFraction() * signal.confidence(), config.maxPositionFraction());
    List<RiskFactor> factors = asked > 0 ? factors(signal) : List.of();
    double fraction = asked;
    for (RiskFactor factor : factors) {
      fraction *= factor.value();
    }
    if (fraction > 0) {
      factors = new ArrayList<>(factors);
      RiskFactor correlation = correlation(signal, fraction);
      factors.add(correlation);
      fraction *= correlation.value();
      RiskFactor scale = scale(signal, fraction);
      factors.add(scale);
      fraction *= scale.value();
    }
    return new Assessment(
        trained ? Assessment.Sizing.KELLY : Assessment.Sizing.FIXED,
        win.probability(),
        p,
        b,
        Kelly.fullFraction(p, b),
        asked,
        List.copyOf(factors),
        fraction,
        win.fixedFraction() > 0 ? win.fixedFraction() : config.fixedFraction(),
        heat.heat(),
        use);
  }

  /**
   * At the weight that an override says, or without one at the configured size of a signal without
   * doubt. Of the factors heat alone counts, which is a limit.
   *
   * @param signal pointing where the override wants it
   */
  Assessment forced(Signal signal, Mandate mandate) {
    double weight = mandate.override().number();
    double asked =
        Double.isNaN(weight)
            ? Math.min(config.fixedFraction(), config.maxPositionFraction())
            : Math.abs(weight);
    RiskFactor scale = scale(signal, asked);
    return new Assessment(
        Assessment.Sizing.FORCED,
        signal.win().probability(),
        signal.win().probability(),
        1,
        0,
        asked,
        List.of(new RiskFactor("override", 1, mandate.detail()), scale),
        asked * scale.value(),
        config.fixedFraction(),
        heat.heat(),
        use);
  }

  private RiskFactor scale(Signal signal, double fraction) {
    return new RiskFactor(
        "heat",
        heat.scale(exposure(signal, fraction)),
        "limit=" + config.heat().maxHeat() + " heat=" + heat.heat());
  }

  /** Those that do not hang on what else is held. */
  private List<RiskFactor> factors(Signal signal) {
    RiskAdjustments a = config.adjustments();
    double sigma = signal.volatility() * Math.sqrt(config.barsPerYear());
    return List.of(
        RiskFactor.ratio("volatility", a.targetVolatility(), sigma),
        new RiskFactor("drawdown", a.drawdownFactor(drawdown), "drawdown=" + drawdown),
        answered("confidence", signal, SignalFusion.LSTM, a.lstmConfidence()),
        answered("agreement", signal, SignalFusion.ENSEMBLE, a.agreement()),
        new RiskFactor("regime", regime(signal.regime()), "regime=" + signal.regime()),
        new RiskFactor("level", level(), "level=" + use.level()));
  }

  private static RiskFactor answered(String name, Signal signal, String model, double threshold) {
    for (SignalComponent component : signal.components()) {
      if (component.name().equals(model) && component.status() == Status.OK) {
        double got =
            model.equals(SignalFusion.LSTM) ? component.confidence() : component.agreement();
        return new RiskFactor(
            name, got < threshold ? got / threshold : 1, "limit=" + threshold + " got=" + got);
      }
    }
    return new RiskFactor(name, 1, model + "=none");
  }

  private double regime(Regime regime) {
    RiskAdjustments a = config.adjustments();
    return switch (regime) {
      case UNKNOWN -> 1;
      case TREND -> a.trend();
      case RANGE -> a.range();
      case HIGH_VOLATILITY -> a.highVolatility();
    };
  }

  private double level() {
    RiskAdjustments a = config.adjustments();
    return switch (use.level()) {
      case LOW -> 1;
      case MODERATE -> a.moderate();
      case HIGH -> a.high();
      case EXTREME -> a.extreme();
    };
  }

  private RiskFactor correlation(Signal signal, double fraction) {
    double mean = heat.averageCorrelation(exposure(signal, fraction));
    return new RiskFactor(
        "correlation",
        heat.correlationFactor(mean),
        "limit=" + config.heat().toleratedCorrelation() + " got=" + mean);
  }

  static Exposure exposure(Signal signal, double fraction) {
    double weight = signal.direction() == Direction.SHORT ? -fraction : fraction;
    return new Exposure(signal.symbol(), weight, signal.volatility());
  }
}
