package io.minhos.trading.replay;

import io.minhos.domain.market.Bar;
import io.minhos.flink.files.MalformedFileException;
import io.minhos.flink.files.MarketCsv;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.market.Arrival;
import io.minhos.trading.config.ConfigException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds how long the bars of files are where nobody said so, and refuses a length that they do not
 * have: a bar that is taken to be shorter than it is would be known before its end.
 */
public final class BarLengths {

  private static final long NONE = Long.MAX_VALUE;

  private BarLengths() {}

  /**
   * The smallest step between two bars of one symbol of a file, in milliseconds.
   *
   * @throws MalformedFileException if no symbol has two bars in any file
   * @throws ConfigException if that of two files is not the same
   */
  public static long infer(List<MarketFile> files) throws IOException {
    long length = NONE;
    String first = null;
    for (MarketFile file : files) {
      long step = smallestStep(file);
      if (step == NONE) {
        continue;
      }
      if (first == null) {
        first = file.path();
        length = step;
      } else if (step != length) {
        throw new ConfigException(
            "bars.length must be set where files have different steps: %s %dms, %s %dms"
                .formatted(first, length, file.path(), step));
      }
    }
    if (first == null) {
      throw new MalformedFileException(
          "UNKNOWN_BAR_LENGTH: no symbol has two bars; set bars.length");
    }
    return length;
  }

  /**
   * Holds a length that somebody set against the steps of {@code files}.
   *
   * @throws ConfigException if bars of {@code lengthMillis} would overlap in a file
   */
  public static void check(List<MarketFile> files, long lengthMillis) throws IOException {
    for (MarketFile file : files) {
      long step = smallestStep(file);
      if (lengthMillis > step) {
        throw new ConfigException(
            "bars.length must be at most the smallest step of %s (%dms): %dms"
                .formatted(file.path(), step, lengthMillis));
      }
    }
  }

  private static long smallestStep(MarketFile file) throws IOException {
    long smallest = NONE;
    if (file.kind() != MarketFile.Kind.BARS) {
      return smallest;
    }
    Map<String, Long> last = new HashMap<>();
    try (MarketCsv lines = new MarketCsv(file, 1)) {
      while (lines.hasNext()) {
        Arrival arrival = lines.next();
        if (arrival.record() == null) {
          continue;
        }
        Bar bar = arrival.record().bar();
        Long before = last.put(bar.symbol(), bar.openTime());
        if (before != null && bar.openTime() > before) {
          smallest = Math.min(smallest, bar.openTime() - before);
        }
      }
    }
    return smallest;
  }
}
