package io.minhos.store;

import java.time.Instant;
import java.util.List;

/**
 * What a model was trained on.
 *
 * @param from event time of the first row
 * @param to event time of the last row, inclusive
 * @param rows rows that were trained on
 * @param symbols in alphabetical order, each once
 * @param horizonBars bars that the label looks ahead
 * @param seed that the trainer drew from
 */
public record Training(
    Instant from, Instant to, long rows, List<String> symbols, int horizonBars, long seed) {

  public Training {
    if (from == null || to == null || from.isAfter(to)) {
      throw new IllegalArgumentException(
          "training.from must be <= training.to: " + from + ", " + to);
    }
    if (rows < 1) {
      throw new IllegalArgumentException("training.rows must be >= 1: " + rows);
    }
    if (symbols == null || symbols.isEmpty()) {
      throw new IllegalArgumentException("training.symbols must not be empty: " + symbols);
    }
    for (int i = 0; i < symbols.size(); i++) {
      Names.text("training.symbols", symbols.get(i));
      if (i > 0 && symbols.get(i - 1).compareTo(symbols.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "training.symbols must be sorted, each once: " + symbols);
      }
    }
    symbols = List.copyOf(symbols);
    if (horizonBars < 1) {
      throw new IllegalArgumentException("training.horizonBars must be >= 1: " + horizonBars);
    }
  }
}
