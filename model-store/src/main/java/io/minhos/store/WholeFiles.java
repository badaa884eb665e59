package io.minhos.store;

import java.io.IOException;
import org.apache.flink.core.fs.Path;

/**
 * The one thing that the store asks of a file system beyond reading and writing: a file appears
 * under its name whole or not at all, and only if nothing has that name yet. All that must not
 * happen twice (a claim, a commit, a move of an alias) is the creation of one such file.
 */
interface WholeFiles {

  /**
   * Creates {@code target} with that content.
   *
   * @param staged where the content may be put before it gets its name
   * @return false, with nothing changed, if {@code target} is there
   */
  boolean create(Path target, Path staged, byte[] content) throws IOException;
}
