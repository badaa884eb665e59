package io.minhos.domain.control;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands of the log by the time from which they are in force.
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

  /**
   * The same without what is over at {@code time}: {@link #at} says what this one says at that time
   * and behind it, whatever commands still come that are in force from behind it. One that has
   * ended could only be superseded, and one that was superseded, or that only ends others, has done
   * all that it does.
   */
  public CommandTimeline since(long time) {
    List<Command> left = new ArrayList<>(at(time));
    for (Command command : commands) {
      if (command.from() > time) {
        left.add(command);
      }
    }
    return new CommandTimeline(List.copyOf(left));
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
