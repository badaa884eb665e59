package io.minhos.cli;

import io.minhos.domain.control.ControlEntry;
import io.minhos.store.ModelStore;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.kafka.ControlLog;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "control",
    description = "Writes into the control log, which running jobs follow.",
    mixinStandardHelpOptions = true,
    subcommands = ControlCommand.Release.class)
final class ControlCommand {

  @Command(
      name = "release",
      description = {
        "Puts a release of a model in force in the jobs that run, without a restart.",
        "Each checks it, and goes on with what it has if the release is not sound."
      },
      mixinStandardHelpOptions = true)
  static final class Release implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model id, such as lstm.")
    String model;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "VERSION",
        description = "Its version; the champion, if not given.")
    Integer version;

    @Option(
        names = "--store",
        paramLabel = "DIR",
        required = true,
        description = "Folder of the releases, or a URI, under which the jobs find it too.")
    String dir;

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description =
            "Event time from which it is in force, such as 2026-01-31T12:00:00Z; at once, if not"
                + " given.")
    Instant from;

    @Mixin Author author;

    @Mixin ConfigOptions config;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      String brokers = config.load().kafka().bootstrapServers();
      ModelStore store = ModelStore.existing(dir);
      int released = version == null ? store.champion(model).version() : version;
      ControlEntry entry =
          ControlEntry.release(
              store.eligible(model, released), author.name(), author.reason(), from);
      if (entry.flaw().isPresent()) {
        throw new ParameterException(spec.commandLine(), "--from: " + entry.flaw().get());
      }
      // A broker makes topics that it is asked for, with as many partitions as it likes.
      if (!new TopicReader(brokers).topics().contains(Topics.CONTROL)) {
        throw new ConfigException(
            Topics.CONTROL + " must be there, 'minhos topics create' makes it: " + brokers);
      }
      try (ControlLog log = new ControlLog(brokers)) {
        log.append(entry);
      }
      System.out.println(Json.line(entry));
      return 0;
    }
  }
}
