package io.minhos.cli;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import picocli.CommandLine.Help.Ansi;

/**
 * How many records were read, heard about once a second: a line that is written again on a
 * terminal, with a bar where it is known how many there are; a line each ten seconds elsewhere.
 */
final class ReadProgress implements LongConsumer, AutoCloseable {

  private static final int SECONDS_A_LINE = 10;

  private final boolean terminal = Ansi.AUTO.enabled();
  private final OptionalLong of;
  private final long start = System.nanoTime();
  private int heard;

  /**
   * @param of how many there are, where that is known
   */
  ReadProgress(OptionalLong of) {
    this.of = of;
  }

  @Override
  public void accept(long read) {
    heard++;
    String text = describe(read, of, (System.nanoTime() - start) / 1e9);
    if (terminal) {
      String bar = of.isPresent() ? ProgressBar.of(read, of.getAsLong()) : "";
      System.err.print(ProgressBar.AGAIN + bar + text);
    } else if (heard % SECONDS_A_LINE == 0) {
      System.err.println(text);
    }
  }

  /** Such as {@code 12,000,000 of 50,000,000 records read, 24 %, about 31 s left}. */
  static String describe(long read, OptionalLong of, double seconds) {
    if (of.isEmpty()) {
      return String.format(Locale.ROOT, "%,d records read", read);
    }
    long all = of.getAsLong();
    return String.format(Locale.ROOT, "%,d of %,d records read, %d %%", read, all, 100 * read / all)
        + ProgressBar.left(read, all, read, seconds);
  }

  /** Ends the line, so that what is said next has one of its own. */
  @Override
  public void close() {
    if (terminal && heard > 0) {
      System.err.println();
    }
  }
}
