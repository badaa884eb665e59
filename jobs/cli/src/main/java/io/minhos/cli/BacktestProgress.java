package io.minhos.cli;

import io.minhos.cli.backtest.Backtest;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/**
 * How far a backtest is: a bar that grows on a terminal, a line a part elsewhere. What is left is
 * told by the parts that were done since the start; it is for people, nothing is decided by it.
 */
final class BacktestProgress implements Backtest.Listener {

  private static final int TEXT = 60;

  private final boolean terminal = Ansi.AUTO.enabled();
  private final String prefix;
  private final long start = System.nanoTime();
  private int first = -1;
  private String line = "";

  /**
   * @param prefix before each line, such as a scenario's name
   */
  BacktestProgress(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public void reached(int done, int of, String next) {
    if (first < 0) {
      first = done;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    line = prefix + describe(done, of, next, done - first, seconds);
    if (!terminal) {
      System.err.println(line);
      return;
    }
    line = ProgressBar.of(done, of) + line;
    System.err.print(ProgressBar.AGAIN + line + (done == of ? System.lineSeparator() : ""));
  }

  @Override
  public void heard(String who, String text) {
    if (terminal) {
      String said = who + " " + text;
      System.err.print(
          ProgressBar.AGAIN + line + "  " + said.substring(0, Math.min(TEXT, said.length())));
    }
  }

  /**
   * Such as {@code step 3 of 11, 15 %, about 14 min left}.
   *
   * @param timed parts that took {@code seconds} together; before the first nothing is known
   */
  static String describe(int done, int of, String next, int timed, double seconds) {
    return String.format(Locale.ROOT, "%s%d %%", next.isEmpty() ? "" : next + ", ", 100 * done / of)
        + ProgressBar.left(done, of, timed, seconds);
  }
}
