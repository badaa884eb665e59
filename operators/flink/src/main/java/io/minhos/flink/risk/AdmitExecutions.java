package io.minhos.flink.risk;

import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionChecks;
import io.minhos.flink.market.Rejects;
import io.minhos.flink.metrics.Counts;
import io.minhos.flink.metrics.TradingMetric;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Lets an external venue's executions in; those that cannot be booked go to the rejects. */
public final class AdmitExecutions extends ProcessFunction<ExecutionReport, VenueReport> {

  private final ExecutionChecks checks;
  private transient Counts counts;

  public AdmitExecutions(ExecutionChecks checks) {
    this.checks = checks;
  }

  @Override
  public void open(OpenContext context) {
    counts = new Counts(getRuntimeContext());
  }

  @Override
  public void processElement(ExecutionReport report, Context context, Collector<VenueReport> out) {
    counts.add(TradingMetric.RECORDS_READ);
    if (report.rejection() != null) {
      context.output(Rejects.TAG, report.rejection());
      return;
    }
    Execution execution = report.execution();
    if (execution.execType() == ExecType.RESTATED) {
      // What the portfolio restated by itself is booked, and a venue's restatement moves nothing.
      counts.add(TradingMetric.RECORDS_ACCEPTED);
      return;
    }
    checks
        .check(execution, report.arrival())
        .ifPresentOrElse(
            refusal ->
                context.output(
                    Rejects.TAG,
                    new Rejection(
                        report.source(),
                        report.ordinal(),
                        refusal.code(),
                        refusal.detail(),
                        execution.symbol() == null ? "" : execution.symbol(),
                        execution.transactTime(),
                        report.raw())),
            () -> {
              counts.add(TradingMetric.RECORDS_ACCEPTED);
              out.collect(VenueReport.of(execution));
            });
  }
}
