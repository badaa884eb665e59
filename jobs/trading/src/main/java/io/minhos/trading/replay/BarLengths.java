package io.minhos.trading.replay;

import io.minhos.domain.market.Bar;
import io.minhos.flink.files.MalformedFileException;
import io.minhos.flink.files.MarketCsv;
import io.minhos.flink.files.MarketFile;
import io.minhos.flink.market.Arrival;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds how long the bars of files are where nobody said so. */
public final class BarLengths {

  private BarLengths() {}

  /**
   * The smallest step between two bars of one symbol, in milliseconds.
   *
   * @throws MalformedFileException if no symbol has two bars
   */
  public static long infer(List<MarketFile> files) throws IOException {
    long smallest = Long.MAX_VALUE;
    for (MarketFile file : files) {
      if (file.kind() != MarketFile.Kind.BARS) {
        continue;
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
    }
    if (smallest == Long.MAX_VALUE) {
      throw new MalformedFileException(
          "UNKNOWN_BAR_LENGTH: no symbol has two bars; set bars.length");
    }
    return smallest;
  }
}
