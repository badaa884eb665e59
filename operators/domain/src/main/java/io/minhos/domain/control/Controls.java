package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;
import java.util.List;

/**
 * What is in force at a bar, as the control log has it.
 *
 * @param releases one a model at most, sorted by model id
 * @param commands that are about the bar's symbol, sorted by {@link Command#ORDER}; null of a row
 *     from before there were any: none
 */
public record Controls(List<ModelRelease> releases, List<Command> commands) {

  public Controls {
    commands = commands == null ? List.of() : commands;
  }

  /** The release of {@code model}, or null. */
  public ModelRelease release(String model) {
    for (ModelRelease release : releases) {
      if (release.model().equals(model)) {
        return release;
      }
    }
    return null;
  }
}
