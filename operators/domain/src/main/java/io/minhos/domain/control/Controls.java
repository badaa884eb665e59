package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;
import java.util.List;

/**
 * What is in force at a bar, as the control log has it.
 *
 * @param releases one a model at most, sorted by model id
 */
public record Controls(List<ModelRelease> releases) {

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
