package io.minhos.domain.technical;

import io.minhos.domain.features.Indicators;

/** One voice of technical analysis. */
interface Rule {

  /** Strength in [−1, 1], negative is bearish; 0 if the rule has nothing to say. */
  double strength(TechnicalState state, Indicators indicators);

  /** What the rule is called when it speaks with that strength. */
  String name(double strength);
}
