package io.minhos.domain.orders;

import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.orders.ExecutionChecks.Refusal;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether books can follow a position report: it names a portfolio that is run, a time that has
 * come, and each symbol once, with numbers that an account can carry. Clocks may differ by {@code
 * aheadMillis}.
 */
public final class PositionChecks implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Set<String> portfolios;
  private final long aheadMillis;

  /**
   * @param portfolios those that are run
   * @param aheadMillis how much clocks may differ, at least 0
   */
  public PositionChecks(List<String> portfolios, long aheadMillis) {
    if (aheadMillis < 0) {
      throw new IllegalArgumentException("aheadMillis must be >= 0: " + aheadMillis);
    }
    this.portfolios = Set.copyOf(portfolios);
    this.aheadMillis = aheadMillis;
  }

  /**
   * The first check that {@code report} fails, if any.
   *
   * @param arrival when it arrived, in milliseconds since the epoch, or {@link
   *     PartitionAdmission#UNKNOWN_ARRIVAL}
   */
  public Optional<Refusal> check(PositionReport report, long arrival) {
    if (report.positions() == null) {
      return refuse(RejectCode.UNPARSABLE, "positions=null");
    }
    if (report.asOf() <= 0) {
      return refuse(RejectCode.UNPARSABLE, "asOf=" + report.asOf());
    }
    if (report.portfolio() == null || !portfolios.contains(report.portfolio())) {
      return refuse(RejectCode.UNKNOWN_PORTFOLIO, "portfolio=" + report.portfolio());
    }
    if (arrival != PartitionAdmission.UNKNOWN_ARRIVAL && report.asOf() > arrival + aheadMillis) {
      return refuse(
          RejectCode.FUTURE, "aheadMillis=" + (report.asOf() - arrival) + " limit=" + aheadMillis);
    }
    if (arrival == PartitionAdmission.UNKNOWN_ARRIVAL && report.asOf() >= ExecutionChecks.LATEST) {
      return refuse(
          RejectCode.FUTURE, "asOf=" + report.asOf() + " limit=" + ExecutionChecks.LATEST);
    }
    if (Double.isInfinite(report.cash())) {
      return refuse(RejectCode.NOT_FINITE, "cash=" + report.cash());
    }
    if (Math.abs(report.cash()) > ExecutionChecks.LARGEST_AMOUNT) {
      return refuse(RejectCode.OUT_OF_RANGE, "cash=" + report.cash());
    }
    Set<String> symbols = new HashSet<>();
    for (Position position : report.positions()) {
      if (position == null || position.symbol() == null || position.symbol().isBlank()) {
        return refuse(RejectCode.UNPARSABLE, "position=" + position);
      }
      if (!symbols.add(position.symbol())) {
        return refuse(RejectCode.UNPARSABLE, "twice symbol=" + position.symbol());
      }
      double price = position.quantity() == 0 ? 0 : position.avgPx();
      if (!Double.isFinite(position.quantity() + price)) {
        return refuse(RejectCode.NOT_FINITE, position.toString());
      }
      if (Math.abs(position.quantity()) > ExecutionChecks.LARGEST
          || Math.abs(price) > ExecutionChecks.LARGEST
          || Math.abs(position.quantity() * price) > ExecutionChecks.LARGEST_AMOUNT) {
        return refuse(RejectCode.OUT_OF_RANGE, position.toString());
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(RejectCode code, String detail) {
    return Optional.of(new Refusal(code, detail));
  }
}
