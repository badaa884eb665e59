package io.minhos.domain.risk;

import io.minhos.domain.control.Alert;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Position;
import io.minhos.domain.orders.PositionReport;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one position report changes of a portfolio, in order of symbols, cash last. */
final class Reconciliation {

  /** Below it cash agrees: a sum of a million fills is exact to less. */
  private static final double HALF_A_CENT = 0.005;

  private final PortfolioBook book;
  private final PositionReport report;
  private final List<Execution> restatements;
  private final List<Alert> alerts;

  Reconciliation(
      PortfolioBook book, PositionReport report, List<Execution> restatements, List<Alert> alerts) {
    this.book = book;
    this.report = report;
    this.restatements = restatements;
    this.alerts = alerts;
  }

  void run() {
    SortedMap<String, Position> positions = new TreeMap<>();
    book.symbols().forEach(symbol -> positions.put(symbol, new Position(symbol, 0, 0)));
    report.positions().forEach(position -> positions.put(position.symbol(), position));
    positions.values().forEach(this::position);
    cash();
  }

  private void position(Position reported) {
    Holding holding = book.holding(reported.symbol());
    double held = holding == null ? 0 : holding.quantity();
    double difference = Holding.sum(reported.quantity(), -held);
    if (difference == 0) {
      return;
    }
    Order working = holding == null ? null : holding.workingAtMarket();
    String values =
        " symbol=%s held=%s reported=%s".formatted(reported.symbol(), held, reported.quantity());
    if (working != null) {
      alert(PortfolioEngine.RECONCILIATION_PENDING, values + " clOrdId=" + working.clOrdId());
      return;
    }
    double price = reported.quantity() == 0 ? holding.lastPrice() : reported.avgPx();
    restate(reported.symbol(), difference, price, 0, values + " price=" + price);
  }

  private void cash() {
    double missing = book.cash() - report.cash();
    if (!(Math.abs(missing) >= HALF_A_CENT)) {
      return;
    }
    String values = " cash=%s reported=%s".formatted(book.cash(), report.cash());
    if (book.worksAtMarket()) {
      alert(PortfolioEngine.RECONCILIATION_PENDING, values);
    } else {
      restate("", 0, 0, missing, values);
    }
  }

  private void restate(
      String symbol, double difference, double price, double commission, String values) {
    Execution restatement =
        Execution.restatement(
            report.portfolio(), symbol, difference, price, commission, report.asOf());
    book.apply(restatement);
    restatements.add(restatement);
    alert(PortfolioEngine.RECONCILED, values + " execId=" + restatement.execId());
  }

  private void alert(String code, String values) {
    alerts.add(Alert.of(report.asOf(), code, "portfolio=" + report.portfolio() + values));
  }
}
