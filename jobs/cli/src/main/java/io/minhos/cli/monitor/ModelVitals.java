package io.minhos.cli.monitor;

import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.metrics.TradingMetric;
import java.util.Map;
import java.util.Optional;

/** What is seen of one model from outside the job, look after look. */
public final class ModelVitals {

  /** Code of the limit that is a release's own. */
  public static final String FAILED_SHARE = "FAILED_SHARE";

  private static final Map<String, TradingMetric> LATENCY =
      Map.of(
          SignalFusion.LSTM, TradingMetric.LSTM_LATENCY,
          SignalFusion.ENSEMBLE, TradingMetric.ENSEMBLE_LATENCY);

  private final String model;
  private final VitalLimits limits;
  private double answered = Double.NaN;
  private double failed = Double.NaN;
  private int beyond;

  /** In force at the last look. */
  private int version;

  /** Of the limit that those looks were beyond. */
  private String lastCode = "";

  public ModelVitals(String model, VitalLimits limits) {
    this.model = model;
    this.limits = limits;
  }

  /**
   * Takes a look.
   *
   * <p>A look at which nothing was answered is passed over, unless the job is behind. Failed
   * answers are a release's: with a swap their row begins anew, and those at the first look behind
   * it may be of either.
   *
   * @return which limit the model is beyond, as {@code LATENCY_MILLIS: limit=100.0 got=250.0}, if
   *     it was beyond that one at so many looks in a row, this the last
   */
  public Optional<String> look(Scrape scrape) {
    double okNow = answers(scrape, Status.OK);
    double failedNow = answers(scrape, Status.FAILED);
    // A counter that a restart set back counts from zero; the first look has nothing before it.
    double newFailed = since(failed, failedNow);
    double newAnswers = since(answered, okNow + failedNow);
    answered = okNow + failedNow;
    failed = failedNow;
    int inForce = scrape.version(model);
    boolean swapped = inForce != version;
    version = inForce;
    if (swapped && lastCode.equals(FAILED_SHARE)) {
      beyond = 0;
    }
    double lag = scrape.max(TradingMetric.EVENT_TIME_LAG, Map.of());
    String breach = "";
    if (lag > limits.staleSeconds()) {
      breach = breach("STALE_SECONDS", limits.staleSeconds(), lag);
    } else if (!swapped && newAnswers > 0 && newFailed / newAnswers > limits.failedShare()) {
      breach = breach(FAILED_SHARE, limits.failedShare(), newFailed / newAnswers);
    } else if (newAnswers > 0 && LATENCY.containsKey(model)) {
      // Of the last answers, so it says nothing new where there is no new answer.
      double millis = scrape.max(LATENCY.get(model), Map.of("quantile", "0.99")) * 1_000;
      if (millis > limits.latencyMillis()) {
        breach = breach("LATENCY_MILLIS", limits.latencyMillis(), millis);
      }
    }
    if (breach.isEmpty() && newAnswers == 0) {
      // Bars close together: between them a look has nothing to go by.
      return Optional.empty();
    }
    String code = breach.isEmpty() ? "" : breach.substring(0, breach.indexOf(':'));
    beyond = breach.isEmpty() ? 0 : code.equals(lastCode) ? beyond + 1 : 1;
    lastCode = code;
    return beyond >= limits.polls() ? Optional.of(breach) : Optional.empty();
  }

  private double answers(Scrape scrape, Status status) {
    return scrape.sum(TradingMetric.PREDICTIONS, Map.of("model", model, "status", status.name()));
  }

  private static double since(double before, double now) {
    return Double.isNaN(before) ? 0 : now >= before ? now - before : now;
  }

  private static String breach(String code, double limit, double got) {
    return code + ": limit=" + limit + " got=" + got;
  }
}
