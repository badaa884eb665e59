package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.Status;
import io.minhos.domain.inference.WinModel;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.risk.Assessment.Sizing;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Outcome;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.Models;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real trades, two portfolios, and commands of every type at random times: the bytes are the same
 * at every parallelism, and what was decided is what was commanded.
 */
class CommandsReplayTest {

  private static final int TRADES = 20_000;
  private static final int COMMANDS = 150;
  private static final List<String> PORTFOLIOS = List.of("main", "other");

  @TempDir Path dir;

  @Test
  void decidesWhatIsCommandedAtEveryParallelism() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line : RealTrades.lines(TRADES)) {
      lines.add("BTC" + lines.size() % 3 + line.substring(line.indexOf(',')));
    }
    Path trades = RealTrades.write(dir.resolve("trades.csv"), lines);
    List<ControlEntry> commands = commands(time(lines.get(0)), time(lines.get(TRADES - 1)));
    List<ControlArrival> control = new ArrayList<>();
    for (String model : List.of("ensemble", "winprob")) {
      control.add(
          arrival(
              control.size(),
              ControlEntry.release(new ModelRelease(model, 1, "none:", "00"), "a", "b", null)));
    }
    commands.forEach(command -> control.add(arrival(control.size(), command)));
    ReplayInputs in =
        new ReplayInputs(
            List.of(new MarketFile(trades.toString(), MarketFile.Kind.TRADES)), control, models());
    TradingConfig config =
        ConfigLoader.load(
            null,
            // They always say the same.
            Unjudged.with(
                "portfolios=" + PORTFOLIOS,
                "risk.minConfidence=0.05",
                "risk.minStrength=0.05",
                "risk.holdingHorizonBars=3"));
    Path one = dir.resolve("1");
    Replay.run(in, config, 1, one);
    for (int parallelism : new int[] {2, 4}) {
      Path out = dir.resolve("" + parallelism);
      Replay.run(in, config, parallelism, out);
      SameOutputs.assertSame(out, one);
    }

    assertAcknowledged(commands, one);
    int overridden = 0;
    int spokenFor = 0;
    int calibrated = 0;
    Map<String, Signal> signals = new TreeMap<>();
    for (Signal signal : read(one, Replay.SIGNALS, Signal.class)) {
      signals.put(signal.symbol() + signal.time(), signal);
      assertThat(signal.commands().stream().map(Command::commandId))
          .containsExactlyElementsOf(inForce(commands, signal));
      assertFused(signal);
      double technical = signal.components().get(0).confidence();
      if (signal.win().status() == Status.OK) {
        assertThat(signal.technicalCalibrated()).isEqualTo(technical / 4);
        calibrated++;
      } else if (signal.win().status() == Status.UNTRAINED) {
        assertThat(signal.technicalCalibrated()).isEqualTo(technical);
      }
      for (SignalComponent component : signal.components()) {
        overridden += component.override().isEmpty() ? 0 : 1;
        spokenFor += component.version() == 0 && component.name().equals("ensemble") ? 1 : 0;
      }
    }
    assertThat(overridden).isGreaterThan(100);
    assertThat(spokenFor).isGreaterThan(50);
    assertThat(calibrated).isGreaterThan(50);
    Map<String, Order> entries = new TreeMap<>();
    for (Order order : read(one, Replay.ORDERS, Order.class)) {
      if (order.purpose() == Purpose.ENTRY) {
        entries.put(order.clOrdId(), order);
      }
    }
    Map<Outcome, Integer> underOverride = new EnumMap<>(Outcome.class);
    int denied = 0;
    int exitsWhileHalted = 0;
    for (Decision decision : read(one, Replay.DECISIONS, Decision.class)) {
      Signal signal = signals.get(decision.symbol() + decision.time());
      List<Command> its =
          signal.commands().stream().filter(c -> c.isForPortfolio(decision.portfolio())).toList();
      boolean closed =
          its.stream()
              .anyMatch(c -> c.type() == ControlType.HALT || c.type() == ControlType.REDUCE);
      if (closed) {
        assertThat(decision.outcome()).isNotEqualTo(Outcome.ENTER);
        denied += decision.reason().startsWith("TRADING_STATE: got=") ? 1 : 0;
        exitsWhileHalted += decision.outcome() == Outcome.EXIT ? 1 : 0;
      }
      Command override = null;
      for (Command command : its) {
        boolean ofPortfolio = command.type() == ControlType.OVERRIDE && command.model().isEmpty();
        override = ofPortfolio ? command : override;
      }
      if (override == null) {
        assertThat(decision.reason()).doesNotContain("OVERRIDE");
        continue;
      }
      underOverride.merge(decision.outcome(), 1, Integer::sum);
      if (decision.outcome() == Outcome.ENTER) {
        assertThat(decision.reason()).startsWith("OVERRIDE: " + override.reference());
        assertThat(decision.assessment().sizing()).isEqualTo(Sizing.FORCED);
        assertThat(decision.quantity() * decision.price() / decision.equity())
            .isLessThanOrEqualTo(config.riskOf("main").maxPositionFraction());
        assertThat(entries.get(decision.clOrdId()).side().sign())
            .isEqualTo(
                switch (override.direction()) {
                  case LONG -> 1;
                  case SHORT -> -1;
                  case NEUTRAL -> 0;
                });
      } else if (decision.outcome() == Outcome.EXIT) {
        assertThat(decision.reason()).startsWith("EXIT_OVERRIDE: " + override.reference());
      }
    }
    assertThat(denied).isGreaterThan(20);
    assertThat(exitsWhileHalted).isGreaterThan(5);
    assertThat(underOverride.get(Outcome.ENTER)).isGreaterThan(20);
    assertThat(underOverride.get(Outcome.EXIT)).isGreaterThan(5);
    assertThat(underOverride.get(Outcome.DENIED)).isGreaterThan(20);
    assertThat(underOverride.get(Outcome.HOLD)).isGreaterThan(20);
  }

  private static void assertAcknowledged(List<ControlEntry> commands, Path out) throws IOException {
    List<Acknowledgement> acks = read(out, Replay.ACKS, Acknowledgement.class);
    assertThat(acks)
        .extracting(Acknowledgement::commandId)
        .containsExactlyInAnyOrderElementsOf(
            commands.stream().map(ControlEntry::commandId).toList());
    for (Acknowledgement ack : acks) {
      boolean refused = ack.commandId().equals("nobody");
      assertThat(ack.status())
          .isEqualTo(refused ? Acknowledgement.Status.REFUSED : Acknowledgement.Status.ACCEPTED);
    }
  }

  /** The mix of the components that are left, and the answer of those that are not. */
  private static void assertFused(Signal signal) {
    double strength = 0;
    for (SignalComponent component : signal.components()) {
      boolean disabled =
          signal.commands().stream()
              .anyMatch(c -> c.disables(component.name(), component.version()));
      assertThat(component.status() == Status.DISABLED).isEqualTo(disabled);
      String override = "";
      for (Command command : signal.commands()) {
        override = command.overrides(component.name()) ? command.commandId() : override;
      }
      assertThat(component.override()).isEqualTo(override);
      if (disabled) {
        assertThat(component.weight()).isZero();
      }
      strength += component.weight() * component.value();
    }
    assertThat(signal.strength()).isEqualTo(Math.max(-1, Math.min(1, strength)));
    assertThat(signal.win().status() == Status.DISABLED)
        .isEqualTo(
            signal.direction() != Direction.NEUTRAL
                && signal.commands().stream().anyMatch(c -> c.disables("winprob", 1)));
  }

  /** The rule told once more, from the log's entries alone. */
  private static List<String> inForce(List<ControlEntry> log, Signal signal) {
    TreeMap<String, ControlEntry> standing = new TreeMap<>();
    List<String> ids = new ArrayList<>();
    for (ControlEntry entry : sorted(log)) {
      if (entry.effectiveFromMillis() > signal.time() || entry.commandId().equals("nobody")) {
        continue;
      }
      boolean ends = entry.type() == ControlType.RESUME || entry.type() == ControlType.ENABLE;
      if (ends) {
        standing
            .values()
            .removeIf(
                e ->
                    kind(e).equals(kind(entry))
                        && covers(entry.portfolio(), e.portfolio())
                        && covers(entry.symbol(), e.symbol())
                        && covers(entry.model(), e.model())
                        && (entry.version() == 0 || entry.version() == e.version()));
      } else {
        // The later about the same counts; what holds back, and for longer, stays beside it.
        boolean holdsBack =
            Set.of(ControlType.HALT, ControlType.REDUCE, ControlType.DISABLE)
                .contains(entry.type());
        String about =
            kind(entry)
                + List.of(
                    "" + entry.portfolio(),
                    "" + entry.symbol(),
                    "" + entry.model(),
                    "" + entry.version());
        standing
            .entrySet()
            .removeIf(
                e ->
                    e.getKey().startsWith(about)
                        && !(holdsBack
                            && e.getValue().expiresAtMillis() > entry.expiresAtMillis()));
        standing.put(about + entry.commandId(), entry);
      }
    }
    for (ControlEntry entry : sorted(new ArrayList<>(standing.values()), log)) {
      if (entry.expiresAtMillis() > signal.time() && covers(entry.symbol(), signal.symbol())) {
        ids.add(entry.commandId());
      }
    }
    return ids;
  }

  private static List<ControlEntry> sorted(List<ControlEntry> log) {
    return sorted(log, log);
  }

  private static List<ControlEntry> sorted(List<ControlEntry> some, List<ControlEntry> log) {
    List<ControlEntry> sorted = new ArrayList<>(some);
    sorted.sort(
        Comparator.comparingLong(ControlEntry::effectiveFromMillis).thenComparingInt(log::indexOf));
    return sorted;
  }

  private static String kind(ControlEntry entry) {
    return switch (entry.type()) {
      case HALT, REDUCE, RESUME -> "state";
      case DISABLE, ENABLE -> "model";
      default -> entry.type().name();
    };
  }

  private static boolean covers(String wide, String narrow) {
    return wide == null || wide.equals(narrow);
  }

  private static List<ControlEntry> commands(long start, long end) {
    SplittableRandom random = new SplittableRandom(41);
    ControlType[] types = {
      ControlType.OVERRIDE,
      ControlType.OVERRIDE,
      ControlType.HALT,
      ControlType.REDUCE,
      ControlType.RESUME,
      ControlType.DISABLE,
      ControlType.ENABLE,
      ControlType.ROLLOUT
    };
    String[] values = {"long", "short", "flat", "0.01", "-0.02", "0.4"};
    String[] models = {"technical", "ensemble", "winprob"};
    String[] answers = {"long", "short", "flat", "0.8"};
    List<ControlEntry> commands = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      ControlType type = types[random.nextInt(types.length)];
      Instant from = Instant.ofEpochMilli(random.nextLong(start, end));
      Instant until = from.plusSeconds(random.nextLong(60, 7_200));
      String portfolio = random.nextBoolean() ? PORTFOLIOS.get(random.nextInt(2)) : null;
      String symbol = random.nextInt(3) == 0 ? "BTC" + random.nextInt(3) : null;
      ControlEntry entry = ControlEntry.of("c" + i, type, "ann", "trial");
      commands.add(
          switch (type) {
            case OVERRIDE ->
                i % 3 == 0
                    ? entry
                        .about(null, symbol)
                        .naming(models[i % 2], 0)
                        .saying(answers[random.nextInt(answers.length)])
                        .between(from, until)
                    : entry
                        .about(portfolio, symbol)
                        .saying(values[random.nextInt(values.length)])
                        .between(from, until);
            case HALT, REDUCE -> entry.about(portfolio, symbol).between(from, until);
            case RESUME -> entry.about(portfolio, symbol).between(from, null);
            case DISABLE -> {
              int which = random.nextInt(3);
              int version = random.nextInt(2);
              // Technical analysis, the first, has no versions.
              yield entry
                  .naming(models[which], which == 0 ? 0 : version)
                  .about(null, symbol)
                  .between(from, until);
            }
            case ENABLE -> entry.naming(models[random.nextInt(3)], 0).between(from, null);
            default ->
                entry.about(null, symbol).saying("" + random.nextDouble()).between(from, until);
          });
    }
    commands.add(ControlEntry.of("nobody", ControlType.HALT, "ann", "trial").about("x", null));
    assertThat(commands).allSatisfy(c -> assertThat(c.flaw()).isEmpty());
    assertThat(new TreeSet<>(commands.stream().map(ControlEntry::type).toList())).hasSize(7);
    return commands;
  }

  private static ControlArrival arrival(int ordinal, ControlEntry entry) {
    return new ControlArrival("commands", ordinal, entry, null, "");
  }

  private static Models models() {
    return new Models(
        release -> {
          throw new ReleaseRefusedException(Code.MISSING, "");
        },
        release -> features -> new EnsembleAnswer(0.3, 1, new double[] {0.3}),
        release -> new Certain(),
        release -> ReleaseProfile.unknown(),
        release -> {});
  }

  private record Certain() implements WinModel {
    @Override
    public double probability(double[] features) {
      return 0.6;
    }

    @Override
    public double fixedFraction() {
      return 0.01;
    }

    @Override
    public double technicalConfidence(double raw) {
      return raw / 4;
    }
  }

  private static <T> List<T> read(Path out, String output, Class<T> type) throws IOException {
    List<T> all = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve(output))) {
      all.add(Json.read(line, type));
    }
    return all;
  }

  private static long time(String line) {
    return Long.parseLong(line.split(",", -1)[1]);
  }
}
