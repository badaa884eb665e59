package io.minhos.domain.control;

/**
 * The answer to a command.
 *
 * @param commandId of the command
 * @param type of the command
 * @param status whether it was accepted
 * @param from event time from which it is in force, milliseconds since the epoch; 0 from the
 *     beginning, and of one that was refused
 * @param until event time from which it is in force no more; 0 if it has no end, and of one that
 *     was refused
 * @param author who gave it
 * @param reason why
 * @param detail why it was refused, {@code key=value}; empty of one that was accepted
 */
public record Acknowledgement(
    String commandId,
    ControlType type,
    Status status,
    long from,
    long until,
    String author,
    String reason,
    String detail) {

  /** What became of a command. */
  public enum Status {
    ACCEPTED,
    REFUSED
  }

  public static Acknowledgement accepted(Command command) {
    return new Acknowledgement(
        command.commandId(),
        command.type(),
        Status.ACCEPTED,
        Math.max(0, command.from()),
        command.until() == Long.MAX_VALUE ? 0 : command.until(),
        command.author(),
        command.reason(),
        "");
  }

  /** Of an entry that may lack anything but its type. */
  public static Acknowledgement refused(ControlEntry entry, String detail) {
    return new Acknowledgement(
        text(entry.commandId()),
        entry.type(),
        Status.REFUSED,
        0,
        0,
        text(entry.author()),
        text(entry.reason()),
        detail);
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
