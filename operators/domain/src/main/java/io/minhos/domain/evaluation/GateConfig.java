package io.minhos.domain.evaluation;

import java.io.Serializable;

/**
 * How strictly the gate judges.
 *
 * @param horizonBars h of the labels, at least 1
 * @param minBlockBars shortest block over which outcomes are averaged, at least 1
 * @param minBlocks blocks below which nothing is judged, at least 2
 * @param level chance that all retrainings together release noise, in (0, 0.5)
 * @param confidence of the intervals of accuracy and edge, in (0, 1)
 * @param costs of a trade in and out as a part of the price, at least 0
 */
public record GateConfig(
    int horizonBars, int minBlockBars, int minBlocks, double level, double confidence, double costs)
    implements Serializable {

  public GateConfig {
    check("horizonBars", horizonBars >= 1, ">= 1", horizonBars);
    check("minBlockBars", minBlockBars >= 1, ">= 1", minBlockBars);
    check("minBlocks", minBlocks >= 2, ">= 2", minBlocks);
    check("level", level > 0 && level < 0.5, "in (0, 0.5)", level);
    check("confidence", confidence > 0 && confidence < 1, "in (0, 1)", confidence);
    check("costs", costs >= 0, ">= 0", costs);
  }

  /** Blocks of at least 20 bars, 10 of them at least; noise 1 %; intervals of 95 %; no costs. */
  public static GateConfig of(int horizonBars) {
    return new GateConfig(horizonBars, 20, 10, 0.01, 0.95, 0);
  }

  /** Bars of a block: max(4h, the shortest), so that labels of neighbours hardly overlap. */
  public int blockBars() {
    return Math.max(4 * horizonBars, minBlockBars);
  }

  private static void check(String key, boolean valid, String bound, Number value) {
    if (!valid) {
      throw new IllegalArgumentException("gate." + key + " must be " + bound + ": " + value);
    }
  }
}
