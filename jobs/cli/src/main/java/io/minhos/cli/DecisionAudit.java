package io.minhos.cli;

import io.minhos.domain.control.Command;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.features.FeatureState;
import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.RiskConfig;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.files.MalformedFileException;
import io.minhos.state.StateReader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import io.minhos.trading.replay.Replay;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that led to an order, as a replay wrote it down or live state knows it.
 *
 * @param clOrdId the order that is asked about
 * @param orders all of its decision, by ClOrdID
 * @param executions what became of them
 * @param decision that made them
 * @param signal that was decided on: bar, answers, win probability, regime, commands of everybody
 * @param commands of these those about the decision's portfolio and symbol
 * @param features of the bar: written down nowhere, but they follow from the symbol's bars, which
 *     all are in its signals
 * @param settings that the size hangs on: written down nowhere either
 */
record DecisionAudit(
    String clOrdId,
    List<Order> orders,
    List<Execution> executions,
    Decision decision,
    Signal signal,
    List<Command> commands,
    List<Features> features,
    Settings settings) {

  /**
   * A vector by names.
   *
   * @param warm whether the symbol had enough bars
   * @param bars how many there are in the signals
   * @param whole whether these are all that the job had seen: the average true range that follows
   *     from them, which never forgets, is the signal's
   */
  record Features(
      String schema,
      int version,
      boolean warm,
      long bars,
      boolean whole,
      Map<String, Double> values) {

    static Features of(FeatureSchema schema, FeatureState state, Signal signal) {
      FeatureVector vector = schema.vector(state);
      Map<String, Double> values = new LinkedHashMap<>();
      for (int i = 0; i < schema.size(); i++) {
        values.put(schema.names().get(i), vector.values()[i]);
      }
      return new Features(
          vector.schema(),
          vector.version(),
          vector.warm(),
          state.bars(),
          Double.compare(state.indicators().atr(), signal.atr()) == 0,
          values);
    }
  }

  /** Of the portfolio, the instrument and the venue. */
  record Settings(
      double kellyFraction,
      double fixedFraction,
      double maxPositionFraction,
      double stopAtr,
      double targetAtr,
      double lotSize,
      double tickSize,
      double slippageBps) {

    static Settings of(TradingConfig config, String portfolio, String symbol) {
      RiskConfig risk = config.riskOf(portfolio);
      Instrument instrument = config.tradable().of(symbol);
      return new Settings(
          risk.kellyFraction(),
          risk.fixedFraction(),
          risk.maxPositionFraction(),
          risk.stopAtr(),
          risk.targetAtr(),
          instrument.lotSize(),
          instrument.tickSize(),
          config.execution().slippageBps());
    }
  }

  private DecisionAudit(
      String clOrdId,
      List<Order> orders,
      List<Execution> executions,
      Decision decision,
      Signal signal,
      FeatureState state,
      TradingConfig config) {
    this(
        clOrdId,
        orders,
        executions,
        decision,
        signal,
        signal.commands().stream()
            .filter(c -> c.isForPortfolio(decision.portfolio()))
            .filter(c -> c.isForSymbol(decision.symbol()))
            .toList(),
        List.of(
            Features.of(FeatureSchema.SEQUENCE_8, state, signal),
            Features.of(FeatureSchema.TABULAR, state, signal)),
        Settings.of(config, decision.portfolio(), decision.symbol()));
  }

  /**
   * What live state knows of the order, empty if there is none of that name.
   *
   * @throws SQLException also if the decision or its signal is not there yet: an order leaves at
   *     once, they do at a checkpoint
   */
  static Optional<DecisionAudit> of(String clOrdId, StateReader reader, TradingConfig config)
      throws SQLException {
    List<Order> orders = reader.ordersWith(clOrdId);
    if (orders.isEmpty()) {
      return Optional.empty();
    }
    String id = orders.get(0).decisionId();
    Decision decision =
        reader
            .decision(id)
            .orElseThrow(
                () -> new SQLException("MISSING: decision=%s table=decisions".formatted(id)));
    Signal signal =
        reader
            .signal(decision.symbol(), decision.time())
            .orElseThrow(
                () ->
                    new SQLException(
                        "MISSING: signal=%s time=%d table=signals"
                            .formatted(decision.symbol(), decision.time())));
    return Optional.of(
        new DecisionAudit(
            clOrdId,
            orders,
            reader.executionsOf(id),
            decision,
            signal,
            reader.features(decision.symbol(), decision.time()),
            config));
  }

  /**
   * What led to the order, empty if there is none of that name. Holds nothing but what it returns;
   * the orders, which are few, are read twice.
   *
   * @throws MalformedFileException if a file is not as a replay writes it
   */
  static Optional<DecisionAudit> of(String clOrdId, Path folder, TradingConfig config)
      throws IOException {
    Path ordersFile = folder.resolve(Replay.ORDERS);
    List<Order> asked = new ArrayList<>();
    read(
        ordersFile,
        Order.class,
        line -> line.contains(clOrdId),
        order -> !order.clOrdId().equals(clOrdId) || !asked.add(order));
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    String id = asked.get(0).decisionId();
    List<Order> orders = all(ordersFile, Order.class, id, order -> order.decisionId().equals(id));
    List<Execution> executions = new ArrayList<>();
    read(
        folder.resolve(Replay.EXECUTIONS),
        Execution.class,
        line -> orders.stream().anyMatch(order -> line.contains(order.clOrdId())),
        execution -> {
          executions.add(execution);
          return true;
        });
    Path decisionsFile = folder.resolve(Replay.DECISIONS);
    List<Decision> decisions =
        all(decisionsFile, Decision.class, id, d -> d.decisionId().equals(id));
    if (decisions.isEmpty()) {
      throw new MalformedFileException("MISSING: decision=%s file=%s".formatted(id, decisionsFile));
    }
    Decision decision = decisions.get(0);
    Bars bars = new Bars(decision);
    Path signalsFile = folder.resolve(Replay.SIGNALS);
    String symbol = Json.line(decision.symbol());
    read(signalsFile, Signal.class, line -> line.contains(symbol), bars::add);
    Signal signal = bars.last;
    if (signal == null || signal.time() != decision.time()) {
      throw new MalformedFileException(
          "MISSING: signal=%s time=%d file=%s"
              .formatted(decision.symbol(), decision.time(), signalsFile));
    }
    return Optional.of(
        new DecisionAudit(clOrdId, orders, executions, decision, signal, bars.state, config));
  }

  /** The bars of a decision's symbol up to its own, folded as they come. */
  private static final class Bars {
    private final Decision decision;
    private FeatureState state = FeatureState.empty();
    private Signal last;

    Bars(Decision decision) {
      this.decision = decision;
    }

    /** Takes a signal, and says whether there may be more that matter. */
    boolean add(Signal signal) {
      boolean matters = signal.time() <= decision.time();
      // A command that names the symbol may be in another's signal.
      if (matters && signal.symbol().equals(decision.symbol())) {
        state = state.plus(signal.bar());
        last = signal;
      }
      return matters;
    }
  }

  /** The records whose line has {@code text} and that fit. */
  private static <T> List<T> all(Path file, Class<T> type, String text, Predicate<T> fits)
      throws IOException {
    List<T> found = new ArrayList<>();
    read(
        file,
        type,
        line -> line.contains(text),
        value -> {
          if (fits.test(value)) {
            found.add(value);
          }
          return true;
        });
    return found;
  }

  /**
   * Goes through a file line by line.
   *
   * @param lines which to parse: to look for a text in a line is much less
   * @param more takes a record, and says whether to go on
   */
  private static <T> void read(Path file, Class<T> type, Predicate<String> lines, Predicate<T> more)
      throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (lines.test(line) && !more.test(parse(line, type, file, number))) {
          return;
        }
      }
    }
  }

  private static <T> T parse(String line, Class<T> type, Path file, long number) {
    try {
      T value = Json.read(line, type);
      if (value != null) {
        return value;
      }
    } catch (UncheckedIOException e) {
      // Said below, with its place.
    }
    throw new MalformedFileException("UNREADABLE: file=%s line=%d".formatted(file, number));
  }
}
