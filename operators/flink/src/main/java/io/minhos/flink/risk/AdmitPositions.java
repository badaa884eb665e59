package io.minhos.flink.risk;

import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.PositionChecks;
import io.minhos.domain.orders.PositionReport;
import io.minhos.flink.market.Rejects;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Lets position reports in; those that the books cannot follow go to the rejects. */
public final class AdmitPositions extends ProcessFunction<PositionArrival, VenueReport> {

  private final PositionChecks checks;
  private transient Counts counts;

  public AdmitPositions(PositionChecks checks) {
    this.checks = checks;
  }

  @Override
  public void open(OpenContext context) {
    counts = new Counts(getRuntimeContext());
  }

  @Override
  public void processElement(PositionArrival in, Context context, Collector<VenueReport> out) {
    counts.add(TradingMetric.RECORDS_READ);
    if (in.rejection() != null) {
      context.output(Rejects.TAG, in.rejection());
      return;
    }
    PositionReport report = in.report();
    checks
        .check(report, in.arrival())
        .ifPresentOrElse(
            refusal ->
                context.output(
                    Rejects.TAG,
                    new Rejection(
                        in.source(),
                        in.ordinal(),
                        refusal.code(),
                        refusal.detail(),
                        "",
                        report.asOf(),
                        in.raw())),
            () -> {
              counts.add(TradingMetric.RECORDS_ACCEPTED);
              out.collect(VenueReport.of(report));
            });
  }
}
