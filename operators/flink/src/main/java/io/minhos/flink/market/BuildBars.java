package io.minhos.flink.market;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.BarBuilder;
import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.JumpConfig;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PriceHistory;
import io.minhos.domain.market.RecentIds;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Trade;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Trades of a symbol, in any order within the lateness, to its bars. When the watermark passes a
 * bar's end, its trades are put in the order (time, id), repeats and jumps are refused, and the
 * rest is folded. No trade, no bar.
 */
public final class BuildBars extends KeyedProcessFunction<String, MarketRecord, Bar> {

  static final ListStateDescriptor<MarketRecord> PENDING =
      new ListStateDescriptor<>("pending-trades", MarketRecord.class);
  static final ValueStateDescriptor<PriceHistory> PRICES =
      new ValueStateDescriptor<>("price-history", PriceHistory.class);
  static final ValueStateDescriptor<RecentIds> RECENT_IDS =
      new ValueStateDescriptor<>("recent-trade-ids", RecentIds.class);

  private final BarClock clock;
  private final JumpConfig jumps;
  private final long duplicateWindowMillis;

  private transient ListState<MarketRecord> pending;
  private transient ValueState<PriceHistory> prices;
  private transient ValueState<RecentIds> recentIds;
  private transient Counts counts;

  public BuildBars(BarClock clock, JumpConfig jumps, long duplicateWindowMillis) {
    this.clock = clock;
    this.jumps = jumps;
    this.duplicateWindowMillis = duplicateWindowMillis;
  }

  @Override
  public void open(OpenContext context) {
    pending = getRuntimeContext().getListState(PENDING);
    prices = getRuntimeContext().getState(PRICES);
    recentIds = getRuntimeContext().getState(RECENT_IDS);
    counts = new Counts(getRuntimeContext());
  }

  @Override
  public void processElement(MarketRecord record, Context context, Collector<Bar> out)
      throws Exception {
    pending.add(record);
    context.timerService().registerEventTimeTimer(clock.barTime(record.time()));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Bar> out) throws Exception {
    // The first timer that a watermark fires builds all bars behind that watermark: what is pending
    // is gone through once, not once a bar. In batch that is all of a symbol's trades.
    long watermark = context.timerService().currentWatermark();
    List<MarketRecord> due = new ArrayList<>();
    List<MarketRecord> later = new ArrayList<>();
    for (MarketRecord record : pending.get()) {
      (clock.barTime(record.time()) <= watermark ? due : later).add(record);
    }
    if (due.isEmpty()) {
      return;
    }
    pending.update(later);
    due.sort(MarketRecord.TRADE_ORDER);
    int from = 0;
    while (from < due.size()) {
      long barTime = clock.barTime(due.get(from).time());
      int to = from;
      while (to < due.size() && due.get(to).time() <= barTime) {
        to++;
      }
      build(due.subList(from, to), barTime, context, out);
      from = to;
    }
  }

  /** Folds the trades of one bar, in order. */
  private void build(
      List<MarketRecord> trades, long barTime, OnTimerContext context, Collector<Bar> out)
      throws Exception {
    PriceHistory history = prices.value() == null ? PriceHistory.empty() : prices.value();
    RecentIds known = recentIds.value() == null ? RecentIds.empty() : recentIds.value();
    Map<String, Long> added = new HashMap<>();
    BarBuilder builder =
        new BarBuilder(context.getCurrentKey(), clock.openTime(barTime), barTime + 1);
    for (MarketRecord record : trades) {
      Trade trade = record.trade();
      long since = trade.time() - duplicateWindowMillis;
      if (known.contains(trade.id(), since)
          || added.getOrDefault(trade.id(), Long.MIN_VALUE) >= since) {
        context.output(Rejects.TAG, record.reject(RejectCode.DUPLICATE, "tradeId=" + trade.id()));
        continue;
      }
      added.put(trade.id(), trade.time());
      if (history.isJump(trade.price(), jumps)) {
        context.output(
            Rejects.TAG,
            record.reject(
                RejectCode.JUMP, "price=" + trade.price() + " last=" + history.lastPrice()));
        history = history.plusRefused(trade.price(), jumps);
      } else {
        history = history.plus(trade.price(), jumps);
        builder.add(trade);
        counts.add(TradingMetric.RECORDS_ACCEPTED);
      }
    }
    prices.update(history);
    recentIds.update(known.plus(added, barTime - duplicateWindowMillis));
    if (!builder.isEmpty()) {
      out.collect(builder.build());
    }
  }
}
