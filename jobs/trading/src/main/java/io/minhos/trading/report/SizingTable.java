package io.minhos.trading.report;

import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.Sizing;
import java.util.List;
import java.util.function.Function;

/** The same trades sized in more than one way, side by side, where a run did so. */
final class SizingTable {

  private SizingTable() {}

  static void write(Markup out, List<BookPerformance> books) {
    if (books.isEmpty()) {
      return;
    }
    boolean one = books.stream().map(BookPerformance::portfolio).distinct().count() == 1;
    String[] columns = new String[1 + books.size()];
    columns[0] = "Figure";
    for (int i = 0; i < books.size(); i++) {
      BookPerformance book = books.get(i);
      columns[i + 1] = (one ? "" : book.portfolio() + ", ") + name(book.book());
    }
    out.open("section").leaf("h2", "By way of sizing");
    Table table = Table.of(out, columns);
    row(table, "Equity at end", books, b -> Figures.money(b.equity()));
    row(table, "Net PnL", books, b -> Figures.change(b.pnl()));
    row(table, "Log growth", books, b -> Figures.format("%+.4f", b.logGrowth()));
    row(table, "Sharpe ratio", books, b -> Figures.ratio(b.sharpe()));
    row(table, "Sortino ratio", books, b -> Figures.ratio(b.sortino()));
    row(table, "Max drawdown", books, b -> Figures.percent(b.maxDrawdown()));
    row(table, "Trades", books, b -> Figures.count(b.trades()));
    row(table, "Win rate", books, b -> Figures.percent(b.trades() == 0 ? Double.NaN : b.winRate()));
    row(table, "Profit factor", books, b -> Figures.ratio(b.profitFactor()));
    row(table, "Average win", books, b -> Figures.money(b.avgWin()));
    row(table, "Average loss", books, b -> Figures.money(b.avgLoss()));
    row(table, "Average position", books, b -> Figures.percent(b.avgPosition()));
    row(table, "Avg gross exposure", books, b -> Figures.percent(b.avgGrossExposure()));
    row(table, "Turnover, times equity", books, b -> Figures.ratio(b.turnover()));
    row(table, "Turnover a year", books, b -> Figures.ratio(b.turnoverPerYear()));
    table.end();
    out.close();
  }

  private static void row(
      Table table, String name, List<BookPerformance> books, Function<BookPerformance, String> of) {
    table.row(name, books.stream().map(of).toArray(String[]::new));
  }

  private static String name(Sizing sizing) {
    return switch (sizing) {
      case KELLY -> "portfolio";
      case FIXED -> "constant size";
    };
  }
}
