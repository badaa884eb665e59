package io.minhos.trading.report;

import io.minhos.domain.evaluation.RoundTrip;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Purpose;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The last round trips, {@value #MOST} at most. */
final class LastTrades {

  static final int MOST = 200;

  private record Trade(Execution closing, Purpose purpose, RoundTrip trip) {}

  private final Deque<Trade> trades = new ArrayDeque<>();
  private long count;

  /** An execution that closed something, in the order of time; the purpose null if unknown. */
  void add(Execution closing, Purpose purpose, RoundTrip trip) {
    count++;
    if (trades.size() == MOST) {
      trades.removeFirst();
    }
    trades.addLast(new Trade(closing, purpose, trip));
  }

  /** The last one first; nothing where there is none. */
  void write(Markup out) {
    if (trades.isEmpty()) {
      return;
    }
    out.open("section").leaf("h2", "Trades");
    out.leaf(
        "p",
        trades.size() < count
            ? "The last "
                + MOST
                + " of "
                + Figures.count(count)
                + " round trips, the latest first; all fills are in executions.jsonl."
            : "All round trips, the latest first.",
        "class",
        "note");
    out.open("div", "class", "tall");
    Table table =
        Table.of(
            out,
            "Closed (UTC)",
            "Symbol",
            "Side",
            "Quantity",
            "At price",
            "Closed by",
            "Commission",
            "Net PnL");
    for (Iterator<Trade> last = trades.descendingIterator(); last.hasNext(); ) {
      Trade trade = last.next();
      Execution closing = trade.closing;
      table.row(
          Figures.minute(closing.transactTime()),
          closing.symbol(),
          trade.trip.quantity() > 0 ? "Long" : "Short",
          number(Math.abs(trade.trip.quantity())),
          number(closing.lastPx()),
          trade.purpose == null ? "Order not known" : TradeTables.name(trade.purpose),
          Figures.money(trade.trip.commission()),
          Figures.change(trade.trip.net()));
    }
    table.end();
    out.close().close();
  }

  /** With six digits that say something, without zeros behind them. */
  private static String number(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
