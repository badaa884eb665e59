package io.minhos.cli;

import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;

/**
 * Counts signals, and the answers that are not of the version in force at their time: each model
 * must answer from its first release on.
 */
final class CountAnswers extends RichFilterFunction<Signal> {

  static final String SIGNALS = "counted.signals";
  static final String ANSWERS = "counted.answers";
  static final String WRONG = "counted.wrong";
  static final String TIMED = "counted.timed";
  static final String FIRST = "counted.first.nanos";
  static final String LAST = "counted.last.nanos";

  private static final long serialVersionUID = 1L;

  private final HashMap<String, TreeMap<Long, Integer>> inForce = new HashMap<>();

  private final long timedFrom;

  private transient LongCounter signals;
  private transient LongCounter timed;
  private transient LongCounter answers;
  private transient LongCounter wrong;
  private transient LongMinimum first;
  private transient LongMaximum last;

  /**
   * @param inForce model id to the versions by the event time from which they are in force
   * @param timedFrom event time of the first bars by which it is judged how fast the job is
   */
  CountAnswers(Map<String, NavigableMap<Long, Integer>> inForce, long timedFrom) {
    this.timedFrom = timedFrom;
    inForce.forEach((model, versions) -> this.inForce.put(model, new TreeMap<>(versions)));
  }

  @Override
  public void open(OpenContext context) {
    signals = getRuntimeContext().getLongCounter(SIGNALS);
    timed = getRuntimeContext().getLongCounter(TIMED);
    answers = getRuntimeContext().getLongCounter(ANSWERS);
    wrong = getRuntimeContext().getLongCounter(WRONG);
    first = new LongMinimum();
    last = new LongMaximum();
    getRuntimeContext().addAccumulator(FIRST, first);
    getRuntimeContext().addAccumulator(LAST, last);
  }

  @Override
  public boolean filter(Signal signal) {
    if (signal.time() >= timedFrom) {
      long now = System.nanoTime();
      first.add(now);
      last.add(now);
      timed.add(1);
    }
    signals.add(1);
    inForce.forEach(
        (model, versions) -> {
          var entry = versions.floorEntry(signal.time());
          SignalComponent component =
              signal.components().stream().filter(c -> c.name().equals(model)).findFirst().get();
          boolean right =
              entry == null
                  ? component.status() == Status.UNTRAINED
                  : component.status() == Status.OK && component.version() == entry.getValue();
          wrong.add(right ? 0 : 1);
          answers.add(component.status() == Status.OK ? 1 : 0);
        });
    return false;
  }
}
