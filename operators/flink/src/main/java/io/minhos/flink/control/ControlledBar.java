package io.minhos.flink.control;

import io.minhos.domain.control.Controls;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.List;

/**
 * An analysed bar with what is in force at it.
 *
 * @param announced of each model the release that is known to be in force next: a hint to load it
 *     early, which decides nothing
 */
public record ControlledBar(AnalyzedBar analyzed, Controls controls, List<ModelRelease> announced) {

  public String symbol() {
    return analyzed.bar().symbol();
  }
}
