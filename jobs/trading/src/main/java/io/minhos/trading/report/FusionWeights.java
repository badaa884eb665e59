package io.minhos.trading.report;

import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What weight each component had in signals: the mean over the symbols of one time. */
final class FusionWeights {

  private final Map<String, MeanCurve> curves = new TreeMap<>();
  private final Map<String, Double> sums = new TreeMap<>();
  private long time;
  private int signals;

  /** A signal, in the order of time. */
  void add(Signal signal) {
    if (signal.time() != time) {
      flush();
      time = signal.time();
    }
    signals++;
    for (SignalComponent component : signal.components()) {
      sums.merge(component.name(), component.weight(), Double::sum);
    }
  }

  private void flush() {
    if (signals > 0) {
      sums.forEach(
          (name, sum) ->
              curves.computeIfAbsent(name, n -> new MeanCurve()).add(time, sum / signals));
    }
    sums.clear();
    signals = 0;
  }

  Chart chart() {
    flush();
    List<Chart.Series> series = new ArrayList<>();
    curves.forEach(
        (name, curve) ->
            series.add(Chart.Series.of(name, Palette.of(name), Chart.Style.LINE, curve.points())));
    return Chart.overTime("weights", Chart.Unit.NUMBER, series);
  }
}
