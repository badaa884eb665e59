package io.minhos.cli;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.store.ModelStore;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.ControlLog;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
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
    subcommands = {
      ControlCommand.Release.class,
      ControlCommand.Challenge.class,
      ControlCommand.OverrideSignals.class,
      ControlCommand.Halt.class,
      ControlCommand.Reduce.class,
      ControlCommand.Resume.class,
      ControlCommand.Disable.class,
      ControlCommand.Enable.class,
      ControlCommand.Rollout.class
    })
final class ControlCommand {

  /** What puts a release of a model before the jobs that run. */
  abstract static class Releasing implements Callable<Integer> {

    /** The argument or option that gives a field of the entry. */
    private static final Map<String, String> OPTIONS =
        Map.of("model", "MODEL", "value", "--share", "effectiveFrom", "--from");

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model id, such as lstm.")
    String model;

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

    /** Its version; null for the champion. */
    abstract Integer version();

    abstract ControlEntry entry(ModelRelease release);

    @Override
    public final Integer call() throws Exception {
      String brokers = config.load().kafka().bootstrapServers();
      // Wrong whatever the store holds.
      Optional<String> flaw = entry(new ModelRelease(model, 1, dir, "")).flaw();
      if (flaw.isPresent()) {
        throw new ParameterException(
            spec.commandLine(), OPTIONS.get(flaw.get().split("=", 2)[0]) + ": " + flaw.get());
      }
      ModelStore store = ModelStore.existing(dir);
      int released = version() == null ? store.champion(model).version() : version();
      ControlEntry entry = entry(store.eligible(model, released));
      requireLog(brokers);
      append(entry, brokers);
      return 0;
    }
  }

  @Command(
      name = "release",
      description = {
        "Puts a release of a model in force in the jobs that run, without a restart.",
        "Each checks it, and goes on with what it has if the release is not sound."
      },
      mixinStandardHelpOptions = true)
  static final class Release extends Releasing {

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "VERSION",
        description = "Its version; the champion, if not given.")
    Integer version;

    @Override
    Integer version() {
      return version;
    }

