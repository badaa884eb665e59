package io.minhos.flink.market;

import io.minhos.domain.control.Alert;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.BarBuilder;
import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.DataQuality;
import io.minhos.domain.market.DataQualityConfig;
import io.minhos.domain.market.JumpConfig;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PriceHistory;
import io.minhos.domain.market.RecentIds;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Trade;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.flink.ordering.HeldRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Trades and bars of a symbol, in any order within the lateness, to its bars, each later than the
 * one before. When the watermark passes a time, first the bars that a source gives for it are put
 * in the order (source, ordinal): a second one of the same time and a jump are refused. Then the
 * trades of the bar that ends there are put in the order (time, id): repeats and jumps are refused,
 * and the rest is folded; where a source gave the bar, it wins, and all of its trades are refused.
 * No bar and no trade, no bar.
 *
 * <p>What was read and refused on the way tells how good the symbol's data are: each bar carries
 * the verdict, and where it changes there is an alert. Trades whose bar a source gave count for
 * nothing in it: they are not poor, but not needed.
 */
public final class BuildBars extends KeyedProcessFunction<String, MarketRecord, Bar> {

  public static final OutputTag<Alert> ALERTS =
      new OutputTag<>("data-quality-alerts", TypeInformation.of(Alert.class));

  /** Code of the alert that a symbol's data keep new risk away. */
  public static final String STOPPED = "DATA_QUALITY_STOPPED";

  /** Code of the alert that they do so no more. */
  public static final String RESUMED = "DATA_QUALITY_RESUMED";

  static final ListStateDescriptor<MarketRecord> PENDING =
      new ListStateDescriptor<>("pending-records", MarketRecord.class);
  static final ValueStateDescriptor<PriceHistory> PRICES =
      new ValueStateDescriptor<>("price-history", PriceHistory.class);
  static final ValueStateDescriptor<PriceHistory> BAR_PRICES =
      new ValueStateDescriptor<>("bar-price-history", PriceHistory.class);
  static final ValueStateDescriptor<RecentIds> RECENT_IDS =
      new ValueStateDescriptor<>("recent-trade-ids", RecentIds.class);
  static final ValueStateDescriptor<Long> LAST_TIME =
      new ValueStateDescriptor<>("last-bar-time", Types.LONG);
  static final ValueStateDescriptor<DataQuality> QUALITY =
      new ValueStateDescriptor<>("data-quality", DataQuality.class);

  /** What came of the records of a time: a bar or null, of how many records. */
  private record Built(Bar bar, int received, int refused) {}

  private final BarClock clock;
  private final JumpConfig jumps;
  private final long duplicateWindowMillis;
  private final DataQualityConfig limits;

  private transient HeldRows<MarketRecord> pending;
  private transient ValueState<PriceHistory> prices;
  private transient ValueState<PriceHistory> barPrices;
  private transient ValueState<RecentIds> recentIds;
  private transient ValueState<Long> lastTime;
  private transient ValueState<DataQuality> quality;
  private transient Counts counts;

  public BuildBars(
      BarClock clock, JumpConfig jumps, long duplicateWindowMillis, DataQualityConfig limits) {
    this.clock = clock;
    this.jumps = jumps;
    this.duplicateWindowMillis = duplicateWindowMillis;
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    pending = new HeldRows<>(getRuntimeContext().getListState(PENDING), this::barTime);
    prices = getRuntimeContext().getState(PRICES);
    barPrices = getRuntimeContext().getState(BAR_PRICES);
    recentIds = getRuntimeContext().getState(RECENT_IDS);
    lastTime = getRuntimeContext().getState(LAST_TIME);
    quality = getRuntimeContext().getState(QUALITY);
    counts = new Counts(getRuntimeContext());
    counts.begin(TradingMetric.ALERTS, STOPPED);
    counts.begin(TradingMetric.ALERTS, RESUMED);
  }

  @Override
  public void processElement(MarketRecord record, Context context, Collector<Bar> out)
      throws Exception {
    pending.add(record);
    context.timerService().registerEventTimeTimer(barTime(record));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Bar> out) throws Exception {
    // The first timer that a watermark fires builds all bars behind that watermark: what is pending
    // is gone through once, not once a bar. In batch that is all of a symbol's records.
    long watermark = context.timerService().currentWatermark();
    List<MarketRecord> bars = new ArrayList<>();
    List<MarketRecord> trades = new ArrayList<>();
    for (MarketRecord record : pending.takeUpTo(watermark)) {
      (record.bar() != null ? bars : trades).add(record);
    }
    if (bars.isEmpty() && trades.isEmpty()) {
      return;
    }
    bars.sort(MarketRecord.BAR_ORDER);
    trades.sort(MarketRecord.TRADE_ORDER);
    DataQuality current = quality.value() == null ? DataQuality.initial() : quality.value();
    int bar = 0;
    int trade = 0;
    while (bar < bars.size() || trade < trades.size()) {
      long barTime =
          Math.min(
              bar < bars.size() ? barTime(bars.get(bar)) : Long.MAX_VALUE,
              trade < trades.size() ? barTime(trades.get(trade)) : Long.MAX_VALUE);
      int nextBar = end(bars, bar, barTime);
      // A bar off the grid may end amid that of the trades, which is not due before its own end.
      boolean tradesToo = trade < trades.size() && barTime(trades.get(trade)) == barTime;
      int nextTrade = tradesToo ? end(trades, trade, barTime) : trade;
      if (nextBar > bar) {
        current = judge(current, pass(bars.subList(bar, nextBar), context), context, out);
      }
      if (nextTrade > trade) {
        Built built = build(trades.subList(trade, nextTrade), barTime, context);
        current = judge(current, built, context, out);
      }
      bar = nextBar;
      trade = nextTrade;
    }
    quality.update(current);
  }

