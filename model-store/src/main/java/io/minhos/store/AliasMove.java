package io.minhos.store;

/**
 * An alias goes from one version to another.
 *
 * @param alias which
 * @param from version before, 0 if none
 * @param to version after, 0 if none
 */
public record AliasMove(Alias alias, int from, int to) {

  public AliasMove {
    if (alias == null || from < 0 || to < 0 || from == to) {
      throw new IllegalArgumentException(
          "moves must name an alias and two versions: " + alias + " " + from + " " + to);
    }
  }
}
