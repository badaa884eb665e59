package io.minhos.flink.risk;

import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.PositionReport;

/**
 * A position report that an external venue sent, or the reason why it could not be read.
 *
 * @param source topic partition
 * @param ordinal offset there
 * @param arrival when it arrived, in milliseconds since the epoch, or {@link
 *     PartitionAdmission#UNKNOWN_ARRIVAL}
 * @param report the report, or null
 * @param rejection why it could not be read, or null
 * @param raw the message as it arrived
 */
public record PositionArrival(
    String source,
    long ordinal,
    long arrival,
    PositionReport report,
    Rejection rejection,
    String raw) {}
