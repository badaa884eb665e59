package io.minhos.trading.report;

import io.minhos.domain.evaluation.Performance;
import io.minhos.trading.output.Summary;
import java.util.Map;

/**
 * All that a report is made of. What of it depends on the machine, {@code summary.elapsedMillis},
 * is not shown.
 *
 * @param performance of all portfolios together
 * @param profit where the money came from and went
 * @param history equity over time
 * @param trades fills and round trips
 * @param denials denied entries by code
 * @param curves what is drawn beside equity
 */
public record RunFacts(
    Summary summary,
    Performance performance,
    Profit profit,
    EquityHistory history,
    TradeStatistics trades,
    Map<String, Long> denials,
    RunCurves curves) {}
