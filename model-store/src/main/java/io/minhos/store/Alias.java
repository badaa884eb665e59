package io.minhos.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** A name for the release that has a role. */
public enum Alias {
  /** In force: the one that trades. */
  @JsonProperty("champion")
  CHAMPION,
  /** Answers beside it and is compared. */
  @JsonProperty("challenger")
  CHALLENGER;

  /** In lower case, as in files and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
