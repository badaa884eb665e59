package io.minhos.cli;

import io.minhos.cli.data.BitstampTrades;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Real trades, dealt out to several symbols. */
final class RealTrades {

  private RealTrades() {}

  /**
   * The first {@code count} trades as lines of a file without header, of {@code symbols} symbols.
   */
  static List<String> lines(int count, int symbols) throws IOException {
    List<String> lines = new ArrayList<>(count);
    BitstampTrades.forEachLine(
        line -> {
          if (lines.size() < count) {
            lines.add("BTC" + lines.size() % symbols + line.substring(line.indexOf(',')));
          }
        });
    return lines;
  }
}
