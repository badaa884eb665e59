package io.minhos.flink.control;

import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import java.io.Serializable;

/** Finds out whether a release can serve. */
public interface ReleaseCheck extends Serializable {

  /**
   * Returns if {@code release} can serve. Slow: reads and loads all of it.
   *
   * @throws ReleaseRefusedException if it cannot
   */
  void check(ModelRelease release) throws ReleaseRefusedException;
}
