package io.minhos.domain.orders;

import io.minhos.domain.market.RejectCode;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a report of an external venue can be booked. One that cannot would leave money that is no
 * number, or open a portfolio that nobody runs.
 */
public final class ExecutionChecks implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Why a report is refused.
   *
   * @param detail the value, as {@code key=value}
   */
  public record Refusal(RejectCode code, String detail) {}

  private final Set<String> portfolios;

  /**
   * @param portfolios those that are run
   */
  public ExecutionChecks(List<String> portfolios) {
    this.portfolios = Set.copyOf(portfolios);
  }

  /** The first check that {@code e} fails, if any. */
  public Optional<Refusal> check(Execution e) {
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
    if (!Double.isFinite(e.leavesQty())) {
      return refuse(RejectCode.NOT_FINITE, "leavesQty=" + e.leavesQty());
    }
    if (e.execType() != ExecType.TRADE) {
      return Optional.empty();
    }
    if (!Double.isFinite(e.lastQty() + e.lastPx() + e.commission())) {
      return refuse(
          RejectCode.NOT_FINITE,
          "lastQty=%s lastPx=%s commission=%s".formatted(e.lastQty(), e.lastPx(), e.commission()));
    }
    if (e.lastQty() <= 0) {
      return refuse(RejectCode.NON_POSITIVE_SIZE, "lastQty=" + e.lastQty());
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
