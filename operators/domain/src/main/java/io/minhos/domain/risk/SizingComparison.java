package io.minhos.domain.risk;

import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.PerformanceTracker;
import io.minhos.domain.evaluation.Sizing;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * The book that trades beside its shadow of fixed size: a fold over a portfolio's steps, which it
 * does not influence. It is state of its own, apart from {@link PortfolioState}.
 *
 * <p><b>Single owner</b>, as {@link PerformanceTracker}.
 *
 * @param traded the book that trades
 * @param shadow the other
 */
public record SizingComparison(PerformanceTracker traded, ShadowBook shadow) {

  /** Two books that have not traded. */
  public static SizingComparison initial(String portfolio, double startingCash) {
    return new SizingComparison(
        PerformanceTracker.initial(portfolio, Sizing.KELLY, startingCash),
        ShadowBook.initial(portfolio, startingCash));
  }

  /**
   * After a step of the portfolio, before its state goes into the next.
   *
   * @param signals that the step decided on, none where it booked an external venue's reports
   * @param execution what the entries are expected to cost
   */
  public SizingComparison after(
      PortfolioStep step, List<Signal> signals, ExecutionConfig execution) {
    PerformanceTracker book = traded;
    ShadowBook other = shadow;
    for (Execution e : step.executions()) {
      book = book.filled(e.symbol(), e.signedQty(), e.lastPx(), e.commission());
      other = other.follow(e);
      Holding holding = step.state().holdings().get(e.symbol());
      if (holding != null) {
        book = book.marked(e.symbol(), holding.lastPrice());
        other = other.marked(e.symbol(), holding.lastPrice());
      }
    }
    for (Signal signal : signals) {
      book = book.marked(signal.symbol(), signal.bar().close());
      other = other.marked(signal.symbol(), signal.bar().close());
    }
    long time = step.snapshot().time();
    book = book.valued(time);
    other = other.valued(time);
    for (Decision decision : step.decisions()) {
      if (decision.outcome() == Outcome.ENTER) {
        double expected = execution.slipped(decision.price(), Side.BUY);
        other =
            other.entering(
                decision.symbol(),
                other.ratio(decision.assessment().fixedFraction(), expected, decision.quantity()));
      }
    }
    return new SizingComparison(book, other);
  }

  /** Of each book the whole, then each symbol that ever traded, in order. */
  public List<BookPerformance> performances() {
    List<BookPerformance> all = new ArrayList<>(traded.performances());
    all.addAll(shadow.account().performances());
    return all;
  }
}
