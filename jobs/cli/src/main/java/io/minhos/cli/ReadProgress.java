package io.minhos.cli;

import java.util.Locale;
import java.util.function.LongConsumer;
import picocli.CommandLine.Help.Ansi;

/**
 * How many records were read: a line that counts up on a terminal, a line each ten seconds
 * elsewhere.
 */
final class ReadProgress implements LongConsumer {

  private static final int SECONDS_A_LINE = 10;

  private final boolean terminal = Ansi.AUTO.enabled();
  private int seconds;

  @Override
  public void accept(long read) {
    seconds++;
    if (terminal) {
      System.err.printf(Locale.ROOT, "\r%,12d records read ", read);
    } else if (seconds % SECONDS_A_LINE == 0) {
      System.err.printf(Locale.ROOT, "%,d records read%n", read);
    }
  }
}
