package io.minhos.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Who changes what is in force, and why: options of every command that does. */
final class Author {

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who does it; the user, if not given.")
  private String by;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Reason, for the history.")
  private String why;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /**
   * The name, which somebody has.
   *
   * @throws ParameterException if it is blank
   */
  String name() {
    if (by.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--by must not be empty: " + by);
    }
    return by;
  }

  String reason() {
    return why;
  }
}
