package io.minhos.flink.market;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.JumpConfig;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PriceHistory;
import io.minhos.domain.market.RejectCode;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Bars of a symbol as a source gives them, put in the order of time behind the watermark; a second
 * bar of the same time and a jump are refused.
 */
public final class OrderBars extends KeyedProcessFunction<String, MarketRecord, Bar> {

  static final ListStateDescriptor<MarketRecord> PENDING =
      new ListStateDescriptor<>("pending-bars", MarketRecord.class);
  static final ValueStateDescriptor<PriceHistory> PRICES =
      new ValueStateDescriptor<>("bar-price-history", PriceHistory.class);
  static final ValueStateDescriptor<Long> LAST_TIME =
      new ValueStateDescriptor<>("last-bar-time", Types.LONG);

  private final JumpConfig jumps;

  private transient ListState<MarketRecord> pending;
  private transient ValueState<PriceHistory> prices;
  private transient ValueState<Long> lastTime;
  private transient Counts counts;

  public OrderBars(JumpConfig jumps) {
    this.jumps = jumps;
  }

  @Override
  public void open(OpenContext context) {
    pending = getRuntimeContext().getListState(PENDING);
    prices = getRuntimeContext().getState(PRICES);
    lastTime = getRuntimeContext().getState(LAST_TIME);
    counts = new Counts(getRuntimeContext());
  }

  @Override
  public void processElement(MarketRecord record, Context context, Collector<Bar> out)
      throws Exception {
    pending.add(record);
    context.timerService().registerEventTimeTimer(record.time());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Bar> out) throws Exception {
    // The first timer that a watermark fires takes all that is behind that watermark.
    long watermark = context.timerService().currentWatermark();
    List<MarketRecord> due = new ArrayList<>();
    List<MarketRecord> later = new ArrayList<>();
    for (MarketRecord record : pending.get()) {
      (record.time() <= watermark ? due : later).add(record);
    }
    if (due.isEmpty()) {
      return;
    }
    pending.update(later);
    due.sort(MarketRecord.BAR_ORDER);

    PriceHistory history = prices.value() == null ? PriceHistory.empty() : prices.value();
    long last = lastTime.value() == null ? Long.MIN_VALUE : lastTime.value();
    for (MarketRecord record : due) {
      Bar bar = record.bar();
      if (record.time() == last) {
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
        last = record.time();
        counts.add(TradingMetric.RECORDS_ACCEPTED);
        out.collect(bar);
      }
    }
    prices.update(history);
    lastTime.update(last);
  }
}
