package io.minhos.domain.signals;

import io.minhos.domain.features.CyclicTime;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import java.util.List;

/** What the win-probability model is told of a signal. Live and in training, from here alone. */
public final class WinFeatures {

  /** Id of the schema, as manifests name it. */
  public static final String ID = "win";

  /** Whoever changes a formula, the order or the length raises it. */
  public static final int VERSION = 3;

  /** In the order of the values. */
  public static final List<String> NAMES =
      List.of(
          "confidence",
          "strength",
          "agreeing",
          "volatility",
          "volumeRatio",
          "trendStrength",
          "minuteSine",
          "minuteCosine",
          "weekdaySine",
          "weekdayCosine",
          "modelAgreement",
          "trend",
          "range",
          "highVolatility");

  private WinFeatures() {}

  /** {@link FeatureSchema#hash} of this schema. */
  public static String hash() {
    return FeatureSchema.hash(ID, VERSION, NAMES);
  }

  /**
   * The values, finite: what is unknown before warm-up is 0. Confidence as the components have it
   * before it is calibrated, by their weights; strength without its sign, components that point the
   * way of the signal, agreement of the ensemble's base models (0 where it did not answer), the
   * regime as three indicators.
   *
   * <p>Calibrated confidence would tell the classifier what became of the very trades that it
   * learns from: the calibration is fitted to the same answers out of sample.
   */
  public static double[] of(Signal signal) {
    double confidence = 0;
    double agreeing = 0;
    double modelAgreement = 0;
    for (SignalComponent component : signal.components()) {
      boolean agrees =
          component.status() == Status.OK
              && component.direction() == signal.direction()
              && signal.direction() != Direction.NEUTRAL;
      confidence += component.weight() * component.confidence();
      agreeing += agrees ? 1 : 0;
      if (component.name().equals(SignalFusion.ENSEMBLE) && component.status() == Status.OK) {
        modelAgreement = component.agreement();
      }
    }
    double minute = CyclicTime.minuteAngle(signal.bar().closeTime());
    double weekday = CyclicTime.weekdayAngle(signal.time());
    return new double[] {
      Math.min(1, confidence),
      Math.abs(signal.strength()),
      agreeing,
      known(signal.volatility()),
      known(signal.volumeRatio()),
      known(signal.trendStrength()),
      StrictMath.sin(minute),
      StrictMath.cos(minute),
      StrictMath.sin(weekday),
      StrictMath.cos(weekday),
      modelAgreement,
      is(signal, Regime.TREND),
      is(signal, Regime.RANGE),
      is(signal, Regime.HIGH_VOLATILITY)
    };
  }

  private static double is(Signal signal, Regime regime) {
    return signal.regime() == regime ? 1 : 0;
  }

  private static double known(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
