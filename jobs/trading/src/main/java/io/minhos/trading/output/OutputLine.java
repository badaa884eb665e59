package io.minhos.trading.output;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.signals.Signal;
import java.util.Comparator;

/**
 * A line of an output file, with what it is sorted by.
 *
 * @param time event time, milliseconds since the epoch
 * @param symbol instrument, empty where there is none
 * @param id what tells lines of one time and symbol apart
 * @param json the line
 */
public record OutputLine(long time, String symbol, String id, String json) {

  public static final Comparator<OutputLine> ORDER =
      Comparator.comparingLong(OutputLine::time)
          .thenComparing(OutputLine::symbol)
          .thenComparing(OutputLine::id)
          // What else is equal came in no order that counts.
          .thenComparing(OutputLine::json);

  public static OutputLine of(Alert a) {
    return new OutputLine(a.time(), "", a.model() + "." + a.version(), Json.line(a));
  }

  public static OutputLine of(Acknowledgement a) {
    return new OutputLine(a.from(), "", a.commandId(), Json.line(a));
  }

  public static OutputLine of(Order o) {
    return new OutputLine(o.transactTime(), o.symbol(), o.clOrdId(), Json.line(o));
  }

  public static OutputLine of(Execution e) {
    return new OutputLine(e.transactTime(), e.symbol(), e.execId(), Json.line(e));
  }

  public static OutputLine of(Decision d) {
    return new OutputLine(d.time(), d.symbol(), d.decisionId(), Json.line(d));
  }

  public static OutputLine of(Signal s) {
    return new OutputLine(s.time(), s.symbol(), "", Json.line(s));
  }

  public static OutputLine of(PortfolioSnapshot p) {
    return new OutputLine(p.time(), "", p.portfolio(), Json.line(p));
  }

  public static OutputLine of(BookPerformance p) {
    return new OutputLine(p.time(), p.symbol(), p.portfolio() + "." + p.book(), Json.line(p));
  }

  public static OutputLine of(AccuracyReport a) {
    return new OutputLine(a.time(), a.symbol(), a.model() + "." + a.version(), Json.line(a));
  }

  /** Rejects have no trustworthy time: they are sorted by (file, line). */
  public static OutputLine of(Rejection r) {
    return new OutputLine(0, r.source(), String.format("%019d", r.ordinal()), Json.line(r));
  }
}
