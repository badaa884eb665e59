package io.minhos.domain.orders;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Identifiers that follow from what they name, so that a replay gives the same and a repeat is
 * recognised: {@code TTTTTTTTTTTT-K-HHHHHHHHHHHHHHHHHHHHH}, always 36 characters.
 *
 * <p>T is the time in milliseconds, 48 bits in hexadecimal, and K the kind: identifiers sort by
 * time, and an entry before its stop. H is the first 105 bits of SHA-256 over the full key, in
 * Crockford's base 32. The key prefixes each name with its length, so two different keys are never
 * one text. Odds that any two of n identifiers of one time and kind collide: n² / 2¹⁰⁶, or 10⁻²⁰
 * for a million.
 */
public final class EventId {

  /** FIX venues commonly take no more. */
  public static final int LENGTH = 36;

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();
  private static final char[] BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int TIME_DIGITS = 12;
  private static final int HASH_START = TIME_DIGITS + 3;

  private EventId() {}

  /** The ClOrdID of an order; {@code sequence} tells apart orders that share all the rest. */
  public static String ofOrder(
      String portfolio, String symbol, long time, Purpose purpose, int sequence) {
    return of(purpose.letter(), portfolio, symbol, time, purpose.name(), sequence);
  }

  /** The id of the one decision of a portfolio on a symbol at a time. */
  public static String ofDecision(String portfolio, String symbol, long time) {
    return of('D', portfolio, symbol, time, "DECISION", 0);
  }

  private static String of(
      char kind, String portfolio, String symbol, long time, String purpose, int sequence) {
    String key =
        portfolio.length()
            + ":"
            + portfolio
            + symbol.length()
            + ":"
            + symbol
            + time
            + ":"
            + purpose
            + ":"
            + sequence;
    byte[] hash = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    char[] id = new char[LENGTH];
    for (int i = 0; i < TIME_DIGITS; i++) {
      id[i] = HEX[(int) (time >>> (4 * (TIME_DIGITS - 1 - i))) & 0xF];
    }
    id[TIME_DIGITS] = '-';
    id[TIME_DIGITS + 1] = kind;
    id[TIME_DIGITS + 2] = '-';
    for (int i = HASH_START, bit = 0; i < LENGTH; i++, bit += 5) {
      int pair = ((hash[bit / 8] & 0xFF) << 8) | (hash[bit / 8 + 1] & 0xFF);
      id[i] = BASE32[(pair >>> (11 - bit % 8)) & 0x1F];
    }
    return new String(id);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
