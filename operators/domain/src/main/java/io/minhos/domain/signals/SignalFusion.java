package io.minhos.domain.signals;

import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.technical.TechnicalOpinion;
import java.io.Serializable;
import java.util.List;

/**
 * Fuses technical analysis and the models into one signal.
 *
 * <pre>
 * wᵢ         = configuredᵢ / Σ configured over those that answered; 0 for the others
 * strength   = Σ wᵢ · valueᵢ
 * confidence = Σ wᵢ · confidenceᵢ, both kept in their bounds of 1
 * direction  = sign(strength) where |strength| &gt; neutralBand, else NEUTRAL
 * </pre>
 *
 * So a component that is missing, untrained or failed leaves its weight to the others in
 * proportion. If none answers the signal is neutral, of strength and confidence 0. Sums run in the
 * fixed order technical, lstm, ensemble.
 */
public final class SignalFusion implements Serializable {

  public static final String TECHNICAL = "technical";
  public static final String LSTM = "lstm";
  public static final String ENSEMBLE = "ensemble";

  /** Id of the model that tells how likely a signal's trade is to win: no component of it. */
  public static final String WIN = "winprob";

  private static final long serialVersionUID = 1L;

  private final FusionConfig config;

  public SignalFusion(FusionConfig config) {
    this.config = config;
  }

  /**
   * The signal of one bar, its chance not estimated yet.
   *
   * @param predictions the models' answers in any order; one that is not there counts as UNTRAINED
   */
  public Signal fuse(
      Bar bar,
      TechnicalOpinion opinion,
      double atr,
      double volatility,
      double volumeRatio,
      Regime regime,
      List<Prediction> predictions) {
    Prediction technical =
        new Prediction(
            TECHNICAL,
            0,
            opinion.status(),
            direction(opinion.signalStrength()),
            opinion.signalStrength(),
            opinion.confidence(),
            1,
            List.of());
    Prediction lstm = find(LSTM, predictions);
    Prediction ensemble = find(ENSEMBLE, predictions);
    double total =
        configured(technical, config.technicalWeight())
            + configured(lstm, config.lstmWeight())
            + configured(ensemble, config.ensembleWeight());
    List<SignalComponent> components =
        List.of(
            component(technical, config.technicalWeight(), total),
            component(lstm, config.lstmWeight(), total),
            component(ensemble, config.ensembleWeight(), total));
    double strength = 0;
    double confidence = 0;
    for (SignalComponent component : components) {
      strength += component.weight() * component.value();
      confidence += component.weight() * component.confidence();
    }
    return new Signal(
        bar.symbol(),
        bar.time(),
        direction(strength),
        // Weights that sum to 1 may give a rounding step more than their greatest value.
        Math.max(-1, Math.min(1, strength)),
        Math.min(1, confidence),
        components,
        bar,
        atr,
        volatility,
        opinion.trendStrength(),
        opinion.fired(),
        volumeRatio,
        regime,
        WinEstimate.none(0, Status.UNTRAINED));
  }

  private Direction direction(double strength) {
    if (Math.abs(strength) <= config.neutralBand()) {
      return Direction.NEUTRAL;
    }
    return strength > 0 ? Direction.LONG : Direction.SHORT;
  }

  private static Prediction find(String model, List<Prediction> predictions) {
    for (Prediction prediction : predictions) {
      if (prediction.model().equals(model)) {
        return prediction;
      }
    }
    return Prediction.none(model, 0, Status.UNTRAINED);
  }

  private static double configured(Prediction answer, double weight) {
    return status(answer) == Status.OK ? weight : 0;
  }

  private static SignalComponent component(Prediction answer, double weight, double total) {
    Status status = status(answer);
    return status == Status.OK
        ? new SignalComponent(
            answer.model(),
            answer.version(),
            status,
            total > 0 ? weight / total : 0,
            answer.direction(),
            answer.value(),
            answer.confidence(),
            answer.agreement(),
            answer.bases())
        : new SignalComponent(
            answer.model(), answer.version(), status, 0, Direction.NEUTRAL, 0, 0, 0, List.of());
  }

  /** One NaN would poison the whole signal, so an answer that is no number counts as failed. */
  private static Status status(Prediction answer) {
    boolean finite = Double.isFinite(answer.value()) && Double.isFinite(answer.confidence());
    return answer.status() == Status.OK && !finite ? Status.FAILED : answer.status();
  }
}
