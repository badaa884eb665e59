package io.minhos.domain.safeguards;

import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that decides whether one release of a model is traded: a fold over its answers, their scores,
 * its features' stability and commands, in the order of event time.
 *
 * <p>The test of accuracy runs while the model is traded and starts afresh with each change of the
 * breaker; on probation the part of right calls decides. Degenerate answers count always. Drift
 * counts when it sets in: a model that proves itself on features that have moved may go on.
 *
 * @param accuracy the test of it
 * @param answers whether they are degenerate
 * @param window accuracy of late
 * @param drifted whether too many features have drifted
 * @param breaker whether it is traded
 * @param inputs what it was asked with of late; null of one that was kept from before this counted:
 *     drift is not judged
 */
public record ModelHealth(
    BettingTest accuracy,
    AnswerHealth answers,
    AccuracyWindow window,
    boolean drifted,
    Breaker breaker,
    LiveInputs inputs) {

  public ModelHealth {
    inputs = inputs == null ? LiveInputs.none() : inputs;
  }

  /**
   * A release that is traded from {@code time} on.
   *
   * @param profile what the release says of itself
   * @param horizonBars bars after which an answer is scored
   */
  public static ModelHealth initial(
      String model,
      int version,
      long time,
      ReleaseProfile profile,
      int horizonBars,
      SafeguardConfig config) {
    return new ModelHealth(
        BettingTest.initial(config.accuracy().healthy(profile.accuracyLow()), horizonBars),
        AnswerHealth.initial(profile.oneSidedBars()),
        AccuracyWindow.initial(),
        false,
        Breaker.closed(model, version, time),
        LiveInputs.of(profile.inputs()));
  }

  /** Event time has come to {@code time}. */
  public HealthStep at(long time) {
    return after(breaker.cooled(time));
  }

  /** The release's answers of one bar, sorted by symbol. */
  public HealthStep answered(long time, List<Prediction> predictions, SafeguardConfig config) {
    AnswerHealth next = answers;
    boolean spoke = false;
    for (Prediction prediction : predictions) {
      spoke |= prediction.status() == Status.OK || prediction.status() == Status.FAILED;
      next = next.plus(time, prediction, config.answers());
    }
    ModelHealth health =
        new ModelHealth(
            accuracy,
            next,
            window,
            drifted,
            breaker,
            inputs.plus(time, predictions, config.drift()));
    // What it last said was judged when it said it.
    if (!spoke) {
      return health.at(time);
    }
    return health
        .at(time)
        .then(
            now ->
                now.after(
                    now.answers
                        .degeneracy(config.answers())
                        .flatMap(code -> now.trip(time, code, config))));
  }

  private Optional<BreakerTransition> trip(long time, Degeneracy code, SafeguardConfig config) {
    return breaker.tripped(time, BreakerReason.DEGENERATE, "code=" + code, config.breaker());
  }

  /** The state in which scores are only counted. */
  ModelHealth tracked(List<ScoredAnswer> scores, SafeguardConfig config) {
    AccuracyWindow next = window;
    for (ScoredAnswer score : scores) {
      next = next.plus(score, config.tracking());
    }
    return new ModelHealth(accuracy, answers, next, drifted, breaker, inputs);
  }

  /** The release's answers that were scored at {@code time}, sorted by symbol. */
  public HealthStep scored(long time, List<ScoredAnswer> scores, SafeguardConfig config) {
    return at(time)
        .then(
            now -> {
              ModelHealth health = now.plus(time, scores, config);
              return health.after(health.accuracyVerdict(time, config));
            });
  }

  private ModelHealth plus(long time, List<ScoredAnswer> scores, SafeguardConfig config) {
    AccuracyWindow nextWindow = window;
    int halves = 0;
    for (ScoredAnswer score : scores) {
      nextWindow = nextWindow.plus(score, config.tracking());
      halves += score.halves();
    }
    BettingTest nextAccuracy =
        breaker.trades()
            ? accuracy.plus(time, scores.size(), halves / 2.0, config.accuracy())
            : accuracy;
    return new ModelHealth(
        nextAccuracy, answers, nextWindow, drifted, breaker.scored(scores), inputs);
  }

  private Optional<BreakerTransition> accuracyVerdict(long time, SafeguardConfig config) {
    if (!breaker.trades() || !accuracy.failed(config.accuracy())) {
      return breaker.judged(time, config.breaker());
    }
    String figures =
        String.format(
            Locale.ROOT,
            "evidence=%.4g threshold=%s healthy=%.4f calls=%d",
            accuracy.capital().value(),
            config.accuracy().threshold(),
            accuracy.healthy(),
            accuracy.calls());
    return breaker.tripped(time, BreakerReason.ACCURACY, figures, config.breaker());
  }

  /** How far what the release is asked with has drifted by {@code time}. */
  public InputDrift drift(long time, DriftConfig config) {
    return InputDrift.of(inputs.stability(time, config), config);
  }

  /** An hour of event time has begun: whether what the release is asked with has drifted. */
  public HealthStep reviewed(long time, SafeguardConfig config) {
    return observed(time, drift(time, config.drift()), config.drift(), config.breaker());
  }

  /** What it is asked with has moved so far. */
  HealthStep observed(long time, InputDrift seen, DriftConfig drift, BreakerConfig config) {
    boolean drifts = seen.opens(drift);
    boolean setsIn = drifts && !drifted;
    String figures =
        String.format(
            Locale.ROOT,
            "drifted=%d features=%d highest=%.4f bound=%s",
            seen.drifted(),
            seen.features(),
            seen.highest(),
            drift.bound());
    return new ModelHealth(accuracy, answers, window, drifts, breaker, inputs)
        .at(time)
        .then(
            now ->
                now.after(
                    setsIn
                        ? now.breaker.tripped(time, BreakerReason.DRIFT, figures, config)
                        : Optional.empty()));
  }

  /** A person has the model traded. */
  public HealthStep enabled(long time, String why) {
    return after(breaker.enabled(time, why));
  }

  private HealthStep after(Optional<BreakerTransition> transition) {
    return transition
        .map(
            change ->
                new HealthStep(
                    new ModelHealth(
                        accuracy.restarted(),
                        // What a person lets in again is not thrown out for what it did before.
                        change.to() == BreakerState.CLOSED
                            ? AnswerHealth.initial(answers.ownRun())
                            : answers,
                        window,
                        drifted,
                        breaker.after(change),
                        inputs),
                    List.of(change)))
        .orElseGet(() -> new HealthStep(this, List.of()));
  }
}
