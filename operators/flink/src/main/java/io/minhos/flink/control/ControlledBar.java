package io.minhos.flink.control;

import io.minhos.domain.control.Controls;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.List;

/**
 * An analysed bar with what is in force at it.
 *
 * @param announced releases that are known and not in force yet: a hint to load them early, which
 *     decides nothing
 */
public record ControlledBar(AnalyzedBar analyzed, Controls controls, List<ModelRelease> announced) {

  public String symbol() {
    return analyzed.features().bar().symbol();
  }
}
