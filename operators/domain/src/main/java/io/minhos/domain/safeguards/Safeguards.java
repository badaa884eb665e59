package io.minhos.domain.safeguards;

import io.minhos.domain.control.Alert;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.CommandTimeline;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.signals.SignalFusion;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Watches over the models, one event time after another: scores, circuit breakers, rollout and
 * challengers. What it finds at a time is in force for bars behind it.
 *
 * <p>Breakers follow each bar. Figures of the window are reviewed when an hour of event time has
 * begun: then drift, alerts and rollout follow from them, and fusion is told how often each was
 * right:
 *
 * <pre>hit rate = (right calls + ½·200)/(calls + 200), rounded to a hundredth, once it moved by two
 * </pre>
 *
 * <p>Technical analysis is tracked beside the models and has no breaker, since it is what models
 * fall back to.
 */
public final class Safeguards implements Serializable {

  /** Code of the alert that a breaker changed. */
  public static final String BREAKER = "BREAKER";

  /** Code of the alert that a model's accuracy of late is poor. */
  public static final String ACCURACY_LOW = "ACCURACY_LOW";

  /** Code of the alert that a release's part in fusion changed by rule. */
  public static final String ROLLOUT = "ROLLOUT";

  /** Code of the alert that a challenger has proved to be better. */
  public static final String CHALLENGER_PROMOTED = "CHALLENGER_PROMOTED";

  private static final long serialVersionUID = 1L;
  private static final long HOUR = 3_600_000;

  /** The scope of figures that are of all symbols. */
  private static final String ALL = "";

  /** A hit rate that moves by less is not told anew. */
  private static final double HIT_RATE_STEP = 0.02;

  /** Calls at which the hit rate is half way from ½ to what was seen. */
  private static final double PRIOR_CALLS = 200;

  /** A release that has not answered for so long is forgotten. */
  private static final long FORGET_MILLIS = 30 * SafeguardConfig.DAY_MILLIS;

  private final SafeguardConfig config;
  private final int horizonBars;

  /**
   * @param horizonBars bars after which an answer is scored, at least 1
   */
  public Safeguards(SafeguardConfig config, int horizonBars) {
    this.config = config;
    this.horizonBars = horizonBars;
  }

  /**
   * Works through one event time.
   *
   * @param time after that of the state
   * @param bars all of that time, sorted by symbol
   * @param profile what is known of a release, by {@code (model, version)}
   * @param commands each DISABLE and ENABLE that was in force behind the state's time or comes into
   *     force by this one; others do no harm
   */
  public SafeguardStep step(
      SafeguardState state,
      long time,
      List<BarAnswers> bars,
      Profiles profile,
      CommandTimeline commands) {
    return new Step(state, time, bars, profile).run(commands);
  }

  /** What is known of releases. */
  public interface Profiles {
    ReleaseProfile of(String model, int version);
  }

  /** What a release is known by in state. */
  public static String key(String model, int version) {
    return model + "/" + version;
  }

  /** Which command, whose and why. */
  static String said(Command command) {
    return command.reference() + " why=" + command.reason();
  }

  /** One event time. */
  private final class Step {

    private final long before;
    private final long time;
    private final List<BarAnswers> bars;
    private final Profiles profiles;
    private final boolean hourly;
    private final TreeMap<String, TrackedRelease> releases;
    private final TreeMap<String, PairedTest> trials;
    private final TreeMap<String, InputDrift> drifts = new TreeMap<>();
    private final List<Standing> standings = new ArrayList<>();
    private final List<AccuracyReport> reports = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();

    Step(SafeguardState state, long time, List<BarAnswers> bars, Profiles profiles) {
      this.before = state.time();
      this.time = time;
      this.bars = bars;
      this.profiles = profiles;
      this.hourly = Math.floorDiv(state.time(), HOUR) != Math.floorDiv(time, HOUR);
      this.releases = new TreeMap<>(state.releases());
      this.trials = new TreeMap<>(state.trials());
    }

