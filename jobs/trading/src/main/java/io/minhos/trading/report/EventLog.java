package io.minhos.trading.report;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.inference.Status;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.BreakerState;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.SignalFusion;
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

  /** Version that answered last by symbol and model. */
  private final Map<String, Map<String, Integer>> last = new HashMap<>();

  /** The release that took the place of a later one, by that. */
  private final Map<Release, Release> rolledBack = new HashMap<>();

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

  /**
   * A signal, in the order of time; an event where a release answers for the first time, and where
   * one takes the place of a later version, which is asked no more. One that challenges as soon as
   * it was rolled back is still asked: a signal cannot tell it from one that is stood in for.
   */
  public void add(Signal signal) {
    for (SignalComponent component : signal.components()) {
      if (component.status() == Status.OK) {
        answered(signal, new Release(component.name(), component.version()));
      }
    }
    if (signal.win() != null && signal.win().status() == Status.OK) {
      answered(signal, new Release(SignalFusion.WIN, signal.win().version()));
    }
  }

  /** Whether a later version is still asked beside the one that stands in for it. */
  private static boolean isAsked(Signal signal, Release release, int version) {
    return signal.shadows().stream()
        .anyMatch(s -> s.name().equals(release.model()) && s.version() == version);
  }

  /** A training of a walk-forward backtest. */
  public void add(WalkStep step) {
    add(step.event());
  }

  private void answered(Signal signal, Release release) {
    if (release.version() == 0) {
      return;
    }
    if (answered.add(release)) {
      add(new Event(signal.time(), Event.Kind.SWAP, release + " answers"));
    }
    // By symbol, for on some a challenger may answer while the champion does on others.
    Map<String, Integer> versions =
        last.computeIfAbsent(signal.symbol(), symbol -> new HashMap<>());
    Integer version = versions.get(release.model());
    if (version != null && version > release.version() && isAsked(signal, release, version)) {
      return;
    }
    versions.put(release.model(), release.version());
    if (version == null || version == release.version()) {
      return;
    }
    rolledBack.remove(release);
    Release before = new Release(release.model(), version);
    if (version > release.version() && !release.equals(rolledBack.put(before, release))) {
      add(
          new Event(
              signal.time(),
              Event.Kind.ROLLBACK,
              release + " in place of version " + before.version()));
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
                : " "
                    + Figures.count(leftOut)
                    + " more are in accuracy, signals, acks and alerts.jsonl."),
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
