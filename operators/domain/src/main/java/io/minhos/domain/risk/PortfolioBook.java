package io.minhos.domain.risk;

import io.minhos.domain.orders.EventId;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A {@link PortfolioState} opened for one step: the accounts that executions and closes are booked
 * to. It changes the state's own maps in place.
 */
final class PortfolioBook {

  /** External executions that are remembered: at least so many, at most twice as many. */
  static final int REMEMBERED_EXECUTIONS = 1024;

  /**
   * Orders that were sent and are remembered: at least so many, the latest, and those of a time.
   */
  static final int REMEMBERED_ORDERS = 1024;

  private final RiskConfig config;
  private final String portfolio;
  private final double startingCash;
  private final SortedMap<String, Holding> holdings;
  private final Map<String, Long> executionIds;
  private final Map<String, Long> orderIds;
  private long executionCount;
  private double cash;
  private double realisedPnl;
  private double commission;
  private double peakEquity;
  private double maxDrawdown;
  private RiskState risk;
  private PortfolioHeat heat;
  private ExposureLedger ledger;
  private RiskUse use = RiskUse.NONE;
  private long time;
  private long reconciledTo;

  PortfolioBook(PortfolioState state, RiskConfig config) {
    this.config = config;
    risk = state.risk() == null ? RiskState.initial(config) : state.risk();
    portfolio = state.portfolio();
    startingCash = state.startingCash();
    holdings =
        state.holdings() instanceof TreeMap<String, Holding> sorted
            ? sorted
            : new TreeMap<>(state.holdings());
    executionIds =
        state.executionIds() instanceof HashMap<String, Long> own
            ? own
            : new HashMap<>(state.executionIds());
    orderIds =
        state.orderIds() instanceof HashMap<String, Long> own
            ? own
            : new HashMap<>(state.orderIds());
    executionCount = state.executionCount();
    cash = state.cash();
    realisedPnl = state.realisedPnl();
    commission = state.commission();
    peakEquity = state.peakEquity();
    maxDrawdown = state.maxDrawdown();
    time = state.time();
    reconciledTo = state.reconciledTo();
  }

  PortfolioState state() {
    return new PortfolioState(
        portfolio,
        startingCash,
        cash,
        realisedPnl,
        commission,
        peakEquity,
        maxDrawdown,
        holdings,
        executionIds,
        executionCount,
        time,
        orderIds,
        reconciledTo,
        risk);
  }

  /** Goes on to {@code now}; a time that has passed already changes nothing. */
  long advance(long now) {
    time = Math.max(time, now);
    return time;
  }

  long time() {
    return time;
  }

  String portfolio() {
    return portfolio;
  }

  double cash() {
    return cash;
  }

  /** Symbols that are held or worked. */
  Set<String> symbols() {
    return holdings.keySet();
  }

  /** True if an entry or exit works in any symbol. */
  boolean worksAtMarket() {
    return holdings.values().stream().anyMatch(h -> h.workingAtMarket() != null);
  }

  /** What is held or worked in {@code symbol}, null if nothing is. */
  Holding holding(String symbol) {
    return holdings.get(symbol);
  }

  /** Remembers an external execution; false if it was known. The oldest are forgotten. */
  boolean isNew(Execution execution) {
    if (executionIds.putIfAbsent(execution.execId(), executionCount) != null) {
      return false;
    }
    executionCount++;
    if (executionIds.size() > 2 * REMEMBERED_EXECUTIONS) {
      long oldest = executionCount - REMEMBERED_EXECUTIONS;
      executionIds.values().removeIf(ordinal -> ordinal < oldest);
    }
    return true;
  }

  /** Remembers orders that go to an external venue. The oldest are forgotten. */
  void remember(List<Order> orders) {
    for (Order order : orders) {
      orderIds.put(order.clOrdId(), order.transactTime());
    }
    if (orderIds.size() > 2 * REMEMBERED_ORDERS) {
      long[] times = orderIds.values().stream().mapToLong(Long::longValue).sorted().toArray();
      long oldest = times[times.length - REMEMBERED_ORDERS];
      orderIds.values().removeIf(sent -> sent < oldest);
    }
  }

  /**
   * True if {@code execution} is of an order that works, is remembered, or by its ClOrdID is from
   * before those that are.
   */
  boolean isOfKnownOrder(Execution execution) {
    Holding holding = holdings.get(execution.symbol());
    return orderIds.containsKey(execution.clOrdId())
        || (holding != null && holding.works(execution.clOrdId()))
        || isForgotten(EventId.time(execution.clOrdId()));
  }

  private boolean isForgotten(OptionalLong sent) {
    return sent.isPresent()
        && orderIds.size() >= REMEMBERED_ORDERS
        && orderIds.values().stream().allMatch(known -> known > sent.getAsLong());
  }

  /** Takes a position report as of {@code asOf}; false if one of then or later was taken before. */
  boolean reconciles(long asOf) {
    boolean later = asOf > reconciledTo;
    reconciledTo = Math.max(reconciledTo, asOf);
    return later;
  }