    SafeguardStep run(CommandTimeline commands) {
      List<Command> inForce = commands.at(time);
      TreeMap<String, List<Prediction>> answers = new TreeMap<>();
      TreeMap<String, List<ScoredAnswer>> scores = new TreeMap<>();
      TreeMap<String, Duel> duels = new TreeMap<>();
      for (BarAnswers bar : bars) {
        for (Prediction answer : bar.answers()) {
          // Version 0 of a model is that of nobody.
          if (answer.version() > 0 || answer.model().equals(SignalFusion.TECHNICAL)) {
            answers
                .computeIfAbsent(key(answer.model(), answer.version()), k -> new ArrayList<>())
                .add(answer);
          }
        }
        for (ScoredAnswer score : bar.scores()) {
          scores
              .computeIfAbsent(key(score.model(), score.version()), k -> new ArrayList<>())
              .add(score);
        }
        bar.duels().forEach(duel -> duels.put(duel.key(), duel));
      }
      answers.forEach((key, all) -> releases.computeIfAbsent(key, k -> begin(all.get(0))));
      for (String key : releases.keySet()) {
        Breaker was = releases.get(key).shown();
        obey(key, commands, inForce);
        follow(key, answers.getOrDefault(key, List.of()), scores.getOrDefault(key, List.of()));
        if (hourly) {
          review(key);
        }
        Breaker is = releases.get(key).shown();
        if (hourly || !is.isFor(was) || !is.detail().equals(was.detail())) {
          report(key, ALL, figures(releases.get(key)));
        }
      }
      for (BarAnswers bar : bars) {
        for (SymbolAccuracy known : bar.accuracy()) {
          String key = key(known.model(), known.version());
          if (releases.containsKey(key)) {
            report(key, bar.symbol(), known.figures());
          }
        }
      }
      trials.keySet().retainAll(duels.keySet());
      duels.values().forEach(duel -> compare(duel, scores));
      releases.replaceAll((key, release) -> challenging(release, duels));
      releases.values().removeIf(release -> time - release.answeredAt() > FORGET_MILLIS);
      releases.replaceAll((key, release) -> tell(release));
      return new SafeguardStep(
          new SafeguardState(time, releases, trials), standings, reports, alerts);
    }

    private TrackedRelease begin(Prediction first) {
      String model = first.model();
      int version = first.version();
      Standing standing = initial(model, version);
      ReleaseProfile profile =
          standing.isTechnical() ? ReleaseProfile.unknown() : profiles.of(model, version);
      return new TrackedRelease(
          ModelHealth.initial(model, version, time, profile, horizonBars, config),
          Rollout.initial(model, version, standing.allocation(), time),
          standing.hitRate(),
          0,
          false,
          time,
          standing.untold(),
          null);
    }

    /**
     * An ENABLE closes the breaker. A DISABLE is in force through the log at the bars themselves:
     * here it is shown, and told once, however often a monitor says it again.
     */
    private void obey(String key, CommandTimeline commands, List<Command> inForce) {
      TrackedRelease release = releases.get(key);
      Breaker was = release.shown();
      ModelHealth health = release.health();
      Command said = release.heldBy();
      BreakerReason reason = BreakerReason.EXPIRED;
      for (Command command : commands.commands()) {
        if (command.type() == ControlType.ENABLE
            && command.from() > before
            && command.from() <= time
            && names(command, release.told())) {
          health = health.enabled(time, said(command)).health();
          said = command;
          reason = BreakerReason.COMMAND;
        }
      }
      Command held = null;
      for (Command command : inForce) {
        if (command.type() == ControlType.DISABLE && names(command, release.told())) {
          held = command;
        }
      }
      if (held != null) {
        said = held;
        reason = BreakerReason.COMMAND;
      }
      release = release.held(health, held);
      releases.put(key, release);
      Breaker is = release.shown();
      if (!is.isFor(was)) {
        alert(
            release,
            BREAKER,
            "from=%s to=%s reason=%s %s".formatted(was.state(), is.state(), reason, said(said)));
      }
    }

    private static boolean names(Command command, Standing told) {
      return command.symbol().isEmpty() && command.isForRelease(told.model(), told.version());
    }

    private void follow(String key, List<Prediction> answers, List<ScoredAnswer> scores) {
      TrackedRelease release = releases.get(key);
      if (!answers.isEmpty()) {
        release = release.answered(time);
      }
      if (release.told().isTechnical()) {
        releases.put(key, release.with(release.health().tracked(scores, config)));
        return;
      }
      releases.put(key, release);
      apply(key, health -> health.answered(time, answers, config));
      apply(key, health -> health.scored(time, scores, config));
    }

    private void apply(String key, Function<ModelHealth, HealthStep> change) {
      TrackedRelease release = releases.get(key);
      HealthStep step = change.apply(release.health());
      releases.put(key, release.with(step.health()));
      for (BreakerTransition t : step.transitions()) {
        alert(
            release,
            BREAKER,
            "from=%s to=%s reason=%s %s".formatted(t.from(), t.to(), t.reason(), t.detail()));
      }
    }

