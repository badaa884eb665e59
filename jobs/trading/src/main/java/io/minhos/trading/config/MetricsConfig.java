package io.minhos.trading.config;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * What metrics show beside the totals.
 *
 * @param watchedSymbols symbols that metrics are shown of one by one, each once, at most {@value
 *     #MOST}: each has dozens of series, and as many again for each portfolio
 */
public record MetricsConfig(List<String> watchedSymbols) implements Serializable {

  private static final int MOST = 20;

  public MetricsConfig {
    if (watchedSymbols.size() > MOST
        || watchedSymbols.stream().anyMatch(String::isBlank)
        || Set.copyOf(watchedSymbols).size() < watchedSymbols.size()) {
      throw new IllegalArgumentException(
          "metrics.watchedSymbols must be symbols, each once and none blank, at most "
              + MOST
              + ": "
              + watchedSymbols);
    }
  }

  /** The same to look up. */
  public Set<String> watched() {
    return Set.copyOf(watchedSymbols);
  }
}
