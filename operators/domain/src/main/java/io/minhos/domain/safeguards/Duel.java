package io.minhos.domain.safeguards;

/**
 * That a challenger answers beside the champion.
 *
 * @param model model id
 * @param champion release in force
 * @param challenger release that wants its place
 */
public record Duel(String model, int champion, int challenger) {

  /** The one with that {@link #key}. */
  public static Duel ofKey(String key) {
    String[] parts = key.split("/", -1);
    return new Duel(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  String key() {
    return model + "/" + champion + "/" + challenger;
  }
}
