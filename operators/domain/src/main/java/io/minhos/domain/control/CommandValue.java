package io.minhos.domain.control;

import io.minhos.domain.inference.Direction;

/** What the text that is a command's value means. */
final class CommandValue {

  private static final String LONG = "long";
  private static final String SHORT = "short";
  private static final String FLAT = "flat";

  private CommandValue() {}

  /** What keeps {@code value} from being an override's, null if nothing does. */
  static String flawOfOverride(String value) {
    return flawOfOverride(value, -1);
  }

  /** The same of one that is about a model, null if nothing does. */
  static String flawOfModelOverride(String value) {
    return flawOfOverride(value, 0);
  }

  private static String flawOfOverride(String value, int least) {
    double number = number(value);
    boolean valid =
        LONG.equals(value)
            || SHORT.equals(value)
            || FLAT.equals(value)
            || (number >= least && number <= 1);
    return valid
        ? null
        : "value=" + value + " expected=long, short, flat or limits=" + least + ",1";
  }

  /** What keeps {@code value} from being a rollout's or a challenge's, null if nothing does. */
  static String flawOfShare(String value) {
    double number = number(value);
    return number >= 0 && number <= 1 ? null : "value=" + value + " limits=0,1";
  }

  /** Which way an override's value points, NEUTRAL for flat and a weight of 0. */
  static Direction direction(String value) {
    return switch (value) {
      case LONG -> Direction.LONG;
      case SHORT -> Direction.SHORT;
      case FLAT -> Direction.NEUTRAL;
      default -> {
        double weight = number(value);
        yield weight == 0 ? Direction.NEUTRAL : weight > 0 ? Direction.LONG : Direction.SHORT;
      }
    };
  }

  /** The number that {@code value} is, NaN if it is none. */
  static double number(String value) {
    try {
      return value == null ? Double.NaN : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
