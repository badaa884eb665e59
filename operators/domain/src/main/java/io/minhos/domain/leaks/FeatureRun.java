package io.minhos.domain.leaks;

import io.minhos.domain.market.Bar;
import java.util.List;

/** Computes all that is computed of one symbol's bars. What is to be tested for leaks. */
public interface FeatureRun {

  /** What is computed, in its order. */
  List<FeatureColumn> columns();

  /**
   * A row of values for each bar from {@code from} on, of {@code bars} and nothing else.
   *
   * @param bars of one symbol, by time
   */
  double[][] values(List<Bar> bars, int from);
}
