package io.minhos.domain.safeguards;

/**
 * That a challenger answers beside the champion.
 *
 * @param model model id
 * @param champion release in force
 * @param challenger release that wants its place
 */
public record Duel(String model, int champion, int challenger) {

  String key() {
    return model + "/" + champion + "/" + challenger;
  }
}
