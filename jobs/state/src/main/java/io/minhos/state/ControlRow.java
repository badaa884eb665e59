package io.minhos.state;

import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;

/**
 * An entry of the control log with the time in which it is in force. What it says nothing of is
 * empty, as in {@link Command}.
 *
 * @param ordinal place in the control log
 * @param inForceFrom event time, milliseconds since the epoch
 * @param inForceUntil event time from which it is in force no more
 * @param uri folder of a release
 * @param sha256 of its manifest
 */
public record ControlRow(
    long ordinal,
    String commandId,
    ControlType type,
    String portfolio,
    String symbol,
    String model,
    int version,
    String value,
    String author,
    String reason,
    long inForceFrom,
    long inForceUntil,
    String uri,
    String sha256) {

  static ControlRow of(ControlEntry entry, long from, long ordinal) {
    Command command = Command.of(entry, from, ordinal);
    return new ControlRow(
        ordinal,
        text(entry.commandId()),
        entry.type(),
        command.portfolio(),
        command.symbol(),
        command.model(),
        command.version(),
        command.value(),
        text(entry.author()),
        text(entry.reason()),
        from,
        command.until(),
        text(entry.uri()),
        text(entry.sha256()));
  }

  /** The command that it is, or would be. */
  public Command command() {
    return new Command(
        commandId,
        type,
        portfolio,
        symbol,
        model,
        version,
        value,
        author,
        reason,
        inForceFrom,
        inForceUntil,
        ordinal);
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
