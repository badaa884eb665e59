package io.minhos.domain.risk;

import io.minhos.domain.control.Alert;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.EventId;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.PositionReport;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import io.minhos.domain.orders.SimulatedVenue;
import io.minhos.domain.signals.Signal;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a portfolio, one event time after another: first what the time's bars did to the orders that
 * work, then the valuation at their closes, then a decision on each signal.
 *
 * <p>A position is left by a triple barrier: stop, target, or {@code holdingHorizonBars} closes
 * after its entry filled; or earlier by a signal of the other direction that would be good enough
 * for an entry. It is not turned round: the new direction needs a signal of its own, once flat.
 *
 * <p>A person's OVERRIDE takes the place of the signal: a position of another direction is left,
 * the one that is wanted is entered at the weight that it says, or the configured size, and kept,
 * past its horizon and whatever the signal says, until stop, target or the override's end. The
 * limits hold for it as for any entry. A position is not resized. HALT and REDUCE make the trading
 * state stricter than it is configured: exits pass always, also where poor data keep a symbol's
 * entries back.
 *
 * <p>Decisions are taken in order of symbols, and each entry reserves what it costs before the next
 * is decided, so a step never sends more than the portfolio can carry.
 *
 * <p>With an external venue {@link #step} does not execute; what the venue reports comes through
 * {@link #execute}. Stop and target name their entry in {@code origClOrdId}: the venue holds them
 * as a bracket that goes live with the entry and ends with the position.
 *
 * <p>An entry or exit of which the venue does not report the end <b>lapses</b>: at the first signal
 * of its symbol that is at least the timeout later, that signal's decision is HOLD with the reason
 * ORDER_UNANSWERED, the venue is asked to cancel, and the next signal may order again, under a new
 * ClOrdID. The bar between gives the request time to be there first. Of an entry that was filled in
 * part the part remains, a position like any other. Past the timeout an entry reserves nothing
 * either, whether its symbol has a signal or not.
 *
 * <p>Fills are booked whenever they come: those of a lapsed order too, and those that no order is
 * known of. A fill of another order than the working entry or exit leaves that one of the wrong
 * size, so the venue is asked to cancel it: where an exit lapsed, was sent again and is filled
 * after all, the second must not sell the position once more. If both fill, the books show what is
 * there, a position on the other side, which its horizon closes. The venue is asked once to cancel
 * an order, however many parts the other is filled in, and not again when the order lapses.
 */
public final class PortfolioEngine implements Serializable {

  /** Code of the alert that a report is of an order that nobody sent. */
  public static final String UNKNOWN_ORDER = "UNKNOWN_ORDER";

  /** Code of the alert that the books followed a position report. */
  public static final String RECONCILED = "RECONCILED";

  /** Code of the alert that a difference is left until no order works. */
  public static final String RECONCILIATION_PENDING = "RECONCILIATION_PENDING";

  /** Code of the alert that a position report came too late to be taken. */
  public static final String REPORT_LATE = "REPORT_LATE";

  private static final long serialVersionUID = 1L;

  /** The entry, its stop and its target. */
  private static final int ORDERS_OF_AN_ENTRY = 3;

  private final RiskConfig risk;
  private final Instruments instruments;
  private final PositionSizer sizer;

  /** Null if executions come from outside. */
  private final SimulatedVenue venue;

  private final long timeoutMillis;

  /** Of the outcomes that were asked about last: most steps close no trade. */
  private transient Lessons lessons;

  private PortfolioEngine(
      RiskConfig risk,
      ExecutionConfig execution,
      Instruments instruments,
      SimulatedVenue venue,
      long timeoutMillis) {
    this.risk = risk;
    this.instruments = instruments;
    this.sizer = new PositionSizer(risk, execution);
    this.venue = venue;
    this.timeoutMillis = timeoutMillis;
  }

  /** An engine with the simulated venue inside: orders → executions → sizing in one step. */
  public static PortfolioEngine simulated(
      RiskConfig risk, ExecutionConfig execution, Instruments instruments) {
    // It reports the end of every order by itself.
    return new PortfolioEngine(
        risk, execution, instruments, new SimulatedVenue(execution, instruments), Long.MAX_VALUE);
  }

  /**
   * An engine whose orders an external venue works.
   *
   * @param execution what it expects of the venue
   * @param timeoutMillis event time after which an order without a final report lapses, at least 1
   */
  public static PortfolioEngine external(
      RiskConfig risk, ExecutionConfig execution, Instruments instruments, long timeoutMillis) {
    if (timeoutMillis < 1) {
      throw new IllegalArgumentException("timeoutMillis must be >= 1: " + timeoutMillis);
    }
    return new PortfolioEngine(risk, execution, instruments, null, timeoutMillis);
  }

  /** What it may risk. */
  public RiskConfig risk() {
    return risk;
  }

  /** The state that {@code portfolio} starts from. */
  public PortfolioState initial(String portfolio) {
    return PortfolioState.initial(portfolio, risk);
  }

  /**
   * Works through one event time.
   *
   * @param state the portfolio before; taken over, see {@link PortfolioState}
   * @param time event time
   * @param signals all of that time, one a symbol, sorted by symbol
   */
  public PortfolioStep step(PortfolioState state, long time, List<Signal> signals) {
    PortfolioBook book = new PortfolioBook(state, risk);
    book.advance(time);
    List<Execution> executions = new ArrayList<>();
    Map<String, Double> closes = new HashMap<>();
    String previous = null;
    for (Signal signal : signals) {
      String symbol = signal.symbol();
      if (signal.time() != time || (previous != null && previous.compareTo(symbol) >= 0)) {
        throw new IllegalArgumentException(
            "signals must be of time %d, one a symbol, sorted: %s at %d after %s"
                .formatted(time, symbol, signal.time(), previous));
      }
      previous = symbol;
      closes.put(symbol, signal.bar().close());
      Holding holding = book.holding(symbol);
      if (holding == null) {
        continue;
      }
      if (venue != null) {
        for (Execution execution :
            venue.onBar(holding.quantity(), holding.working(), holding.progress(), signal.bar())) {
          book.apply(execution);
          executions.add(execution);
        }
      }
      book.mark(symbol, signal.bar().close());
    }
    book.closed(closes);
    book.commanded(Mandate.stateOfAll(book.portfolio(), signals));
    PortfolioSnapshot snapshot = value(book, time);
    Desk desk = new Desk(book, snapshot, signals.size());
    for (Signal signal : signals) {
      desk.decide(signal);
    }
    if (venue == null) {
      book.remember(desk.orders);
    }
    book.count(desk.orders.size());
    return new PortfolioStep(
        book.state(), desk.orders, executions, desk.decisions, snapshot, List.of());
  }

  /**
   * Applies what an external venue reports. A report whose execId is among the last {@value
   * PortfolioBook#REMEMBERED_EXECUTIONS} is a repeat and does nothing. One that comes after its
   * time is booked at the time that the portfolio has come to. One of an order that nobody sent is
   * booked, for the money moved, and makes an alert {@value #UNKNOWN_ORDER}.
   *
   * @param state the portfolio before; taken over, see {@link PortfolioState}
   * @param time event time
   * @param executions sorted by (time, symbol, id)
   * @return without decisions; its orders ask to cancel what no longer fits, its executions are
   *     those that were no repeats
   */
  public PortfolioStep execute(PortfolioState state, long time, List<Execution> executions) {
    PortfolioBook book = new PortfolioBook(state, risk);
    long now = book.advance(time);
    List<Order> cancels = new ArrayList<>();
    List<Execution> applied = new ArrayList<>(executions.size());
    List<Alert> alerts = new ArrayList<>();
    for (Execution execution : executions) {
      if (book.isNew(execution)) {
        if (!book.isOfKnownOrder(execution)) {
          alerts.add(unknownOrder(execution));
        }
        book.apply(execution);
        applied.add(execution);
        Order overtaken = overtaken(book, execution);
        if (overtaken != null) {
          book.askedToCancel(overtaken);
          cancels.add(overtaken.cancel(now, overtaken.decisionId()));
        }
      }
    }
    book.remember(cancels);
    book.count(cancels.size());
    PortfolioSnapshot snapshot = value(book, now);
    return new PortfolioStep(book.state(), cancels, applied, List.of(), snapshot, alerts);
  }

  private static Alert unknownOrder(Execution execution) {
    return Alert.of(
        execution.transactTime(),
        UNKNOWN_ORDER,
        "portfolio=%s symbol=%s clOrdId=%s execId=%s"
            .formatted(
                execution.portfolio(),
                execution.symbol(),
                execution.clOrdId(),
                execution.execId()));
  }

  /**
   * Makes the books agree with what an external venue holds.
   *
   * <p>Each position that differs is restated: {@code quantity} becomes what is reported, at the
   * report's {@code avgPx}, or where nothing is held there at the last close, without commission.
   * What cash then differs by, half a cent or more, is booked as commission: it is what the fills
   * that were not told of cost. So executions, restatements among them, always add up to the books.
   * Each makes an alert {@value #RECONCILED}.
   *
   * <p>A symbol in which an entry or exit works is left to a later report, since fills may be on
   * their way; where any symbol has one, so is cash. A difference that is left makes an alert
   * {@value #RECONCILIATION_PENDING}. A report from before what was decided already would undo what
   * came since, so it makes an alert {@value #REPORT_LATE} and no more. One that is no later than
   * the last that was taken is a repeat and does nothing.
   *
   * @param state the portfolio before; taken over, see {@link PortfolioState}
   * @param report one position a symbol
   * @return without orders and decisions; without executions and alerts where all agrees
   */
  public PortfolioStep reconcile(PortfolioState state, PositionReport report) {
    PortfolioBook book = new PortfolioBook(state, risk);
    List<Execution> restatements = new ArrayList<>();
    List<Alert> alerts = new ArrayList<>();
    if (book.reconciles(report.asOf())) {
      long now = book.advance(report.asOf());
      if (now > report.asOf()) {
        alerts.add(
            Alert.of(
                report.asOf(),
                REPORT_LATE,
                "portfolio=%s behindMillis=%d".formatted(report.portfolio(), now - report.asOf())));
      } else {
        new Reconciliation(book, report, restatements, alerts).run();
      }
    }
    PortfolioSnapshot snapshot = value(book, book.advance(0));
    return new PortfolioStep(book.state(), List.of(), restatements, List.of(), snapshot, alerts);
  }

  /**
   * The working entry or exit whose size a fill of another order made wrong, null if none or if the
   * venue was asked to cancel it before.
   */
  private static Order overtaken(PortfolioBook book, Execution execution) {
    Holding holding = book.holding(execution.symbol());
    Order working = holding == null ? null : holding.workingAtMarket();
    boolean filledAnother =
        working != null
            && !holding.cancelAsked()
            && execution.execType() == ExecType.TRADE
            && !working.clOrdId().equals(execution.clOrdId());
    return filledAnother ? working : null;
  }

  private PortfolioSnapshot value(PortfolioBook book, long time) {
    return book.value(sizer, order -> !isUnanswered(order, time));
  }

  private boolean isUnanswered(Order order, long time) {
    return time - order.transactTime() >= timeoutMillis;
  }

  private Lessons lessonsOf(TradeOutcomes outcomes) {
    // Never written to: the same array is of the same outcomes.
    if (lessons == null || lessons.outcomes().exitTimes() != outcomes.exitTimes()) {
      lessons = Lessons.of(outcomes, risk.outcomes());
    }
    return lessons;
  }

  /** The decisions of one step, in order of symbols. */
  private final class Desk {

    private final PortfolioBook book;
    private final double equity;
    private final double drawdown;
    private final List<Order> orders = new ArrayList<>();
    private final List<Decision> decisions;
    private RiskAssessor assessor;

    /** At the signal that is decided on. */
    private Mandate mandate;

    Desk(PortfolioBook book, PortfolioSnapshot snapshot, int signals) {
      this.book = book;
      this.equity = snapshot.equity();
      this.drawdown = snapshot.drawdown();
      this.decisions = new ArrayList<>(signals);
    }

    void decide(Signal signal) {
      mandate = Mandate.of(book.portfolio(), signal);
      Holding holding = book.holding(signal.symbol());
      Order working = holding == null ? null : holding.workingAtMarket();
      if (working != null && isUnanswered(working, signal.time())) {
        lapse(
            signal,
            holding,
            working,
            "ORDER_UNANSWERED: clOrdId=" + working.clOrdId() + " timeoutMillis=" + timeoutMillis);
      } else if (working != null && isHalted() && working.purpose() == Purpose.ENTRY) {
        lapse(signal, holding, working, "TRADING_STATE: got=HALTED clOrdId=" + working.clOrdId());
      } else if (working != null
          && working.purpose() == Purpose.ENTRY
          && !mandate.allows(working.side() == Side.BUY ? Direction.LONG : Direction.SHORT)) {
        lapse(
            signal,
            holding,
            working,
            DenialCode.OVERRIDE + ": " + mandate.detail() + " clOrdId=" + working.clOrdId());
      } else if (working != null) {
        record(signal, Outcome.HOLD, "ORDER_WORKING: clOrdId=" + working.clOrdId());
      } else if (holding != null && holding.isOpen()) {
        manage(signal, holding);
      } else if (signal.direction() == Direction.NEUTRAL && mandate.allows(Direction.NEUTRAL)) {
        record(signal, Outcome.NEUTRAL, "");
      } else {
        enter(signal);
      }
    }

    private boolean isHalted() {
      return state() == TradingState.HALTED;
    }

    private TradingState state() {
      return book.risk().tradingState().or(mandate.state());
    }

    private void lapse(Signal signal, Holding holding, Order working, String reason) {
      book.lapse(working);
      if (!holding.cancelAsked()) {
        orders.add(working.cancel(signal.time(), decisionId(signal)));
        book.ledger().send(1);
      }
      record(signal, Outcome.HOLD, reason);
    }

    private void manage(Signal signal, Holding holding) {
      Direction held = holding.quantity() > 0 ? Direction.LONG : Direction.SHORT;
      if (mandate.override() != null) {
        if (mandate.allows(held)) {
          record(signal, Outcome.HOLD, DenialCode.OVERRIDE + ": " + mandate.detail());
        } else {
          exit(signal, holding, Purpose.EXIT_OVERRIDE, mandate.detail() + " held=" + held);
        }
        return;
      }
      boolean speaks = signal.direction() != Direction.NEUTRAL && tooWeak(signal) == null;
      if (speaks && signal.direction() != held) {
        exit(signal, holding, Purpose.EXIT_OPPOSITE, "held=" + held + " got=" + signal.direction());
      } else if (holding.barsHeld() >= risk.holdingHorizonBars()) {
        exit(
            signal,
            holding,
            Purpose.EXIT_HORIZON,
            "limit=" + risk.holdingHorizonBars() + " got=" + holding.barsHeld());
      } else if (speaks) {
        deny(signal, Assessment.NONE, EntryPlan.denied(open(holding)));
      } else {
        record(signal, Outcome.HOLD, "");
      }
    }

    private void enter(Signal signal) {
      RiskDenial refusal = refusal(signal);
      if (refusal != null) {
        deny(signal, Assessment.NONE, EntryPlan.denied(refusal));
        return;
      }
      boolean forced = mandate.override() != null;
      Signal towards = forced ? signal.pointing(mandate.override().direction()) : signal;
      Side side = towards.direction() == Direction.LONG ? Side.BUY : Side.SELL;
      Assessment assessment =
          forced ? assessor().forced(towards, mandate) : assessor().assess(signal);
      EntryPlan plan = plan(towards, side, assessment);
      if (plan.denial() != null) {
        deny(signal, assessment, plan);
        return;
      }
      String decisionId = decisionId(signal);
      Order entry =
          Order.market(
              book.portfolio(),
              signal.symbol(),
              side,
              plan.quantity(),
              signal.time(),
              Purpose.ENTRY,
              "",
              decisionId);
      book.ledger().hold(signal.symbol(), side.sign() * plan.committed());
      book.heat().add(RiskAssessor.exposure(towards, plan.committed() / equity));
      boolean told = assessment.sizing() == Assessment.Sizing.KELLY;
      book.entering(
          signal.symbol(),
          OpenTrade.sent(told ? assessment.modelProbability() : Double.NaN, signal.volatility()));
      send(
          List.of(entry, entry.stopAt(plan.stopPx()), entry.targetAt(plan.targetPx())),
          signal.bar().close());
      String reason = forced ? DenialCode.OVERRIDE + ": " + mandate.detail() : "";
      record(decisionId, signal, Outcome.ENTER, reason, assessment, plan, entry.clOrdId());
    }

    /** What keeps the portfolio from entering anything on this signal, null if nothing does. */
    private RiskDenial refusal(Signal signal) {
      RiskLimits limits = risk.limits();
      if (mandate.override() == null) {
        RiskDenial weakness = tooWeak(signal);
        if (weakness != null) {
          return weakness;
        }
      } else if (mandate.allows(Direction.NEUTRAL)) {
        return new RiskDenial(DenialCode.OVERRIDE, mandate.detail());
      }
      if (state() != TradingState.ACTIVE) {
        return new RiskDenial(DenialCode.TRADING_STATE, "got=" + state());
      }
      double behind = (book.time() - signal.time()) / 1000.0;
      if (behind > limits.staleSeconds()) {
        return RiskDenial.limit(DenialCode.STALE_DATA, limits.staleSeconds(), behind);
      }
      if (!signal.bar().defect().isEmpty()) {
        return new RiskDenial(DenialCode.DATA_QUALITY, signal.bar().defect());
      }
      double loss = book.risk().day().loss();
      if (loss >= limits.maxDailyLoss() && equity > 0) {
        return RiskDenial.limit(DenialCode.MAX_DAILY_LOSS, limits.maxDailyLoss(), loss);
      }
      if (drawdown >= limits.maxDrawdown() && equity > 0) {
        return RiskDenial.limit(DenialCode.MAX_DRAWDOWN, limits.maxDrawdown(), drawdown);
      }
      return null;
    }

    private EntryPlan plan(Signal signal, Side side, Assessment assessment) {
      RiskDenial denial = equity > 0 ? assessment.denial() : null;
      if (denial != null) {
        return EntryPlan.denied(denial);
      }
      EntryPlan plan =
          sizer.plan(signal, instruments.of(signal.symbol()), equity, assessment.fraction());
      RiskDenial limit =
          plan.denial() == null
              ? book.ledger().check(signal, side, plan, ORDERS_OF_AN_ENTRY)
              : null;
      return limit == null ? plan : plan.deniedBy(limit);
    }

    private RiskAssessor assessor() {
      if (assessor == null) {
        assessor =
            new RiskAssessor(
                risk, book.heat(), lessonsOf(book.risk().outcomes()), drawdown, book.use());
      }
      return assessor;
    }

    private void exit(Signal signal, Holding holding, Purpose purpose, String detail) {
      double quantity = Math.abs(holding.quantity());
      String decisionId = decisionId(signal);
      Order order =
          Order.market(
              book.portfolio(),
              signal.symbol(),
              holding.quantity() > 0 ? Side.SELL : Side.BUY,
              quantity,
              signal.time(),
              purpose,
              holding.entryClOrdId(),
              decisionId);
      send(List.of(order), signal.bar().close());
      record(
          decisionId,
          signal,
          Outcome.EXIT,
          purpose + ": " + detail,
          Assessment.NONE,
          EntryPlan.closing(quantity),
          order.clOrdId());
    }

    private void send(List<Order> sent, double price) {
      book.send(sent, price);
      book.ledger().work(sent.size());
      book.ledger().send(sent.size());
      orders.addAll(sent);
    }

    private void deny(Signal signal, Assessment assessment, EntryPlan plan) {
      boolean obeyed = mandate.override() == null || plan.denial().code() == DenialCode.OVERRIDE;
      String reason = plan.denial().reason() + (obeyed ? "" : " " + mandate.detail());
      record(decisionId(signal), signal, Outcome.DENIED, reason, assessment, plan, "");
    }

    private void record(Signal signal, Outcome outcome, String reason) {
      record(decisionId(signal), signal, outcome, reason, Assessment.NONE, EntryPlan.NONE, "");
    }

    private void record(
        String decisionId,
        Signal signal,
        Outcome outcome,
        String reason,
        Assessment assessment,
        EntryPlan plan,
        String clOrdId) {
      decisions.add(
          Decision.of(
              decisionId,
              book.portfolio(),
              signal,
              equity,
              outcome,
              reason,
              assessment,
              plan,
              clOrdId));
    }

    private String decisionId(Signal signal) {
      return EventId.ofDecision(book.portfolio(), signal.symbol(), signal.time());
    }
  }

  /** Why the signal is not good enough for an entry, null if it is. NaN is not good enough. */
  private RiskDenial tooWeak(Signal signal) {
    if (!(signal.confidence() >= risk.minConfidence())) {
      return RiskDenial.limit(DenialCode.MIN_CONFIDENCE, risk.minConfidence(), signal.confidence());
    }
    double strength = Math.abs(signal.strength());
    if (!(strength >= risk.minStrength())) {
      return RiskDenial.limit(DenialCode.MIN_STRENGTH, risk.minStrength(), strength);
    }
    return null;
  }

  private static RiskDenial open(Holding holding) {
    return new RiskDenial(
        DenialCode.POSITION_OPEN,
        "quantity=" + holding.quantity() + " barsHeld=" + holding.barsHeld());
  }
}
