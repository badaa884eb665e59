package io.minhos.domain.safeguards;

/** How releases stand at a bar. */
public interface Standings {

  /** How the release stands; one of which nothing was told stands as at the beginning. */
  Standing of(String model, int version);
}
