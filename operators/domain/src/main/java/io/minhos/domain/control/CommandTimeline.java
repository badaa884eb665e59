package io.minhos.domain.control;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands of the log by the time from which they are in force. None is forgotten: what is
 * expired or superseded at the time that one task has come to may be in force at a bar that another
 * still holds, and after a change of the parallelism a task may be given another's copy. People
 * give few commands, so what that costs is small.
 *
 * @param commands sorted by {@link Command#ORDER}
 */
public record CommandTimeline(List<Command> commands) {

  public static CommandTimeline empty() {
    return new CommandTimeline(List.of());
  }

  /** This timeline and {@code command}, whatever order they come in; a repeat changes nothing. */
  public CommandTimeline plus(Command command) {
    return new CommandTimeline(Timelines.with(commands, command, Command.ORDER));
  }

  /** What is in force at {@code time}, of all portfolios, symbols and models, in order. */
  public List<Command> at(long time) {
    List<Command> standing = new ArrayList<>();
    for (Command command : commands) {
      if (command.from() > time) {
        break;
      }
      standing.removeIf(command::supersedes);
      if (!command.type().isEnd()) {
        standing.add(command);
      }
    }
    standing.removeIf(command -> command.until() <= time);
    return List.copyOf(standing);
  }
}
