package io.minhos.domain.inference;

import java.io.IOException;
import java.io.Serializable;

/**
 * Brings a release's weights into memory, ready to answer.
 *
 * @param <M> what answers
 */
public interface ModelLoader<M> extends Serializable {

  /**
   * Loads, checks and warms {@code release}. Slow: not for the thread that answers.
   *
   * @throws ReleaseRefusedException if it cannot serve, for good
   * @throws IOException if the store did not answer; it may later
   */
  M load(ModelRelease release) throws ReleaseRefusedException, IOException;

  /**
   * The same, for models that compute on the GPU of that index, at least 0. One that knows no GPU
   * is the same everywhere.
   */
  default ModelLoader<M> onGpu(int index) {
    return this;
  }
}
