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
import java.util.stream.Stream;

/**
 * Fuses technical analysis and the models into one signal.
 *
 * <pre>
 * cᵢ          = configuredᵢ · factorᵢ ({@link FusionAdaptation}) of those that answered; 0 for the others
 * vᵢ          = cᵢ / Σ c
 * wᵢ          = aᵢ · vᵢ of a model, v + Σ (1 − aᵢ) · vᵢ of technical analysis
 * strength    = Σ wᵢ · valueᵢ
 * confidence  = Σ wᵢ · calibratedᵢ, both kept in their bounds of 1
 * direction   = sign(strength) where |strength| &gt; neutralBand, else NEUTRAL
 * </pre>
 *
 * So a component that is missing, untrained, failed or disabled leaves its weight to the others in
 * proportion. If none answers the signal is neutral, of strength and confidence 0. Sums run in the
 * fixed order technical, lstm, ensemble.
 *
 * <p>A person's OVERRIDE of a component counts until its end, unless a DISABLE takes the component
 * out. With {@code long}, {@code short} or {@code flat} the person's word takes the place of the
 * component's answer, whether there is one or not and whatever its breaker says: value +1, −1 or 0,
 * confidence 1, 1 or 0, at the weight that the component has. With a number that is its weight, if
 * it has an answer that may be traded, and the others share what is left:
 *
 * <pre>
 * F  = Σ fixedⱼ
 * wⱼ = fixedⱼ / max(1, F)
 * wᵢ = (1 − min(1, F)) · wᵢ of the others alone
 * </pre>
 *
 * <p>calibratedᵢ is a model's confidence as its release's calibration has it, 2p − 1 of the chance
 * p that it is right ({@link io.minhos.domain.evaluation.ConfidenceCalibration}), and its raw one
 * where the release has none. A regression that is well fitted says E[y|x], of which 2p − 1 is
 * about 1.6 times the size where y is 1 at two standard deviations: so the scale of confidence, and
 * what limits mean on it, stay. Technical analysis counts with its own: see {@link Signal}.
 *
 * <p>aᵢ is a model's allocation: what the last ROLLOUT in force says, or without one what its
 * release begins with. Where a rule moves that, a ROLLOUT is the most that it may take: so a person
 * can hold a model back, and the rule still takes back from one that fails. Where all have the same
 * a, strength and confidence are (1 − a) times those of technical analysis alone plus a times those
 * of all.
 */
public final class SignalFusion implements Serializable {

  public static final String TECHNICAL = "technical";
  public static final String LSTM = "lstm";
  public static final String ENSEMBLE = "ensemble";

  /** Id of the model that tells how likely a signal's trade is to win: no component of it. */
  public static final String WIN = "winprob";

  private static final long serialVersionUID = 1L;

  private final FusionConfig config;
  private final boolean rolledOutByRule;

  /** With allocations that commands alone move. */
  public SignalFusion(FusionConfig config) {
    this(config, false);
  }

  /**
   * @param rolledOutByRule whether a rule moves the allocations of votes
   */
  public SignalFusion(FusionConfig config, boolean rolledOutByRule) {
    this.config = config;
    this.rolledOutByRule = rolledOutByRule;
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
    return fuse(
        bar,
        opinion,
        0.5,
        atr,
        volatility,
        volumeRatio,
        regime,
        predictions.stream().map(Vote::of).toList(),
        List.of(),
        commands);
  }

  /**
   * The same of components of which is known how well they do.
   *
   * @param technicalHitRate how often technical analysis was right of late, ½ where that is unknown
   * @param votes of the models in any order, one each; one that is not there counts as UNTRAINED
   * @param shadows answers that are told beside them and have no weight
   * @param commands that are in force at the bar, sorted by {@link Command#ORDER}
   */
  public Signal fuse(
      Bar bar,
      TechnicalOpinion opinion,
      double technicalHitRate,
      double atr,
      double volatility,
      double volumeRatio,
      Regime regime,
      List<Vote> votes,
      List<Prediction> shadows,
      List<Command> commands) {
    double allocation = allocation(commands);
    Prediction answer = technical(opinion, direction(opinion.signalStrength()));
    Share technical =
        share(
            new Vote(answer, true, 1, technicalHitRate),
            config.technicalWeight(),
            regime,
            1,
            commands);
    Share lstm = share(find(LSTM, votes), config.lstmWeight(), regime, allocation, commands);
    Share ensemble =
        share(find(ENSEMBLE, votes), config.ensembleWeight(), regime, allocation, commands);
    double total = technical.asked() + lstm.asked() + ensemble.asked();
    double left = (1 - lstm.allocation()) * lstm.of(total);
    left += (1 - ensemble.allocation()) * ensemble.of(total);
    double fixed = technical.fixed() + lstm.fixed() + ensemble.fixed();
    double free = Math.max(0, 1 - fixed);
    double most = Math.max(1, fixed);
    // Of models that are held back to nothing it is all technical analysis's, in digits too.
    double models = lstm.allocation() * lstm.of(total) + ensemble.allocation() * ensemble.of(total);
    List<SignalComponent> components =
        List.of(
            technical.component(
                free * (total > 0 && models == 0 ? 1 : technical.of(total) + left), most),
            lstm.component(free * lstm.allocation() * lstm.of(total), most),
            ensemble.component(free * ensemble.allocation() * ensemble.of(total), most));
    double strength = 0;
    double confidence = 0;
    for (SignalComponent component : components) {
      strength += component.weight() * component.value();
      confidence += component.weight() * component.calibrated();
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
        Double.isNaN(allocation) ? 1 : allocation,
        commands,
        Stream.of(
                shadows.stream(),
                technical.replaced().stream(),
                lstm.replaced().stream(),
                ensemble.replaced().stream())
            .flatMap(all -> all)
            .map(SignalFusion::shadow)
            .toList(),
        null,
        null);
  }

