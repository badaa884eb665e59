package io.minhos.flink.market;

import io.minhos.domain.market.Rejection;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts refused records by code, wherever they were refused. */
public final class CountRejects extends RichMapFunction<Rejection, Rejection> {

  private transient Counts counts;

  @Override
  public void open(OpenContext context) {
    counts = new Counts(getRuntimeContext());
  }

  @Override
  public Rejection map(Rejection rejection) {
    counts.add(TradingMetric.RECORDS_REJECTED, rejection.code().name());
    return rejection;
  }
}
