package io.minhos.flink.control;

import io.minhos.domain.control.Controls;
import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.market.Bar;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.Arrays;
import java.util.List;

/** Made-up bars of a minute. */
public final class Rows {

  public static final long MINUTE = 60_000;

  private Rows() {}

  /** The event time of the bar that begins at that minute. */
  public static long time(int minute) {
    return (minute + 1) * MINUTE - 1;
  }

  public static ModelRelease release(String model, int version) {
    return new ModelRelease(model, version, "none:" + model + "/" + version, "00");
  }

  /** A bar whose sequence vector is eight times {@code x}, and its tabular one 29 times. */
  public static AnalyzedBar analyzed(String symbol, int minute, double x, boolean warm) {
    double[] vector = new double[8];
    Arrays.fill(vector, x);
    double[] row = new double[29];
    Arrays.fill(row, x);
    return new AnalyzedBar(
        Bar.of(symbol, minute * MINUTE, (minute + 1) * MINUTE, 1, 1, 1, 1, 1),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        TechnicalOpinion.insufficientData(),
        Regime.UNKNOWN,
        new FeatureVector("sequence-8", 1, vector, warm),
        new FeatureVector("tabular", 1, row, warm));
  }

  /** Such a bar, warm, with what is in force at it; null for nothing. */
  public static ControlledBar controlled(
      String symbol, int minute, double x, ModelRelease inForce) {
    return new ControlledBar(
        analyzed(symbol, minute, x, true),
        new Controls(inForce == null ? List.of() : List.of(inForce), List.of()),
        List.of());
  }
}
