package io.minhos.store;

import java.util.regex.Pattern;

/**
 * What models and artifacts may be called. Names become file names: none may leave its folder, hide
 * or be taken for a file of the store.
 */
final class Names {

  private static final Pattern MODEL = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern ARTIFACT = Pattern.compile("[a-z0-9][a-z0-9_-]*(\\.[a-z0-9_-]+)*");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST = 100;

  private Names() {}

  /** Returns {@code id} if it can be a model's. */
  static String model(String id) {
    return matching(MODEL, "modelId", id);
  }

  static boolean isModel(String id) {
    return MODEL.matcher(id).matches();
  }

  /** Returns {@code name} if it can be an artifact's. */
  static String artifact(String name) {
    matching(ARTIFACT, "artifact", name);
    if (name.length() > LONGEST || name.equals(StoreLayout.MANIFEST)) {
      throw new IllegalArgumentException(
          "artifact must not be "
              + StoreLayout.MANIFEST
              + " nor longer than "
              + LONGEST
              + ": "
              + name);
    }
    return name;
  }

  /** Returns {@code hash} if it is a SHA-256 in lower-case hexadecimal. */
  static String sha256(String key, String hash) {
    return matching(SHA_256, key, hash);
  }

  /** Returns {@code text} if there is something in it. */
  static String text(String key, String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(key + " must not be empty: " + text);
    }
    return text;
  }

  private static String matching(Pattern pattern, String key, String value) {
    if (value == null || !pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(key + " must match " + pattern + ": " + value);
    }
    return value;
  }
}
