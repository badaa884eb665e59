package io.minhos.domain.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CommandTimelineTest {

  private static final long NEVER = Long.MAX_VALUE;

  /** Against the definition: of each pair, does the later take the earlier one's place? */
  @Property(tries = 300)
  void whatIsInForceDoesNotHangOnTheOrderOfArrival(
      @ForAll @IntRange(max = 14) int count, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Command> log = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      log.add(any(random, i));
    }
    List<Command> arrived = new ArrayList<>(log);
    arrived.addAll(log);
    Collections.shuffle(arrived, new Random(seed));
    CommandTimeline timeline = CommandTimeline.empty();
    for (Command command : arrived) {
      timeline = timeline.plus(command);
    }
    for (long time = -1; time <= 12; time++) {
      assertThat(timeline.at(time)).containsExactlyElementsOf(inForce(log, time));
    }
  }

  /** Also a task's copy that was cut at another time, as it gets more and is cut again. */
  @Property(tries = 300)
  void whatIsOverIsNotMissed(
      @ForAll @IntRange(max = 14) int count,
      @ForAll @IntRange(min = -1, max = 12) int cut,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Command> log = new ArrayList<>();
    CommandTimeline all = CommandTimeline.empty();
    for (int i = 0; i < count; i++) {
      log.add(any(random, i));
      all = all.plus(log.get(i));
    }
    CommandTimeline left = CommandTimeline.empty();
    for (Command command : log) {
      if (command.from() <= cut) {
        left = left.plus(command);
      }
    }
    left = left.since(cut);
    assertThat(left.commands()).hasSameSizeAs(all.at(cut));
    for (Command command : log) {
      if (command.from() > cut) {
        left = left.plus(command);
      }
    }
    for (long time = cut; time <= 12; time++) {
      assertThat(left.at(time)).isEqualTo(all.at(time));
      assertThat(left.since(time).at(12)).isEqualTo(all.at(12));
    }
  }

  private static List<Command> inForce(List<Command> log, long time) {
    return log.stream()
        .filter(c -> c.type() != ControlType.RESUME && c.type() != ControlType.ENABLE)
        .filter(c -> c.from() <= time && time < c.until())
        .filter(
            c ->
                log.stream()
                    .noneMatch(
                        later ->
                            later.from() <= time
                                && Command.ORDER.compare(c, later) < 0
                                && later.supersedes(c)))
        .sorted(Command.ORDER)
        .toList();
  }

  private static Command any(SplittableRandom random, int ordinal) {
    ControlType[] types = {
      ControlType.OVERRIDE,
      ControlType.HALT,
      ControlType.REDUCE,
      ControlType.RESUME,
      ControlType.DISABLE,
      ControlType.ENABLE,
      ControlType.ROLLOUT
    };
    ControlType type = types[random.nextInt(types.length)];
    boolean ofModel = type == ControlType.DISABLE || type == ControlType.ENABLE;
    long from = random.nextInt(10);
    return new Command(
        "c" + ordinal,
        type,
        !ofModel && random.nextBoolean() ? "main" : "",
        random.nextBoolean() ? "A" : "",
        ofModel ? (random.nextBoolean() ? "lstm" : "ensemble") : "",
        ofModel ? random.nextInt(2) : 0,
        type == ControlType.OVERRIDE ? "flat" : "0.5",
        "ann",
        "test",
        from,
        random.nextBoolean() ? NEVER : from + 1 + random.nextInt(5),
        ordinal);
  }

  @Example
  void aLaterOneTakesThePlaceOfWhatIsAboutTheSame() {
    assertInForce("halt main 0-", "reduce main 1-").at(0, "halt main 0-").at(1, "reduce main 1-");
    assertInForce("halt main 0-", "reduce - 1-").at(1, "halt main 0-", "reduce - 1-");
    assertInForce("halt - 0-", "reduce main 1-").at(1, "halt - 0-", "reduce main 1-");
    // What holds something back goes on where the later one ends before it.
    assertInForce("halt main 0-", "reduce main 1-3")
        .at(2, "halt main 0-", "reduce main 1-3")
        .at(3, "halt main 0-");
    assertInForce("disable - 0-5", "disable - 1-3").at(3, "disable - 0-5").at(5);
    assertInForce("disable - 0-3", "disable - 1-5").at(2, "disable - 1-5");
    assertInForce("rollout - 0-", "rollout - 2-4").at(3, "rollout - 2-4").at(4);
    assertInForce("halt main 0-", "disable - 1-").at(1, "halt main 0-", "disable - 1-");
  }

  @Example
  void anEndEndsWhatItCovers() {
    assertInForce("halt main 0-", "resume - 1-").at(0, "halt main 0-").at(1);
    assertInForce("reduce main 0-", "resume main 1-").at(1);
    assertInForce("halt - 0-", "resume main 1-").at(1, "halt - 0-");
    assertInForce("disable - 0-", "enable - 1-").at(1);
    assertInForce("disable - 0-", "resume - 1-").at(1, "disable - 0-");
    // What comes after an end is not ended by it.
    assertInForce("resume - 1-", "halt main 2-").at(2, "halt main 2-");
    assertInForce("resume - 2-", "halt main 2-").at(2, "halt main 2-");
  }

  @Example
  void itsTimeIsFromTheFirstToBeforeTheLast() {
    assertInForce("override - 3-5").at(2).at(3, "override - 3-5").at(4, "override - 3-5").at(5);
  }

  @Example
  void aReleaseIsDisabledByItsOwnVersionOrAll() {
    Command all = Command.of(disable(0), 0, 0);
    Command third = Command.of(disable(3), 0, 0);
    assertThat(all.disables("lstm", 2)).isTrue();
    assertThat(third.disables("lstm", 3)).isTrue();
    assertThat(third.disables("lstm", 2)).isFalse();
    assertThat(all.disables("ensemble", 2)).isFalse();
    Command enable =
        Command.of(ControlEntry.of("e", ControlType.ENABLE, "ann", "r").naming("lstm", 3), 1, 1);
    assertThat(CommandTimeline.empty().plus(third).plus(enable).at(1)).isEmpty();
    assertThat(CommandTimeline.empty().plus(all).plus(enable).at(1)).containsExactly(all);
  }

  @Example
  void namesOnlyWhatIsThere() {
    Instruments listed = new Instruments(Map.of("A", new Instrument(0.01, 1, false)), null, false);
    CommandTargets targets = new CommandTargets(List.of("main", "x"), List.of("lstm"), listed);
    assertThat(targets.unknown(parse("halt main 0-", 0))).isEmpty();
    assertThat(targets.unknown(parse("halt other 0-", 0)))
        .contains("portfolio=other known=[main, x]");
    ControlEntry halt = ControlEntry.of("h", ControlType.HALT, "ann", "r");
    Command ofB = Command.of(halt.about(null, "B"), 0, 0);
    assertThat(targets.unknown(Command.of(halt.about("x", "A"), 0, 0))).isEmpty();
    assertThat(targets.unknown(ofB)).contains("symbol=B listed=false");
    assertThat(targets.unknown(Command.of(disable(0).naming("lstn", 0), 0, 0)))
        .contains("model=lstn known=[lstm]");
    Instruments any = new Instruments(Map.of(), null, false);
    assertThat(new CommandTargets(List.of("main"), List.of(), any).unknown(ofB)).isEmpty();
    Instruments none = new Instruments(Map.of(), null, true);
    assertThat(new CommandTargets(List.of("main"), List.of(), none).unknown(ofB)).isPresent();
  }

  private static ControlEntry disable(int version) {
    return ControlEntry.of("d", ControlType.DISABLE, "ann", "r").naming("lstm", version);
  }

  private static At assertInForce(String... log) {
    CommandTimeline timeline = CommandTimeline.empty();
    for (int i = log.length - 1; i >= 0; i--) {
      timeline = timeline.plus(parse(log[i], i));
    }
    return new At(timeline);
  }

  /** {@code type portfolio from-until}, the text its id. */
  private static Command parse(String text, int ordinal) {
    String[] parts = text.split("[ -]+", -1);
    boolean all = text.contains(" - ");
    ControlType type = ControlType.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT));
    String until = parts[parts.length - 1];
    return new Command(
        text,
        type,
        all ? "" : parts[1],
        "",
        "",
        0,
        "",
        "ann",
        "test",
        Long.parseLong(parts[parts.length - 2]),
        until.isEmpty() ? NEVER : Long.parseLong(until),
        ordinal);
  }

  private record At(CommandTimeline timeline) {
    At at(long time, String... expected) {
      assertThat(timeline.at(time)).extracting(Command::commandId).containsExactly(expected);
      return this;
    }
  }
}
