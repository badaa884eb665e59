package io.minhos.domain.orders;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;
import java.util.regex.Pattern;

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

  private static final Pattern FORM = Pattern.compile("[0-9A-F]{12}-[A-Z]-[0-9A-HJKMNP-TV-Z]{21}");

  /** Never fed, only cloned: to look one up takes as long as the digest. */
  private static final MessageDigest SHA_256 = newSha256();

  private EventId() {}

  /** The ClOrdID of an order; {@code sequence} tells apart orders that share all the rest. */
  public static String ofOrder(
      String portfolio, String symbol, long time, Purpose purpose, int sequence) {
    return of(purpose.letter(), portfolio, symbol, time, purpose.name(), sequence);
  }

  /** The ClOrdID of the request at {@code time} to cancel {@code order}. */
  static String ofCancel(Order order, long time) {
    String purpose = Purpose.CANCEL.name() + ":" + order.clOrdId();
    return of(Purpose.CANCEL.letter(), order.portfolio(), order.symbol(), time, purpose, 0);
  }

  /** The time of an identifier, in milliseconds since the epoch; of a text that is none, none. */
  public static OptionalLong time(String id) {
    return FORM.matcher(id).matches()
        ? OptionalLong.of(Long.parseLong(id, 0, TIME_DIGITS, 16))
        : OptionalLong.empty();
  }

  /** The id of the one decision of a portfolio on a symbol at a time. */
  public static String ofDecision(String portfolio, String symbol, long time) {
    return of('D', portfolio, symbol, time, "DECISION", 0);
  }

  /** The id of what restates a symbol, or with an empty one cash, as of {@code time}. */
  static String ofRestatement(String portfolio, String symbol, long time) {
    return of('R', portfolio, symbol, time, ExecType.RESTATED.name(), 0);
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
    byte[] hash = sha256(key.getBytes(StandardCharsets.UTF_8));
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

  private static byte[] sha256(byte[] text) {
    try {
      return ((MessageDigest) SHA_256.clone()).digest(text);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