    @Override
    ControlEntry entry(ModelRelease release) {
      return ControlEntry.release(release, author.name(), author.reason(), from);
    }
  }

  @Command(
      name = "challenge",
      description = {
        "Has a release answer beside the one in force, in the jobs that run, and trades it on a",
        "share of the symbols, always the same ones. It takes all of them once it has proved to be",
        "better. 'minhos control release' makes it the one in force, or ends the challenge by putting",
        "another in force; 'disable' takes it out of trading."
      },
      mixinStandardHelpOptions = true)
  static final class Challenge extends Releasing {

    @Parameters(index = "1", paramLabel = "VERSION", description = "Which of its releases.")
    int version;

    @Option(
        names = "--share",
        paramLabel = "X",
        defaultValue = "0",
        description = "Share of the symbols in [0, 1]; 0, if not given: in shadow.")
    double share;

    @Override
    Integer version() {
      return version;
    }

    @Override
    ControlEntry entry(ModelRelease release) {
      return ControlEntry.challenge(release, share, author.name(), author.reason(), from);
    }
  }

  /** What people command: who, why, from when. */
  abstract static class Commanding implements Callable<Integer> {

    /** The option that gives a field of the entry. */
    private static final Map<String, String> OPTIONS =
        Map.of(
            "portfolio", "--portfolio",
            "symbol", "--symbol",
            "model", "--model",
            "value", "--value",
            "effectiveFrom", "--from",
            "expiresAt", "--until",
            "author", "--by",
            "reason", "--why");

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "Event time from which it is in force; at once, if not given.")
    Instant from;

    @Option(
        names = "--wait",
        paramLabel = "SECONDS",
        description = {
          "Wait so long for a job's answer, and fail if it refuses or none comes; an answer comes with",
          "the checkpoint after the market's next bar. Not at all, if not given."
        })
    Integer patience;

    @Mixin Author author;

    @Mixin ConfigOptions config;

    @Spec CommandSpec spec;

    private final ControlType type;

    Commanding(ControlType type) {
      this.type = type;
    }

    /** {@code entry} with what the command's own options say. */
    abstract ControlEntry with(ControlEntry entry);

    @Override
    public final Integer call() throws Exception {
      if (patience != null && patience < 1) {
        throw new ParameterException(spec.commandLine(), "--wait must be >= 1: " + patience);
      }
      TradingConfig loaded = config.load();
      String id = type.name().toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID();
      ControlEntry entry =
          with(ControlEntry.of(id, type, author.name(), author.reason()).between(from, null));
      Optional<String> flaw = entry.flaw();
      if (flaw.isPresent()) {
        String key = flaw.get().split("[.=]", 2)[0];
        throw new ParameterException(
            spec.commandLine(), OPTIONS.getOrDefault(key, type.name()) + ": " + flaw.get());
      }
      List<String> models = loaded.commandTargets().models();
      if (entry.model() != null && !models.contains(entry.model())) {
        throw new ParameterException(
            spec.commandLine(), "--model must be one of " + models + ": " + entry.model());
      }
      String brokers = loaded.kafka().bootstrapServers();
      requireLog(brokers);
      if (patience == null) {
        append(entry, brokers);
        return 0;
      }
      Optional<Acknowledgement> answer = answered(entry, brokers);
      answer.ifPresent(said -> System.out.println(Json.line(said)));
      return report(id, answer);
    }

    /** Commands, and waits for the answer. */
    private Optional<Acknowledgement> answered(ControlEntry entry, String brokers)
        throws InterruptedException, ExecutionException {
      TopicReader.Arrivals answers;
      try {
        answers = new TopicReader(brokers).arrivals(Topics.ACKS);
      } catch (KafkaException e) {
        // A halt holds also where its answer cannot be read.
        append(entry, brokers);
        return Optional.empty();
      }
      try (answers) {
        append(entry, brokers);
        return answers
            .await(line -> isTo(entry.commandId(), line), Duration.ofSeconds(patience))
            .map(line -> Json.read(line, Acknowledgement.class));
      }
    }

    private static boolean isTo(String id, String line) {
      return Json.read(line, Acknowledgement.class).commandId().equals(id);
    }

    private int report(String id, Optional<Acknowledgement> answer) {
      if (answer.isEmpty()) {
        System.err.println(
            "minhos: NOT_ACKNOWLEDGED: commandId=%s seconds=%d, it stays in the log"
                .formatted(id, patience));
        return Minhos.FAILED;
      }
      Acknowledgement said = answer.get();
      if (said.status() == Acknowledgement.Status.REFUSED) {
        System.err.println("minhos: REFUSED: commandId=%s %s".formatted(id, said.detail()));
        return Minhos.FAILED;
      }
      System.err.println(
          "accepted  in force from %s%s"
              .formatted(
                  Instant.ofEpochMilli(said.from()),
                  said.until() == 0 ? "" : " to " + Instant.ofEpochMilli(said.until())));
      return 0;
    }
  }

  /** What a command is about. */
  static final class Scope {

    @Option(
        names = "--portfolio",
        paramLabel = "NAME",
        description = "Portfolio that it is about; all, if not given.")
    String portfolio;

    @Mixin Symbol symbol;

    ControlEntry of(ControlEntry entry) {
      return entry.about(portfolio, symbol.name);
    }
  }

  /** What a command is about that is for all portfolios. */
  static final class Symbol {

    @Option(
        names = "--symbol",
        paramLabel = "NAME",
        description = "Symbol that it is about; all, if not given.")
    String name;
  }

  /** When a command that may wait for its opposite ends. */
  static final class Expiry {

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description = "Event time from which it is in force no more; without an end, if not given.")
    Instant until;

    ControlEntry of(ControlEntry entry) {
      return entry.between(entry.effectiveFrom(), until);
    }
  }

  /** Which model. */
  static final class ModelChoice {

    @Option(
        names = "--model",
        paramLabel = "MODEL",
        required = true,
        description = "lstm, ensemble, winprob, or technical, which is technical analysis.")
    String model;

    @Option(
        names = "--version",
        paramLabel = "VERSION",
        defaultValue = "0",
        description = "One version of it; all, if not given.")
    int version;

    @Mixin Symbol symbol;

    ControlEntry of(ControlEntry entry) {
      return entry.naming(model, version).about(null, symbol.name);
    }
  }

  @Command(
      name = "override",
      description = {
        "Keeps portfolios long, short, flat or at a weight, whatever the signals say.",
        "What is entered keeps to every limit.",
        "With --model it is that model's part in the signals which counts as long, short or flat, or",
        "has a fixed weight, until the end."
      },
      mixinStandardHelpOptions = true)
  static final class OverrideSignals extends Commanding {

    @Option(
        names = "--value",
        paramLabel = "VALUE",
        required = true,
        description = "long, short, flat, or a weight: of equity in [-1, 1], of a model in [0, 1].")
    String value;

    @Option(
        names = "--model",
        paramLabel = "MODEL",
        description = "lstm, ensemble, or technical, which is technical analysis.")
    String model;

    @Option(
        names = "--until",
        paramLabel = "TIME",
        required = true,
        description = "Event time from which it is in force no more.")
    Instant until;

    @Mixin Scope scope;

    OverrideSignals() {
      super(ControlType.OVERRIDE);
    }

    @Override
    ControlEntry with(ControlEntry entry) {
      return scope
          .of(entry)
          .naming(model, 0)
          .saying(value.toLowerCase(Locale.ROOT))
          .between(entry.effectiveFrom(), until);
    }
  }

  @Command(
      name = "halt",
      description = "Lets portfolios enter nothing, and cancels entries that work. Exits pass.",
      mixinStandardHelpOptions = true)
  static final class Halt extends Commanding {

    @Mixin Scope scope;

    @Mixin Expiry expiry;

    Halt() {
      super(ControlType.HALT);
    }

    @Override
    ControlEntry with(ControlEntry entry) {
      return expiry.of(scope.of(entry));
    }
  }

  @Command(
      name = "reduce",
      description = "Lets portfolios enter nothing. Exits pass, and entries that work go on.",
      mixinStandardHelpOptions = true)
  static final class Reduce extends Commanding {

    @Mixin Scope scope;

    @Mixin Expiry expiry;

    Reduce() {
      super(ControlType.REDUCE);
    }

    @Override
    ControlEntry with(ControlEntry entry) {
      return expiry.of(scope.of(entry));
    }
  }

  @Command(
      name = "resume",
      description = "Ends each halt and reduce that is about the same or less.",
      mixinStandardHelpOptions = true)
  static final class Resume extends Commanding {

    @Mixin Scope scope;

    Resume() {
      super(ControlType.RESUME);
    }

    @Override
    ControlEntry with(ControlEntry entry) {
      return scope.of(entry);
    }
  }

  @Command(
      name = "disable",
      description = "Takes a model out of the signals; it answers in shadow.",
      mixinStandardHelpOptions = true)
  static final class Disable extends Commanding {

    @Mixin ModelChoice choice;

    @Mixin Expiry expiry;

    Disable() {
      super(ControlType.DISABLE);
    }

    @Override
    ControlEntry with(ControlEntry entry) {
      return expiry.of(choice.of(entry));
    }
  }

  @Command(
      name = "enable",
      description = "Ends each disable that is about the same or less.",
      mixinStandardHelpOptions = true)
  static final class Enable extends Commanding {

    @Mixin ModelChoice choice;

    Enable() {
      super(ControlType.ENABLE);
    }

    @Override
    ControlEntry with(ControlEntry entry) {
      return choice.of(entry);
    }
  }

  @Command(
      name = "rollout",
      description = "Sets the models' part in signals; the rest is technical analysis alone.",
      mixinStandardHelpOptions = true)
  static final class Rollout extends Commanding {

    @Option(
        names = "--value",
        paramLabel = "PART",
        required = true,
        description = "In [0, 1]; 1 is all, as without a rollout.")
    String value;

    @Mixin Symbol symbol;

    @Mixin Expiry expiry;

    Rollout() {
      super(ControlType.ROLLOUT);
    }

    @Override
    ControlEntry with(ControlEntry entry) {
      return expiry.of(entry.about(null, symbol.name).saying(value));
    }
  }

  /**
   * Makes sure that there is a control log.
   *
   * @throws ConfigException if there is none
   */
  static void requireLog(String brokers) {
    // A broker makes topics that it is asked for, with as many partitions as it likes.
    if (!new TopicReader(brokers).topics().contains(Topics.CONTROL)) {
      throw new ConfigException(
          Topics.CONTROL + " must be there, 'minhos topics create' makes it: " + brokers);
    }
  }

  /** Appends to the control log, which is there, and says what. */
  static void append(ControlEntry entry, String brokers)
      throws InterruptedException, ExecutionException {
    try (ControlLog log = new ControlLog(brokers)) {
      log.append(entry);
    }
    System.out.println(Json.line(entry));
  }
}