    /** What follows from the figures of the window. */
    private void review(String key) {
      if (!releases.get(key).told().isTechnical()) {
        apply(key, health -> health.reviewed(time, config));
      }
      TrackedRelease release = releases.get(key);
      TrackedAccuracy figures = figures(release);
      boolean poor = figures.accuracy() < config.tracking().alertAccuracy();
      if (poor && !release.poor()) {
        alert(
            release,
            ACCURACY_LOW,
            String.format(
                Locale.ROOT,
                "accuracy=%.4f limit=%s calls=%d",
                figures.accuracy(),
                config.tracking().alertAccuracy(),
                figures.calls()));
      }
      double rate = hitRate(figures);
      boolean moved = Math.abs(rate - release.hitRate()) >= HIT_RATE_STEP;
      release = release.reviewed(moved ? rate : release.hitRate(), poor);
      if (!release.told().isTechnical()) {
        release = release.with(rolledOut(release, figures));
      }
      releases.put(key, release);
    }

    private TrackedAccuracy figures(TrackedRelease release) {
      return release.health().window().tracked(time, config.tracking());
    }

    private void report(String key, String symbol, TrackedAccuracy figures) {
      TrackedRelease release = releases.get(key);
      reports.add(
          new AccuracyReport(
              time,
              release.told().model(),
              release.told().version(),
              symbol,
              release.shown().state(),
              release.shown().reason(),
              release.shown().detail(),
              release.rollout().share(),
              release.health().accuracy().capital().value(),
              figures,
              // Once for all symbols: it takes a logarithm a bin.
              drifts.computeIfAbsent(key, k -> release.health().drift(time, config.drift()))));
    }

    private Rollout rolledOut(TrackedRelease release, TrackedAccuracy figures) {
      Rollout rollout = release.rollout().watched(time, figures, config.rollout());
      Optional<RolloutTransition> due = rollout.due(time, figures, config.rollout());
      if (due.isEmpty()) {
        return rollout;
      }
      RolloutTransition t = due.get();
      alert(
          release,
          ROLLOUT,
          "from=%s to=%s reason=%s %s".formatted(t.from(), t.to(), t.reason(), t.detail()));
      return rollout.after(t);
    }

    private void compare(Duel duel, Map<String, List<ScoredAnswer>> scores) {
      String key = key(duel.model(), duel.challenger());
      TrackedRelease challenger = releases.get(key);
      if (challenger != null && !challenger.health().breaker().trades()) {
        // What it proved was before it failed.
        trials.remove(duel.key());
        return;
      }
      PairedTest trial =
          trials.getOrDefault(
              duel.key(), PairedTest.initial(config.promotion().criterion(), horizonBars));
      PairedTest next =
          trial.plus(
              PairedDifference.of(
                  scores.getOrDefault(key(duel.model(), duel.champion()), List.of()),
                  scores.getOrDefault(key, List.of())));
      trials.put(duel.key(), next);
      if (challenger != null
          && challenger.promotedOver() != duel.champion()
          && next.promotes(config.promotion())) {
        releases.put(key, challenger.promoted(duel.champion()));
        alert(
            challenger,
            CHALLENGER_PROMOTED,
            String.format(
                Locale.ROOT,
                "champion=%d criterion=%s evidence=%.4g threshold=%s bars=%d",
                duel.champion(),
                next.criterion(),
                next.capital().value(),
                config.promotion().threshold(),
                next.counted()));
      }
    }

    /** What a challenger proved ends with its challenge, and once it fails. */
    private TrackedRelease challenging(TrackedRelease release, Map<String, Duel> duels) {
      Standing told = release.told();
      Duel won = new Duel(told.model(), release.promotedOver(), told.version());
      boolean counts = duels.containsKey(won.key()) && release.health().breaker().trades();
      return release.promotedOver() == 0 || counts ? release : release.promoted(0);
    }

    private TrackedRelease tell(TrackedRelease release) {
      Standing standing = release.standing(time);
      if (standing.saysSameAs(release.told())) {
        return release;
      }
      standings.add(standing);
      return release.telling(standing);
    }

    private void alert(TrackedRelease release, String code, String detail) {
      alerts.add(
          new Alert(time, code, release.told().model(), release.told().version(), detail.strip()));
    }
  }

  /** By what rules. */
  public SafeguardConfig config() {
    return config;
  }

  /** Whether a rule moves how far releases are rolled out. */
  public boolean rollsOut() {
    return config.rollout().automatic();
  }

  /** How a release stands of which nothing was told. */
  public Standing initial(String model, int version) {
    return Standing.initial(
        model, version, model.equals(SignalFusion.TECHNICAL) ? 1 : config.rollout().initial());
  }

  private static double hitRate(TrackedAccuracy figures) {
    double right = Double.isNaN(figures.accuracy()) ? 0 : figures.accuracy() * figures.calls();
    double calls = Double.isNaN(figures.accuracy()) ? 0 : figures.calls();
    return Math.round(100 * (right + PRIOR_CALLS / 2) / (calls + PRIOR_CALLS)) / 100.0;
  }
}
