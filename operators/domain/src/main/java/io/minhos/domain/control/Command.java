package io.minhos.domain.control;

import io.minhos.domain.inference.Direction;
import java.util.Comparator;

/**
 * A command with the time in which it is in force. Where it is about all portfolios, symbols or
 * models, these are empty, and where about all versions, that is 0.
 *
 * @param commandId who gave it knows it by this
 * @param type what it says
 * @param portfolio that it is about
 * @param symbol that it is about
 * @param model that it is about
 * @param version that it is about
 * @param value as {@link ControlEntry#value}, empty where its type has none
 * @param author who
 * @param reason why
 * @param from event time from which it is in force, milliseconds since the epoch
 * @param until event time from which it is in force no more
 * @param ordinal place in the control log: of two that hold from the same time the later counts
 */
public record Command(
    String commandId,
    ControlType type,
    String portfolio,
    String symbol,
    String model,
    int version,
    String value,
    String author,
    String reason,
    long from,
    long until,
    long ordinal) {

  /** By (from, ordinal): where several fit, the last counts. */
  public static final Comparator<Command> ORDER =
      Comparator.comparingLong(Command::from).thenComparingLong(Command::ordinal);

  /** The command that {@code entry}, which has no flaw, is at its place in the log. */
  public static Command of(ControlEntry entry, long from, long ordinal) {
    return new Command(
        entry.commandId(),
        entry.type(),
        text(entry.portfolio()),
        text(entry.symbol()),
        text(entry.model()),
        entry.version(),
        text(entry.value()),
        entry.author(),
        entry.reason(),
        from,
        entry.expiresAtMillis(),
        ordinal);
  }

  /** True if it is about {@code name}, or all portfolios. */
  public boolean isForPortfolio(String name) {
    return portfolio.isEmpty() || portfolio.equals(name);
  }

  /** True if it is about {@code name}, or all symbols. */
  public boolean isForSymbol(String name) {
    return symbol.isEmpty() || symbol.equals(name);
  }

  /** True if it takes the part in signals from release {@code ofVersion} of {@code name}. */
  public boolean disables(String name, int ofVersion) {
    return type == ControlType.DISABLE && isForRelease(name, ofVersion);
  }

  /** True if it is about release {@code ofVersion} of {@code name}, or all releases of it. */
  public boolean isForRelease(String name, int ofVersion) {
    return model.equals(name) && (version == 0 || version == ofVersion);
  }

  /** True if it is an override of {@code name}'s part in signals, and of no portfolio. */
  public boolean overrides(String name) {
    return type == ControlType.OVERRIDE && model.equals(name);
  }

  /** Where an override wants a position, or a model's answer: NEUTRAL for none. */
  public Direction direction() {
    return CommandValue.direction(value);
  }

  /** The value's number, NaN where it is none. */
  public double number() {
    return CommandValue.number(value);
  }

  /** {@code commandId=… author=…}, for what it led to. */
  public String reference() {
    return "commandId=" + commandId + " author=" + author;
  }

  /**
   * True if it takes the place of {@code earlier}, also beyond its own end: of its group and about
   * the same, or, of what only ends others, about no less. So a RESUME of one portfolio does not
   * end a HALT of all, nor a REDUCE of all the HALT of one. What holds something back takes the
   * place only of what ends no later, lest the end of a short HALT let go what a long one holds.
   */
  boolean supersedes(Command earlier) {
    return type.group() == earlier.type.group()
        && covers(earlier)
        && (type.isEnd() || (earlier.covers(this) && !(type.holdsBack() && until < earlier.until)));
  }

  private boolean covers(Command other) {
    return isForPortfolio(other.portfolio)
        && isForSymbol(other.symbol)
        && (model.isEmpty() || model.equals(other.model))
        && (version == 0 || version == other.version);
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
