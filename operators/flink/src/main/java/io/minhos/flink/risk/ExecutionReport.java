package io.minhos.flink.risk;

import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.Execution;

/**
 * What an external venue sent, or the reason why it could not be read.
 *
 * @param source topic partition
 * @param ordinal offset there
 * @param arrival when it arrived, in milliseconds since the epoch, or {@link
 *     PartitionAdmission#UNKNOWN_ARRIVAL}
 * @param execution the execution, or null
 * @param rejection why it could not be read, or null
 * @param raw the message as it arrived
 */
public record ExecutionReport(
    String source,
    long ordinal,
    long arrival,
    Execution execution,
    Rejection rejection,
    String raw) {}
