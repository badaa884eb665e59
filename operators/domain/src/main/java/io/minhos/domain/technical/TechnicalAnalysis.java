package io.minhos.domain.technical;

import io.minhos.domain.features.Indicators;
import io.minhos.domain.inference.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks indicators and patterns, in fixed order, and combines those that speak as MYCIN combined
 * evidence (Shortliffe, Buchanan 1975): with bull = 1 − Π(1 − sᵢ) over the bullish strengths and
 * bear likewise,
 *
 * <pre>
 * signalStrength = bull − bear
 * confidence     = |Σ sᵢ| / Σ |sᵢ| · (1 − Π(1 − |sᵢ|))
 * </pre>
 *
 * so that voices which agree strengthen each other, and confidence is their agreement times the
 * force of all that spoke. If none speaks, both are 0. The opinion is OK from bar {@link
 * #WARM_UP_BARS} on; a pattern that needs a longer history is silent until it has it.
 */
public final class TechnicalAnalysis {

  /** Bars after which there is an opinion: the MACD histogram of two bars. */
  public static final int WARM_UP_BARS = 35;

  private final List<Rule> rules;

  public TechnicalAnalysis(TechnicalConfig config) {
    CandlestickPatterns candlesticks =
        new CandlestickPatterns(
            config.trendBars(), config.trendAtr(), config.dojiBody(), config.shadowToBody());
    RangePatterns ranges =
        new RangePatterns(
            config.breakoutBars(),
            config.doubleSeparation(),
            config.doubleTolerance(),
            config.doubleDepth());
    rules =
        List.of(
            new RsiRule(config.rsiOversold(), config.rsiOverbought()),
            new MacdRule(),
            new BollingerRule(config.trendingAdx()),
            new PatternRule("BULLISH_ENGULFING", "BEARISH_ENGULFING", candlesticks::engulfing),
            new PatternRule("HAMMER", "SHOOTING_STAR", candlesticks::hammer),
            new PatternRule("BULLISH_DOJI", "BEARISH_DOJI", candlesticks::doji),
            new PatternRule("INSIDE_BAR_UP", "INSIDE_BAR_DOWN", candlesticks::insideBar),
            new PatternRule("BREAKOUT_UP", "BREAKOUT_DOWN", ranges::breakout),
            new PatternRule("DOUBLE_BOTTOM", "DOUBLE_TOP", ranges::doubleBottom));
  }

  /** The opinion at the bar that {@code state} saw last, at which {@code indicators} hold. */
  public TechnicalOpinion opinion(TechnicalState state, Indicators indicators) {
    if (Double.isNaN(state.previousHistogram()) || Double.isNaN(state.histogram())) {
      return TechnicalOpinion.insufficientData();
    }
    double sum = 0;
    double force = 0;
    double notBullish = 1;
    double notBearish = 1;
    List<String> fired = new ArrayList<>();
    for (Rule rule : rules) {
      double strength = rule.strength(state, indicators);
      if (strength == 0) {
        continue;
      }
      fired.add(rule.name(strength));
      sum += strength;
      force += Math.abs(strength);
      notBullish *= 1 - Math.max(0, strength);
      notBearish *= 1 - Math.max(0, -strength);
    }
    double agreement = force == 0 ? 0 : Math.abs(sum) / force;
    return new TechnicalOpinion(
        Status.OK,
        notBearish - notBullish,
        agreement * (1 - notBullish * notBearish),
        Math.min(1, indicators.adx() / 100),
        List.copyOf(fired));
  }
}
