package io.minhos.trading.report;

import io.minhos.domain.evaluation.RoundTrips;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Round trips by symbol, by side, and by what ended them. */
final class TradeTables {

  private TradeTables() {}

  static void write(Markup out, TradeStatistics trades) {
    if (trades.all().trades() == 0) {
      out.open("section").leaf("h2", "Round trips");
      out.leaf(
          "p",
          trades.fills() == 0
              ? "No order was filled, so there is no round trip to break down."
              : "Orders were filled, but no position was closed: there is no round trip yet.",
          "class",
          "nothing");
      out.close();
      return;
    }
    bySymbol(out, trades);
    byExit(out, trades);
    bySide(out, trades);
  }

  private static void bySymbol(Markup out, TradeStatistics trades) {
    out.open("section").leaf("h2", "Round trips by symbol");
    note(out, "Closed positions alone, the most profitable symbol first.");
    Table table = table(out, "Symbol", "Profit factor");
    trades.bySymbol().entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<String, RoundTrips> e) -> -e.getValue().net())
                .thenComparing(Map.Entry::getKey))
        .forEach(e -> table.row(e.getKey(), figures(e.getValue(), factor(e.getValue()))));
    if (trades.bySymbol().size() > 1) {
      table.total("All", figures(trades.all(), factor(trades.all())));
    }
    table.end();
    out.close();
  }

  private static void byExit(Markup out, TradeStatistics trades) {
    out.open("section").leaf("h2", "Round trips by exit");
    Table table = table(out, "Closed by", "Of trades");
    for (Purpose purpose :
        List.of(
            Purpose.STOP,
            Purpose.TARGET,
            Purpose.EXIT_HORIZON,
            Purpose.EXIT_OPPOSITE,
            Purpose.EXIT_OVERRIDE,
            Purpose.ENTRY)) {
      RoundTrips trips = trades.byExit().get(purpose);
      if (trips != null) {
        table.row(name(purpose), figures(trips, part(trips, trades)));
      }
    }
    if (trades.exitUnknown().trades() > 0) {
      table.row(
          "Order not known", figures(trades.exitUnknown(), part(trades.exitUnknown(), trades)));
    }
    table.end();
    out.close();
  }

  private static void bySide(Markup out, TradeStatistics trades) {
    out.open("section").leaf("h2", "Round trips by side");
    Table table = table(out, "Side", "Profit factor");
    trades
        .byEntrySide()
        .forEach(
            (side, trips) ->
                table.row(side == Side.BUY ? "Long" : "Short", figures(trips, factor(trips))));
    table.end();
    out.close();
  }

  static String name(Purpose purpose) {
    return switch (purpose) {
      case STOP -> "Stop";
      case TARGET -> "Target";
      case EXIT_HORIZON -> "Horizon";
      case EXIT_OPPOSITE -> "Opposite signal";
      case EXIT_OVERRIDE -> "Override";
      case ENTRY -> "Entry to the other side";
      case CANCEL -> throw new IllegalArgumentException("a request to cancel closes nothing");
    };
  }

  private static Table table(Markup out, String first, String last) {
    return Table.of(
        out,
        first,
        "Trades",
        "Win rate",
        "Realised PnL",
        "Commission",
        "Net PnL",
        "Net a trade",
        last);
  }

  private static String[] figures(RoundTrips trips, String last) {
    return new String[] {
      Figures.count(trips.trades()),
      Figures.percent(trips.winRate()),
      Figures.change(trips.gross()),
      Figures.money(trips.commission()),
      Figures.change(trips.net()),
      Figures.change(trips.averageNet()),
      last
    };
  }

  private static String factor(RoundTrips trips) {
    return Figures.ratio(trips.profitFactor());
  }

  /** Where all win or all lose, as at stops and targets, a profit factor says nothing. */
  private static String part(RoundTrips trips, TradeStatistics trades) {
    return Figures.percent((double) trips.trades() / trades.all().trades());
  }

  private static void note(Markup out, String text) {
    out.leaf("p", text, "class", "note");
  }
}
