package io.minhos.flink.market;

import io.minhos.domain.market.MarketRecord;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Parts admitted records from refused ones, which a source may only emit in one stream. */
public final class SplitArrivals extends ProcessFunction<Arrival, MarketRecord> {

  @Override
  public void processElement(Arrival arrival, Context context, Collector<MarketRecord> out) {
    if (arrival.rejection() != null) {
      context.output(Rejects.TAG, arrival.rejection());
    } else {
      out.collect(arrival.record());
    }
  }
}
