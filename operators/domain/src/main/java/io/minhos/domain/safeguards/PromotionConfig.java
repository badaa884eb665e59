package io.minhos.domain.safeguards;

import java.io.Serializable;

/**
 * When a challenger takes the champion's place ({@link PairedTest}).
 *
 * @param criterion what it must be better in
 * @param threshold evidence that promotes, in [2, 1e9]; 1/threshold bounds how often one that is no
 *     better is promoted, ever
 */
public record PromotionConfig(Criterion criterion, double threshold) implements Serializable {

  public PromotionConfig {
    SafeguardConfig.check("promotion.criterion", criterion != null, "ACCURACY or PNL", criterion);
    SafeguardConfig.check(
        "promotion.threshold", threshold >= 2 && threshold <= 1e9, "in [2, 1e9]", threshold);
  }

  /** By accuracy, with evidence of 20. */
  public static PromotionConfig defaults() {
    return new PromotionConfig(Criterion.ACCURACY, 20);
  }
}
