package io.minhos.store;

import java.util.List;

/**
 * What the gate said.
 *
 * @param released whether the model may be put in force
 * @param reasons why, with figures; not empty for a refusal
 */
public record Verdict(boolean released, List<String> reasons) {

  public Verdict {
    if (reasons == null || (!released && reasons.isEmpty())) {
      throw new IllegalArgumentException("verdict.reasons must say why: " + reasons);
    }
    for (String reason : reasons) {
      Names.text("verdict.reasons", reason);
    }
    reasons = List.copyOf(reasons);
  }
}
