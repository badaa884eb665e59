package io.minhos.flink.market;

import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.Rejection;

/**
 * A record of a source, or the reason why it is none.
 *
 * @param source file or topic partition
 * @param arrivalTime when the source took it in, by the source's own clock, or {@link
 *     PartitionAdmission#UNKNOWN_ARRIVAL}
 * @param record the record, or null
 * @param rejection why it could not be read, or null
 */
public record Arrival(String source, long arrivalTime, MarketRecord record, Rejection rejection) {

  public static Arrival of(MarketRecord record) {
    return new Arrival(record.source(), PartitionAdmission.UNKNOWN_ARRIVAL, record, null);
  }

  public static Arrival of(Rejection rejection) {
    return new Arrival(rejection.source(), PartitionAdmission.UNKNOWN_ARRIVAL, null, rejection);
  }

  /** Its line or offset in the source. */
  public long ordinal() {
    return record != null ? record.ordinal() : rejection.ordinal();
  }

  /** This arrival, taken in at {@code time}. */
  public Arrival at(long time) {
    return new Arrival(source, time, record, rejection);
  }
}
