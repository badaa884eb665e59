package io.minhos.trading.report;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A training of a walk-forward backtest, and what the gate said.
 *
 * @param number counts up from 1
 * @param trainedFrom first event time that was trained on
 * @param trainedUntil first event time that was not, when training began
 * @param inForce event time from which what it released answers
 * @param until event time at which the next step's releases take over, or the data end
 * @param models in the order of their verdicts
 */
public record WalkStep(
    int number,
    Instant trainedFrom,
    Instant trainedUntil,
    Instant inForce,
    Instant until,
    List<Judged> models) {

  private static final List<String> COLUMNS =
      List.of(
          "Step",
          "Trained on (UTC)",
          "In force from",
          "Traded until",
          "Model",
          "Verdict",
          "Accuracy",
          "Why");

  /**
   * A model and its verdict.
   *
   * @param version that was released, 0 if none
   * @param accuracy out of sample, in its training; NaN if it could not be trained
   * @param low lower end of its 95 % interval
   * @param high upper end
   * @param reasons the gate's
   */
  public record Judged(
      String model, int version, double accuracy, double low, double high, List<String> reasons) {

    String verdict() {
      return version > 0 ? "version " + version : "refused";
    }
  }

  public WalkStep {
    models = List.copyOf(models);
  }

  Event event() {
    return new Event(
        inForce.toEpochMilli(),
        Event.Kind.STEP,
        "step "
            + number
            + ": "
            + models.stream()
                .map(judged -> judged.model() + " " + judged.verdict())
                .collect(Collectors.joining(", ")));
  }

  /** A row a verdict. */
  static void write(Markup out, List<WalkStep> steps) {
    if (steps.isEmpty()) {
      return;
    }
    List<Judged> all = steps.stream().flatMap(step -> step.models().stream()).toList();
    out.open("section").leaf("h2", "Walking forward");
    out.leaf(
        "p",
        Figures.count(steps.size())
            + " trainings, "
            + Figures.count(all.stream().filter(judged -> judged.version() > 0).count())
            + " of "
            + Figures.count(all.size())
            + " models released. Each training knew its window alone; what the gate let through"
            + " answers from the time at which it would have been ready, and what was in force"
            + " before stays where it let nothing through. Accuracy is out of sample within the"
            + " training, with its 95 % interval. Each step is marked on the axes of time.",
        "class",
        "note");
    out.open("div", "class", "wide tall").open("table", "class", "words steps");
    out.open("thead").open("tr");
    for (String column : COLUMNS) {
      out.leaf("th", column, "scope", "col");
    }
    out.close().close().open("tbody");
    for (WalkStep step : steps) {
      for (Judged judged : step.models()) {
        step.row(out, judged);
      }
    }
    out.close().close().close().close();
  }

  private void row(Markup out, Judged judged) {
    out.open("tr").leaf("th", String.valueOf(number), "scope", "row", "data-name", COLUMNS.get(0));
    String[] cells = {
      minute(trainedFrom) + " to " + minute(trainedUntil),
      minute(inForce),
      minute(until),
      judged.model(),
      judged.verdict(),
      accuracy(judged)
    };
    for (int i = 0; i < cells.length; i++) {
      out.leaf("td", cells[i], "data-name", COLUMNS.get(i + 1));
    }
    out.open("td", "data-name", COLUMNS.get(cells.length + 1));
    for (String reason : judged.reasons()) {
      out.leaf("div", reason);
    }
    out.close().close();
  }

  private static String accuracy(Judged judged) {
    return Double.isNaN(judged.accuracy())
        ? Figures.NONE
        : Figures.percent(judged.accuracy())
            + " ["
            + Figures.format("%.2f", 100 * judged.low())
            + ", "
            + Figures.format("%.2f", 100 * judged.high())
            + "]";
  }

  private static String minute(Instant time) {
    return Figures.minute(time.toEpochMilli());
  }
}
