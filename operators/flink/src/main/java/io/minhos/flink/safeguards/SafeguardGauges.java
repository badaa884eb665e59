package io.minhos.flink.safeguards;

import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.BreakerState;
import io.minhos.domain.safeguards.Duel;
import io.minhos.domain.safeguards.InputDrift;
import io.minhos.domain.safeguards.PairedTest;
import io.minhos.domain.safeguards.SafeguardConfig;
import io.minhos.domain.safeguards.SafeguardState;
import io.minhos.domain.safeguards.SafeguardStep;
import io.minhos.domain.safeguards.TrackedAccuracy;
import io.minhos.domain.safeguards.TrackedRelease;
import io.minhos.flink.metrics.Gauges;
import io.minhos.flink.metrics.TradingMetric;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.metrics.MetricGroup;

/** Shows how releases stand, and by the hour how they did of late. */
final class SafeguardGauges {

  private final SafeguardConfig config;
  private final Set<String> watched;
  private final Gauges gauges;
  private List<String> probabilities = List.of();
  private boolean shown;

  SafeguardGauges(SafeguardConfig config, Set<String> watched, MetricGroup operator) {
    this.config = config;
    this.watched = watched;
    this.gauges = new Gauges(operator);
    gauges.set(TradingMetric.SAFEGUARD_LIMIT, config.tracking().alertAccuracy(), "accuracy");
    gauges.set(TradingMetric.SAFEGUARD_LIMIT, config.accuracy().threshold(), "evidence");
    gauges.set(TradingMetric.SAFEGUARD_LIMIT, config.drift().bound(), "drift");
    gauges.set(TradingMetric.SAFEGUARD_LIMIT, config.drift().features(), "driftedFeatures");
    gauges.set(TradingMetric.SAFEGUARD_LIMIT, config.promotion().threshold(), "promotion");
  }

  /** Shows what follows from {@code step}; the first one shows all, lest a restore hide an hour. */
  void show(SafeguardStep step) {
    boolean figures = !shown || !step.reports().isEmpty();
    shown = true;
    showReleases(step.state(), figures);
    showTrials(step.state());
    for (AccuracyReport report : step.reports()) {
      if (watched.contains(report.symbol())) {
        show(report);
      }
    }
  }

  /** What is by symbol shows itself again with the next report after a restore. */
  private void show(AccuracyReport report) {
    String version = Integer.toString(report.version());
    gauges.set(
        TradingMetric.SYMBOL_CALLS,
        report.figures().calls(),
        report.model(),
        version,
        report.symbol());
    gauges.set(
        TradingMetric.SYMBOL_ACCURACY,
        report.figures().accuracy(),
        report.model(),
        version,
        report.symbol());
  }

  private void showReleases(SafeguardState state, boolean figures) {
    Set<List<String>> releases = new HashSet<>();
    for (TrackedRelease release : state.releases().values()) {
      String model = release.told().model();
      String version = Integer.toString(release.told().version());
      releases.add(List.of(model, version));
      if (figures) {
        show(model, version, release.health().window().tracked(state.time(), config.tracking()));
        show(model, version, release.health().drift(state.time(), config.drift()));
      }
      boolean judged = !release.told().isTechnical();
      gauges.set(
          TradingMetric.EVIDENCE,
          judged ? release.health().accuracy().capital().value() : Double.NaN,
          model,
          version);
      gauges.set(
          TradingMetric.BREAKER_STATE,
          judged || release.heldBy() != null ? code(release.shown().state()) : Double.NaN,
          model,
          version);
      gauges.set(TradingMetric.ROLLOUT_SHARE, release.rollout().share(), model, version);
    }
    gauges.retain(TradingMetric.BREAKER_STATE, releases);
  }

  private void showTrials(SafeguardState state) {
    Set<List<String>> duels = new HashSet<>();
    for (Map.Entry<String, PairedTest> trial : state.trials().entrySet()) {
      Duel duel = Duel.ofKey(trial.getKey());
      String champion = Integer.toString(duel.champion());
      String challenger = Integer.toString(duel.challenger());
      duels.add(List.of(duel.model(), champion, challenger));
      gauges.set(
          TradingMetric.CHALLENGE_EVIDENCE,
          trial.getValue().capital().value(),
          duel.model(),
          champion,
          challenger);
    }
    gauges.retain(TradingMetric.CHALLENGE_EVIDENCE, duels);
  }

  private void show(String model, String version, TrackedAccuracy figures) {
    boolean known = figures.calls() >= config.tracking().minCalls();
    gauges.set(TradingMetric.SCORED_CALLS, figures.calls(), model, version);
    gauges.set(TradingMetric.ACCURACY, figures.accuracy(), model, version);
    gauges.set(TradingMetric.ACCURACY_LOW, figures.low(), model, version);
    gauges.set(TradingMetric.BRIER_SCORE, figures.brier(), model, version);
    gauges.set(TradingMetric.PAPER_RETURN, figures.meanPnl(), model, version);
    int bins = figures.callsBy().size();
    for (int bin = 0; bin < bins; bin++) {
      int calls = figures.callsBy().get(bin);
      gauges.set(
          TradingMetric.CALIBRATION,
          known && calls > 0 ? figures.rightBy().get(bin) / calls : Double.NaN,
          model,
          version,
          probabilities(bins).get(bin));
    }
  }

  private void show(String model, String version, InputDrift drift) {
    gauges.set(TradingMetric.HIGHEST_DRIFT, drift.highest(), model, version);
    gauges.set(TradingMetric.DRIFTED_FEATURES, drift.part(), model, version);
  }

  /** p = ½ + confidence/2 at the middles of the bins of confidence. */
  private List<String> probabilities(int bins) {
    if (probabilities.size() != bins) {
      probabilities =
          IntStream.range(0, bins)
              .mapToObj(bin -> String.format(Locale.ROOT, "%.3f", 0.5 + (bin + 0.5) / bins / 2))
              .toList();
    }
    return probabilities;
  }

  private static double code(BreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }
}