  /** What technical analysis says as the answer of a model of version 0. */
  public static Prediction technical(TechnicalOpinion opinion, Direction direction) {
    return new Prediction(
        TECHNICAL,
        0,
        opinion.status(),
        direction,
        opinion.signalStrength(),
        opinion.confidence(),
        1,
        List.of());
  }

  private static SignalComponent shadow(Prediction answer) {
    return new Share(Vote.of(answer), Status.DISABLED, 0, 0, 1, 0, null, List.of()).component(0, 1);
  }

  /**
   * What a component asks of the whole.
   *
   * @param status of its part in the signal
   * @param asked configured weight times {@code factor}; 0 if it has no part, or a fixed one
   * @param fixed the weight that a person gave it, 0 if nobody did
   * @param allocation part of it that it may take
   * @param override under which it counts so, null if under none
   * @param replaced its own answer, where the override's takes its place
   */
  private record Share(
      Vote vote,
      Status status,
      double asked,
      double fixed,
      double factor,
      double allocation,
      Command override,
      List<Prediction> replaced) {

    double of(double total) {
      return total > 0 ? asked / total : 0;
    }

    /**
     * @param weight if nobody fixed it
     * @param most what fixed ones are divided by
     */
    SignalComponent component(double weight, double most) {
      Prediction answer = vote.answer();
      boolean isFixed = override != null && !Double.isNaN(override.number());
      String id = override == null ? "" : override.commandId();
      return SignalFusion.status(answer) == Status.OK
          ? new SignalComponent(
              answer.model(),
              answer.version(),
              status,
              status != Status.OK ? 0 : isFixed ? fixed / most : weight,
              answer.direction(),
              answer.value(),
              answer.confidence(),
              answer.agreement(),
              answer.bases(),
              factor,
              allocation,
              answer.calibrated(),
              id)
          : new SignalComponent(
              answer.model(),
              answer.version(),
              status,
              0,
              Direction.NEUTRAL,
              0,
              0,
              0,
              List.of(),
              factor,
              allocation,
              null,
              id);
    }
  }

  private Share share(
      Vote own, double weight, Regime regime, double commanded, List<Command> commands) {
    String name = own.answer().model();
    Command override = null;
    for (Command command : commands) {
      override = command.overrides(name) ? command : override;
    }
    boolean forced = override != null && Double.isNaN(override.number());
    Vote vote = forced ? forced(own, override.direction()) : own;
    boolean trades = vote.trades() && !isDisabled(vote.answer(), commands);
    Status status = trades ? status(vote.answer()) : Status.DISABLED;
    double factor = config.adaptation().factor(name.equals(TECHNICAL), regime, vote.hitRate());
    double fixed = override != null && !forced && status == Status.OK ? override.number() : 0;
    return new Share(
        vote,
        status,
        status == Status.OK && (override == null || forced) ? weight * factor : 0,
        fixed,
        factor,
        allocation(vote, commanded),
        override,
        forced && status(own.answer()) == Status.OK ? List.of(own.answer()) : List.of());
  }

  /** What a person says in the place of a component; it is no release's answer. */
  private static Vote forced(Vote own, Direction direction) {
    double value =
        switch (direction) {
          case LONG -> 1;
          case SHORT -> -1;
          case NEUTRAL -> 0;
        };
    Prediction said =
        new Prediction(
            own.answer().model(), 0, Status.OK, direction, value, Math.abs(value), 1, List.of());
    return new Vote(said, true, own.allocation(), own.hitRate());
  }

  private double allocation(Vote vote, double commanded) {
    if (Double.isNaN(commanded)) {
      return vote.allocation();
    }
    return rolledOutByRule ? Math.min(vote.allocation(), commanded) : commanded;
  }

  private static double allocation(List<Command> commands) {
    double allocation = Double.NaN;
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

  private static Vote find(String model, List<Vote> votes) {
    for (Vote vote : votes) {
      if (vote.answer().model().equals(model)) {
        return vote;
      }
    }
    return Vote.of(Prediction.none(model, 0, Status.UNTRAINED));
  }

  private static boolean isDisabled(Prediction answer, List<Command> commands) {
    for (Command command : commands) {
      if (command.disables(answer.model(), answer.version())) {
        return true;
      }
    }
    return false;
  }

  /** One NaN would poison the whole signal, so an answer that is no number counts as failed. */
  private static Status status(Prediction answer) {
    boolean finite =
        Double.isFinite(answer.value())
            && Double.isFinite(answer.confidence())
            && Double.isFinite(answer.calibrated());
    return answer.status() == Status.OK && !finite ? Status.FAILED : answer.status();
  }
}
