package io.minhos.flink.market;

import io.minhos.domain.market.MarketRecord;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Parts admitted records from refused ones, which a source may only emit in one stream. */
public final class SplitArrivals extends ProcessFunction<Arrival, MarketRecord> {

  private transient Counts counts;

  @Override
  public void open(OpenContext context) {
    counts = new Counts(getRuntimeContext());
  }

  @Override
  public void processElement(Arrival arrival, Context context, Collector<MarketRecord> out) {
    counts.add(TradingMetric.RECORDS_READ);
    if (arrival.rejection() != null) {
      context.output(Rejects.TAG, arrival.rejection());
    } else {
      out.collect(arrival.record());
    }
  }
}
