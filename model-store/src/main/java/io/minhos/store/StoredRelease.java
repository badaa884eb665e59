package io.minhos.store;

import io.minhos.domain.inference.ModelRelease;
import java.util.List;

/**
 * A release as the registry shows it.
 *
 * @param release the reference by which it is opened
 * @param manifest null where it is not readable
 * @param aliases the roles that it has
 * @param retired whether it may not be put in force any more
 * @param problem why it cannot be used, or null
 */
public record StoredRelease(
    ModelRelease release, Manifest manifest, List<Alias> aliases, boolean retired, String problem) {

  public StoredRelease {
    aliases = List.copyOf(aliases);
  }
}
