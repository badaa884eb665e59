package io.minhos.trading.output;

import java.util.Comparator;

/**
 * A line of an output file, with what it is sorted by.
 *
 * @param time event time, milliseconds since the epoch
 * @param symbol instrument, empty where there is none
 * @param id what tells lines of one time and symbol apart
 * @param json the line
 */
public record OutputLine(long time, String symbol, String id, String json) {

  public static final Comparator<OutputLine> ORDER =
      Comparator.comparingLong(OutputLine::time)
          .thenComparing(OutputLine::symbol)
          .thenComparing(OutputLine::id)
          // What else is equal came in no order that counts.
          .thenComparing(OutputLine::json);
}
