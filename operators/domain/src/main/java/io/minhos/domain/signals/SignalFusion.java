package io.minhos.domain.signals;

import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlType;
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
 * vᵢ         = configuredᵢ / Σ configured over those that answered; 0 for the others
 * wᵢ         = a · vᵢ, and (1 − a) more for technical analysis if it answered
 * strength   = Σ wᵢ · valueᵢ
 * confidence = Σ wᵢ · confidenceᵢ, both kept in their bounds of 1
 * direction  = sign(strength) where |strength| &gt; neutralBand, else NEUTRAL
 * </pre>
 *
 * So a component that is missing, untrained, failed or disabled leaves its weight to the others in
 * proportion. If none answers the signal is neutral, of strength and confidence 0. Sums run in the
 * fixed order technical, lstm, ensemble.
 *
 * <p>a is the models' allocation: 1, or what the last ROLLOUT in force says. With it strength and
 * confidence are (1 − a) times those of technical analysis alone plus a times those of all.
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
    return fuse(bar, opinion, atr, volatility, volumeRatio, regime, predictions, List.of());
  }

  /**
   * The same under commands.
   *
   * @param commands that are in force at the bar, sorted by {@link Command#ORDER}
   */
  public Signal fuse(
      Bar bar,
      TechnicalOpinion opinion,
      double atr,
      double volatility,
      double volumeRatio,
      Regime regime,
      List<Prediction> predictions,
      List<Command> commands) {
    double allocation = allocation(commands);
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
        configured(technical, config.technicalWeight(), commands)
            + configured(lstm, config.lstmWeight(), commands)
            + configured(ensemble, config.ensembleWeight(), commands);
    List<SignalComponent> components =
        List.of(
            component(
                technical,
                1 - allocation + allocation * part(config.technicalWeight(), total),
                commands),
            component(lstm, allocation * part(config.lstmWeight(), total), commands),
            component(ensemble, allocation * part(config.ensembleWeight(), total), commands));
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
        WinEstimate.none(0, Status.UNTRAINED),
        allocation,
        commands);
  }

  private static double allocation(List<Command> commands) {
    double allocation = 1;
    for (Command command : commands) {
      if (command.type() == ControlType.ROLLOUT) {
        allocation = command.number();
      }
    }
    return allocation;
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

  private static double configured(Prediction answer, double weight, List<Command> commands) {
    return status(answer) == Status.OK && !isDisabled(answer, commands) ? weight : 0;
  }

  private static double part(double weight, double total) {
    return total > 0 ? weight / total : 0;
  }

  private static boolean isDisabled(Prediction answer, List<Command> commands) {
    for (Command command : commands) {
      if (command.disables(answer.model(), answer.version())) {
        return true;
      }
    }
    return false;
  }

  private static SignalComponent component(
      Prediction answer, double weight, List<Command> commands) {
    boolean disabled = isDisabled(answer, commands);
    Status status = disabled ? Status.DISABLED : status(answer);
    return status(answer) == Status.OK
        ? new SignalComponent(
            answer.model(),
            answer.version(),
            status,
            disabled ? 0 : weight,
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
