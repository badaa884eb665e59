package io.minhos.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Trades as a feed of poor quality sends them. */
final class DirtyTrades {

  /** A jump is judged by returns: the first trades have none before them. */
  private static final int WARM_UP = 500;

  private static final int DISORDER_MILLIS = 2_000;

  /**
   * A line of a trades file.
   *
   * @param clean whether the venue sent it, once
   */
  record Line(String text, boolean clean) {}

  private DirtyTrades() {}

  /**
   * The lines of {@code clean} in disorder of up to 2 s, 5 % of them twice, and between them 3 %
   * that no venue sent: no number, below zero, an hour ahead, a minute behind, nine times the
   * price, and without a time. Each stands alone, behind a line of its symbol.
   */
  static List<Line> of(List<String> clean) {
    SplittableRandom random = new SplittableRandom(7);
    List<String> lines = new ArrayList<>(clean);
    for (int i = 1; i < lines.size(); i++) {
      if (time(lines.get(i)) - time(lines.get(i - 1)) <= DISORDER_MILLIS
          && random.nextInt(4) == 0) {
        lines.add(i - 1, lines.remove(i));
      }
    }
    List<Line> dirty = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      dirty.add(new Line(lines.get(i), true));
      String[] f = lines.get(i).split(",", -1);
      if (i >= WARM_UP && Double.parseDouble(f[4]) > 0) {
        long time = time(lines.get(i));
        double price = Double.parseDouble(f[3]);
        String id = "x" + i;
        switch (random.nextInt(200)) {
          case 0 -> dirty.add(stray(f[0], f[1], id, "NaN"));
          case 1 -> dirty.add(stray(f[0], f[1], id, "-5"));
          case 2 -> dirty.add(stray(f[0], Long.toString(time + 3_600_000), id, f[3]));
          case 3 -> dirty.add(stray(f[0], Long.toString(time - 60_000), id, f[3]));
          case 4 -> dirty.add(stray(f[0], f[1], id, Double.toString(9 * price)));
          case 5 -> dirty.add(stray(f[0], "yesterday", id, f[3]));
          case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> dirty.add(new Line(lines.get(i), false));
          default -> {}
        }
      }
    }
    return dirty;
  }

  private static Line stray(String symbol, String time, String id, String price) {
    return new Line(String.join(",", symbol, time, id, price, "1"), false);
  }

  private static long time(String line) {
    return Long.parseLong(line.split(",", -1)[1]);
  }
}