  /** Hands the bar on, if there is one, with what is to be thought of its symbol's data. */
  private DataQuality judge(
      DataQuality before, Built built, OnTimerContext context, Collector<Bar> out) {
    DataQuality read = before.plusRecords(built.received(), built.refused());
    if (built.bar() == null) {
      return read;
    }
    DataQuality after = read.plus(built.bar(), clock.lengthMillis(), limits);
    if (after.isStopped() != before.isStopped()) {
      String detail = "symbol=" + context.getCurrentKey();
      counts.add(TradingMetric.ALERTS, after.isStopped() ? STOPPED : RESUMED);
      context.output(
          ALERTS,
          after.isStopped()
              ? Alert.of(built.bar().time(), STOPPED, detail + " " + after.defect())
              : Alert.of(built.bar().time(), RESUMED, detail));
    }
    out.collect(built.bar().withDefect(after.defect()));
    return after;
  }

  /** Event time of the bar that {@code record} is, or that it is a trade of. */
  private long barTime(MarketRecord record) {
    return record.bar() != null ? record.time() : clock.barTime(record.time());
  }

  /** Where in {@code sorted}, from {@code from} on, the records up to {@code time} end. */
  private static int end(List<MarketRecord> sorted, int from, long time) {
    int to = from;
    while (to < sorted.size() && sorted.get(to).time() <= time) {
      to++;
    }
    return to;
  }

  /** The first good one of the bars that sources give for one time. */
  private Built pass(List<MarketRecord> bars, OnTimerContext context) throws Exception {
    Bar passed = null;
    PriceHistory history = barPrices.value() == null ? PriceHistory.empty() : barPrices.value();
    for (MarketRecord record : bars) {
      Bar bar = record.bar();
      if (record.time() <= last()) {
        context.output(
            Rejects.TAG, record.reject(RejectCode.DUPLICATE, "openTime=" + bar.openTime()));
      } else if (history.isJump(bar.close(), jumps)) {
        context.output(
            Rejects.TAG,
            record.reject(
                RejectCode.JUMP, "close=" + bar.close() + " last=" + history.lastPrice()));
        history = history.plusRefused(bar.close(), jumps);
      } else {
        history = history.plus(bar.close(), jumps);
        lastTime.update(record.time());
        counts.add(TradingMetric.RECORDS_ACCEPTED);
        passed = bar;
      }
    }
    barPrices.update(history);
    return new Built(passed, bars.size(), bars.size() - (passed == null ? 0 : 1));
  }

  /** Folds the trades of one bar, in order, unless a source gave the bar. */
  private Built build(List<MarketRecord> trades, long barTime, OnTimerContext context)
      throws Exception {
    PriceHistory history = prices.value() == null ? PriceHistory.empty() : prices.value();
    RecentIds known = recentIds.value() == null ? RecentIds.empty() : recentIds.value();
    boolean given = barTime <= last();
    int refused = 0;
    Map<String, Long> added = new HashMap<>();
    BarBuilder builder =
        new BarBuilder(context.getCurrentKey(), clock.openTime(barTime), barTime + 1);
    for (MarketRecord record : trades) {
      Trade trade = record.trade();
      long since = trade.time() - duplicateWindowMillis;
      if (known.contains(trade.id(), since)
          || added.getOrDefault(trade.id(), Long.MIN_VALUE) >= since) {
        context.output(Rejects.TAG, record.reject(RejectCode.DUPLICATE, "tradeId=" + trade.id()));
        refused++;
        continue;
      }
      added.put(trade.id(), trade.time());
      if (given) {
        context.output(
            Rejects.TAG, record.reject(RejectCode.DUPLICATE, "bar=" + clock.openTime(barTime)));
      } else if (history.isJump(trade.price(), jumps)) {
        context.output(
            Rejects.TAG,
            record.reject(
                RejectCode.JUMP, "price=" + trade.price() + " last=" + history.lastPrice()));
        history = history.plusRefused(trade.price(), jumps);
        refused++;
      } else {
        history = history.plus(trade.price(), jumps);
        builder.add(trade);
        counts.add(TradingMetric.RECORDS_ACCEPTED);
      }
    }
    prices.update(history);
    recentIds.update(known.plus(added, barTime - duplicateWindowMillis));
    if (given) {
      return new Built(null, 0, 0);
    }
    if (builder.isEmpty()) {
      return new Built(null, trades.size(), refused);
    }
    lastTime.update(barTime);
    return new Built(builder.build(), trades.size(), refused);
  }

  /** Event time of the last bar that was handed on. */
  private long last() throws Exception {
    Long last = lastTime.value();
    return last == null ? Long.MIN_VALUE : last;
  }
}
