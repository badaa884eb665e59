package io.minhos.domain.safeguards;

/**
 * Which symbols a challenger gets: those whose hash, as a number in [0, 1), lies below the share.
 * It is the same on every machine, and a symbol that has the challenger keeps it as the share
 * grows. The hash is FNV-1a of 64 bits over the UTF-16 units of {@code model NUL version NUL
 * symbol} with the finaliser of MurmurHash3, which spreads what FNV leaves in the low bits.
 */
public final class StickyShare {

  private StickyShare() {}

  /** Whether {@code symbol} is the challenger's at that share, in [0, 1]. */
  public static boolean contains(String model, int version, String symbol, double share) {
    return place(model, version, symbol) < share;
  }

  /** Where the symbol lies in [0, 1). */
  static double place(String model, int version, String symbol) {
    String key = model + '\0' + version + '\0' + symbol;
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return (hash >>> 11) * 0x1p-53;
  }
}
