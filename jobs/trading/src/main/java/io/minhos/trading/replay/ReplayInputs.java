package io.minhos.trading.replay;

import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.Models;
import java.util.List;

/**
 * What a replay runs on.
 *
 * @param files market data
 * @param control entries of a control log, in its order
 * @param models where releases are loaded from
 */
public record ReplayInputs(List<MarketFile> files, List<ControlArrival> control, Models models) {

  /** Market data alone: what trades is technical analysis. */
  public static ReplayInputs withoutModels(List<MarketFile> files) {
    return new ReplayInputs(files, List.of(), Models.none());
  }
}
