package io.minhos.domain.orders;

import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RejectCode;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether a report of an external venue can be booked. One that cannot would leave money that is no
 * number, open a portfolio that nobody runs, or wait for a time that does not come.
 *
 * <p>A report is not from before its order, whose time its ClOrdID tells, and not from after its
 * own arrival; clocks may differ by {@code aheadMillis} in both. A ClOrdID that is none of ours, as
 * of an order that somebody gave the venue by hand, tells no time. Where nobody knows the arrival,
 * times from 2200 on are refused, as of microseconds taken for milliseconds.
 *
 * <p>Only a fill has a quantity: of what else carries one nobody knows whether it was traded. Where
 * it is not said (NaN), nothing was.
 */
public final class ExecutionChecks implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Up to here a double tells whole numbers apart: the bound of quantities and prices. */
  static final double LARGEST = 1L << 53;

  /** Times from here on are mistakes. */
  static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

  /** And up to here cents: the bound of amounts. */
  static final double LARGEST_AMOUNT = LARGEST / 100;

  /**
   * Why a report is refused.
   *
   * @param detail the value, as {@code key=value}
   */
  public record Refusal(RejectCode code, String detail) {}

  private final Set<String> portfolios;
  private final long aheadMillis;

  /**
   * @param portfolios those that are run
   * @param aheadMillis how much clocks may differ, at least 0
   */
  public ExecutionChecks(List<String> portfolios, long aheadMillis) {
    if (aheadMillis < 0) {
      throw new IllegalArgumentException("aheadMillis must be >= 0: " + aheadMillis);
    }
    this.portfolios = Set.copyOf(portfolios);
    this.aheadMillis = aheadMillis;
  }

  /**
   * The first check that {@code e} fails, if any.
   *
   * @param arrival when it arrived, in milliseconds since the epoch, or {@link
   *     PartitionAdmission#UNKNOWN_ARRIVAL}
   */
  public Optional<Refusal> check(Execution e, long arrival) {
    if (isBlank(e.execId()) || isBlank(e.clOrdId()) || isBlank(e.symbol())) {
      return refuse(
          RejectCode.UNPARSABLE,
          "execId=%s clOrdId=%s symbol=%s".formatted(e.execId(), e.clOrdId(), e.symbol()));
    }
    if (e.side() == null || e.execType() == null || e.ordStatus() == null) {
      return refuse(
          RejectCode.UNPARSABLE,
          "side=%s execType=%s ordStatus=%s".formatted(e.side(), e.execType(), e.ordStatus()));
    }
    if (e.transactTime() <= 0) {
      return refuse(RejectCode.UNPARSABLE, "transactTime=" + e.transactTime());
    }
    if (e.portfolio() == null || !portfolios.contains(e.portfolio())) {
      return refuse(RejectCode.UNKNOWN_PORTFOLIO, "portfolio=" + e.portfolio());
    }
    OptionalLong ordered = EventId.time(e.clOrdId());
    if (ordered.isPresent() && e.transactTime() < ordered.getAsLong() - aheadMillis) {
      return refuse(
          RejectCode.BEFORE_ORDER,
          "behindMillis=" + (ordered.getAsLong() - e.transactTime()) + " limit=" + aheadMillis);
    }
    if (arrival != PartitionAdmission.UNKNOWN_ARRIVAL && e.transactTime() > arrival + aheadMillis) {
      return refuse(
          RejectCode.FUTURE,
          "aheadMillis=" + (e.transactTime() - arrival) + " limit=" + aheadMillis);
    }
    if (arrival == PartitionAdmission.UNKNOWN_ARRIVAL && e.transactTime() >= LATEST) {
      return refuse(RejectCode.FUTURE, "transactTime=" + e.transactTime() + " limit=" + LATEST);
    }
    if (!Double.isFinite(e.leavesQty())) {
      return refuse(RejectCode.NOT_FINITE, "leavesQty=" + e.leavesQty());
    }
    if (e.execType() != ExecType.TRADE) {
      return e.lastQty() == 0 || Double.isNaN(e.lastQty())
          ? Optional.empty()
          : refuse(RejectCode.OUT_OF_RANGE, "execType=" + e.execType() + " lastQty=" + e.lastQty());
    }
    if (!Double.isFinite(e.lastQty() + e.lastPx() + e.commission())) {
      return refuse(
          RejectCode.NOT_FINITE,
          "lastQty=%s lastPx=%s commission=%s".formatted(e.lastQty(), e.lastPx(), e.commission()));
    }
    if (e.lastQty() <= 0) {
      return refuse(RejectCode.NON_POSITIVE_SIZE, "lastQty=" + e.lastQty());
    }
    if (e.lastQty() > LARGEST
        || Math.abs(e.lastPx()) > LARGEST
        || Math.abs(e.lastQty() * e.lastPx()) + Math.abs(e.commission()) > LARGEST_AMOUNT) {
      return refuse(
          RejectCode.OUT_OF_RANGE,
          "lastQty=%s lastPx=%s commission=%s".formatted(e.lastQty(), e.lastPx(), e.commission()));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(RejectCode code, String detail) {
    return Optional.of(new Refusal(code, detail));
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