  void apply(Execution execution) {
    if (!execution.portfolio().equals(portfolio)) {
      throw new IllegalArgumentException(
          "execution " + execution.execId() + " of another portfolio: " + execution.portfolio());
    }
    Holding before = holdings.get(execution.symbol());
    if (before == null) {
      before = Holding.none(execution.symbol(), execution.lastPx());
    }
    if (execution.isBooked()) {
      realisedPnl += before.realisedBy(execution);
      cash -= execution.signedQty() * execution.lastPx() + execution.commission();
      commission += execution.commission();
    }
    Holding after = before.after(execution);
    put(after);
    risk = risk.followed(execution, config.outcomes());
    if (after.isVoid() && execution.ordStatus().isTerminal()) {
      risk = risk.left(execution.symbol());
    }
  }

  /** Follows the returns of what closed now, by symbol, held or not. */
  void closed(Map<String, Double> closes) {
    risk = risk.closed(closes, config.heat());
  }

  /** Follows what commands about all symbols say. */
  void commanded(TradingState state) {
    risk = risk.commanded(state);
  }

  /** Remembers the trade whose entry is sent in {@code symbol}. */
  void entering(String symbol, OpenTrade trade) {
    risk = risk.entering(symbol, trade);
  }

  /** Counts orders that are sent. */
  void count(int orders) {
    risk = risk.sent(time, orders);
  }

  void mark(String symbol, double close) {
    Holding holding = holdings.get(symbol);
    if (holding != null) {
      holdings.put(symbol, holding.marked(close));
    }
  }

  /** Books {@code orders}, all of one symbol, as working. */
  void send(List<Order> orders, double price) {
    String symbol = orders.get(0).symbol();
    Holding holding = holdings.get(symbol);
    put((holding == null ? Holding.none(symbol, price) : holding).sent(orders));
  }

  /** Remembers that the venue was asked to cancel {@code order}, an entry or exit that works. */
  void askedToCancel(Order order) {
    put(holdings.get(order.symbol()).askedToCancel());
  }

  /** Waits for {@code order} no more; what is filled of it stays. */
  void lapse(Order order) {
    put(holdings.get(order.symbol()).lapsed(order));
  }

  /**
   * Values everything at the last closes, in order of symbols, and follows the drawdown.
   *
   * @param waiting which entries that work still reserve what they cost
   */
  PortfolioSnapshot value(PositionSizer sizer, Predicate<Order> waiting) {
    double value = 0;
    double unrealised = 0;
    double gross = 0;
    int open = 0;
    for (Holding holding : holdings.values()) {
      if (holding.isOpen()) {
        double worth = holding.quantity() * holding.lastPrice();
        value += worth;
        gross += Math.abs(worth);
        unrealised += holding.unrealisedPnl();
        open++;
      }
    }
    double equity = cash + value;
    peakEquity = Math.max(peakEquity, equity);
    double drawdown = 1 - equity / peakEquity;
    maxDrawdown = Math.max(maxDrawdown, drawdown);
    risk = risk.valued(time, equity, config.outcomes());
    expose(equity, sizer, waiting);
    use =
        equity > 0
            ? RiskUse.of(heat.heat(), ledger.gross(), drawdown, risk.day().loss(), config)
            : RiskUse.RUINED;
    return new PortfolioSnapshot(
        portfolio,
        time,
        cash,
        value,
        equity,
        realisedPnl,
        unrealised,
        commission,
        gross,
        drawdown,
        maxDrawdown,
        open,
        heat.heat(),
        use.level(),
        risk.mayDo());
  }

  /** Makes heat and ledger of what is held and of entries that still reserve what they cost. */
  private void expose(double equity, PositionSizer sizer, Predicate<Order> waiting) {
    heat = new PortfolioHeat(config.heat(), risk.covariance(), config.barsPerYear());
    ledger = new ExposureLedger(config, equity, risk.rate().within(time));
    for (Holding holding : holdings.values()) {
      ledger.work(holding.working().size());
      if (holding.isOpen()) {
        expose(holding.symbol(), holding.quantity() * holding.lastPrice(), equity);
      }
      Order entry = holding.workingEntry();
      if (entry != null && waiting.test(entry)) {
        double reserved = sizer.committed(holding.leaves(entry), holding.lastPrice());
        expose(holding.symbol(), entry.side().sign() * reserved, equity);
      }
    }
  }

  private void expose(String symbol, double notional, double equity) {
    ledger.hold(symbol, notional);
    if (equity > 0) {
      int index = risk.covariance().index(symbol);
      double volatility = risk.volatility(symbol, index, config.heat());
      heat.add(new Exposure(symbol, notional / equity, volatility), index);
    }
  }

  /** Of the last valuation: what is held or on its way, and what is decided since. */
  PortfolioHeat heat() {
    return heat;
  }

  /** Of the last valuation: what is held or on its way, and what is decided since. */
  ExposureLedger ledger() {
    return ledger;
  }

  /** At the last valuation. */
  RiskUse use() {
    return use;
  }

  RiskState risk() {
    return risk;
  }

  private void put(Holding holding) {
    if (holding.isVoid()) {
      holdings.remove(holding.symbol());
    } else {
      holdings.put(holding.symbol(), holding);
    }
  }
}
