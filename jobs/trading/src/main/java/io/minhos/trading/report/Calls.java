package io.minhos.trading.report;

import io.minhos.domain.signals.SignalComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What components answered and what followed, over the whole run, in {@value #BINS} bins of
 * calibrated confidence. Answers of 0, returns of 0 and horizons with a gap are not counted.
 */
final class Calls {

  static final int BINS = 10;

  /** Answers of one component in one bin. */
  private static final class Bin {
    private long upRight;
    private long upWrong;
    private long downRight;
    private long downWrong;
    private double confidence;

    long right() {
      return upRight + downRight;
    }

    long all() {
      return right() + upWrong + downWrong;
    }

    void add(Bin other) {
      upRight += other.upRight;
      upWrong += other.upWrong;
      downRight += other.downRight;
      downWrong += other.downWrong;
      confidence += other.confidence;
    }
  }

  private final Map<String, Bin[]> components = new TreeMap<>();

  /**
   * An answer and what became of it.
   *
   * @param realised log return over the horizon, not 0
   */
  void add(SignalComponent answer, double realised) {
    Bin[] bins = components.computeIfAbsent(answer.name(), name -> bins());
    double confidence = answer.calibrated() > 0 ? Math.min(1, answer.calibrated()) : 0;
    Bin bin = bins[Math.min(BINS - 1, (int) (confidence * BINS))];
    bin.confidence += confidence;
    if (answer.value() > 0) {
      bin.upRight += realised > 0 ? 1 : 0;
      bin.upWrong += realised > 0 ? 0 : 1;
    } else {
      bin.downRight += realised < 0 ? 1 : 0;
      bin.downWrong += realised < 0 ? 0 : 1;
    }
  }

  private static Bin[] bins() {
    Bin[] bins = new Bin[BINS];
    for (int i = 0; i < BINS; i++) {
      bins[i] = new Bin();
    }
    return bins;
  }

  /** Part that was right over the mean chance (1 + confidence)/2 that was claimed, a bin a dot. */
  Chart reliability() {
    List<Chart.Series> series = new ArrayList<>();
    components.forEach(
        (name, bins) -> {
          List<Double> claimed = new ArrayList<>();
          List<Double> right = new ArrayList<>();
          for (Bin bin : bins) {
            if (bin.all() > 0) {
              claimed.add(0.5 + bin.confidence / bin.all() / 2);
              right.add((double) bin.right() / bin.all());
            }
          }
          series.add(
              new Chart.Series(name, name, Palette.of(name), Chart.Style.DOTS, claimed, right));
        });
    if (!series.isEmpty()) {
      series.add(
          new Chart.Series(
              "as often as claimed",
              "as often as claimed",
              Palette.GREY,
              Chart.Style.DASHED,
              List.of(0.5, 1.0),
              List.of(0.5, 1.0)));
    }
    return new Chart("reliability", Chart.Kind.SHARE, Chart.Unit.PERCENT, List.of(), series);
  }

  /** A table a component: what it said against what followed, by its confidence. */
  void write(Markup out) {
    out.open("section").leaf("h2", "Right and wrong by confidence");
    if (components.isEmpty()) {
      out.leaf("p", "No answer was followed by a known return.", "class", "nothing");
      out.close();
      return;
    }
    out.leaf(
        "p",
        "Answers of the whole run with a direction, against the sign of the return over the"
            + " horizon of the labels. Confidence is calibrated, where a release in force does so.",
        "class",
        "note");
    components.forEach(
        (name, bins) -> {
          out.leaf("h3", name);
          Table table =
              Table.of(
                  out,
                  "Confidence",
                  "Up, went up",
                  "Up, went down",
                  "Down, went down",
                  "Down, went up",
                  "Right",
                  "Claimed");
          Bin all = new Bin();
          for (int i = 0; i < BINS; i++) {
            if (bins[i].all() > 0) {
              table.row(
                  Figures.format("%.1f", (double) i / BINS)
                      + " to "
                      + Figures.format("%.1f", (i + 1.0) / BINS),
                  figures(bins[i]));
              all.add(bins[i]);
            }
          }
          table.total("All", figures(all));
          table.end();
        });
    out.close();
  }

  private static String[] figures(Bin bin) {
    return new String[] {
      Figures.count(bin.upRight),
      Figures.count(bin.upWrong),
      Figures.count(bin.downRight),
      Figures.count(bin.downWrong),
      Figures.percent((double) bin.right() / bin.all()),
      Figures.percent(0.5 + bin.confidence / bin.all() / 2)
    };
  }
}
