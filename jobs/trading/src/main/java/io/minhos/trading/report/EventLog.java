package io.minhos.trading.report;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.inference.Status;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.BreakerState;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened in a run; of each kind the first {@value #MOST} are kept, the others counted. */
public final class EventLog {

  static final int MOST = 200;

  /** A release of a model. */
  private record Release(String model, int version) {
    @Override
    public String toString() {
      return model + (version == 0 ? "" : " " + version);
    }
  }

  private final Map<Event.Kind, List<Event>> events = new EnumMap<>(Event.Kind.class);
  private final Map<Release, BreakerState> breakers = new HashMap<>();
  private final Set<Release> answered = new HashSet<>();

  /** Version by model. */
  private final Map<String, Integer> inForce = new HashMap<>();

  private final long from;
  private final long until;
  private long leftOut;

  /** Of all times. */
  public EventLog() {
    this(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Of [{@code from}, {@code until}) alone, event time in milliseconds since the epoch. */
  public EventLog(long from, long until) {
    this.from = from;
    this.until = until;
  }

  /** A report of accuracy, in the order of time; an event where the breaker is another. */
  public void add(AccuracyReport report) {
    Release release = new Release(report.model(), report.version());
    BreakerState before = breakers.put(release, report.breaker());
    if (report.breaker() != (before == null ? BreakerState.CLOSED : before)) {
      add(
          new Event(
              report.time(),
              Event.Kind.BREAKER,
              release + ": breaker " + report.breaker() + ", " + report.reason()));
    }
  }

  /** A signal, in the order of time; an event where a release answers for the first time. */
  public void add(Signal signal) {
    for (SignalComponent component : signal.components()) {
      if (component.status() == Status.OK) {
        answered(signal.time(), component.name(), component.version());
      }
    }
    if (signal.win() != null && signal.win().status() == Status.OK) {
      answered(signal.time(), "winprob", signal.win().version());
    }
  }

  /** A training of a walk-forward backtest. */
  public void add(WalkStep step) {
    add(step.event());
  }

  /**
   * A release was put in force, in the order of time; an event where it takes the place of a later
   * version. One that never answered, by the signals so far, was refused.
   *
   * @param time event time from which it is in force, milliseconds since the epoch
   */
  public void inForce(long time, String model, int version) {
    if (!answered.contains(new Release(model, version))) {
      return;
    }
    Integer before = inForce.put(model, version);
    if (before != null && version < before) {
      add(
          new Event(
              time,
              Event.Kind.ROLLBACK,
              new Release(model, version) + " in place of version " + before));
    }
  }

  private void answered(long time, String model, int version) {
    if (version > 0 && answered.add(new Release(model, version))) {
      add(new Event(time, Event.Kind.SWAP, new Release(model, version) + " answers"));
    }
  }

  /**
   * What became of a command.
   *
   * @param first when the run began: there is what was in force from the beginning
   */
  public void add(Acknowledgement ack, long first) {
    if (ack.status() == Acknowledgement.Status.ACCEPTED && ack.type().isCommand()) {
      add(
          new Event(
              Math.max(first, ack.from()),
              Event.Kind.COMMAND,
              ack.type()
                  + " by "
                  + ack.author()
                  + (ack.until() == 0 ? "" : " until " + Figures.minute(ack.until()))
                  + ": "
                  + ack.reason()));
    }
  }

  /** What somebody should know. */
  public void add(Alert alert) {
    String model = alert.model().isEmpty() ? "" : " " + new Release(alert.model(), alert.version());
    add(new Event(alert.time(), Event.Kind.ALERT, alert.code() + model + ": " + alert.detail()));
  }

  private void add(Event event) {
    if (event.time() < from || event.time() >= until) {
      return;
    }
    List<Event> known = events.computeIfAbsent(event.kind(), kind -> new ArrayList<>());
    if (known.size() < MOST) {
      known.add(event);
    } else {
      leftOut++;
    }
  }

  /** In the order of time. */
  public List<Event> events() {
    return events.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(Event::time))
        .toList();
  }

  /** How many there were beyond those that are kept. */
  public long leftOut() {
    return leftOut;
  }

  void write(Markup out) {
    out.open("section").leaf("h2", "What happened");
    List<Event> all = events();
    if (all.isEmpty()) {
      out.leaf(
          "p",
          "No breaker moved, no release took over, no command came and nothing was alerted.",
          "class",
          "nothing");
      out.close();
      return;
    }
    out.leaf(
        "p",
        "Marked by an upright line on each axis of time."
            + (leftOut == 0
                ? ""
                : " " + Figures.count(leftOut) + " more are in accuracy, acks and alerts.jsonl."),
        "class",
        "note");
    out.open("div", "class", "wide tall").open("table", "class", "words").open("thead").open("tr");
    for (String column : List.of("Time (UTC)", "Kind", "What")) {
      out.leaf("th", column, "scope", "col");
    }
    out.close().close().open("tbody");
    for (Event event : all) {
      String kind = event.kind().name();
      out.open("tr").leaf("th", Figures.minute(event.time()), "scope", "row");
      out.open("td").leaf("span", "", "class", "dot " + kind).text(name(event.kind())).close();
      out.leaf("td", event.text()).close();
    }
    out.close().close().close().close();
  }

  private static String name(Event.Kind kind) {
    return switch (kind) {
      case BREAKER -> "Breaker";
      case SWAP -> "Release";
      case ROLLBACK -> "Rollback";
      case STEP -> "Step";
      case COMMAND -> "Command";
      case ALERT -> "Alert";
    };
  }
}
