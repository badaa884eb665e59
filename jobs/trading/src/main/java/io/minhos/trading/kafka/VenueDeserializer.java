package io.minhos.trading.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.PositionReport;
import io.minhos.flink.risk.ExecutionReport;
import io.minhos.flink.risk.PositionArrival;
import io.minhos.trading.output.Json;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * What an external venue reports: JSON, which may hold more than we know.
 *
 * @param <T> what is told
 * @param <A> its arrival
 */
final class VenueDeserializer<T, A> implements KafkaRecordDeserializationSchema<A> {

  private static final long serialVersionUID = 1L;

  private final Class<T> told;
  private final Class<A> type;
  private final Arrival<T, A> arrived;
  private final boolean arrivalTime;

  /** Of {@code told}; one that has met a record cannot be serialised. */
  private transient ObjectReader reader;

  /** Makes an arrival, with the report or the reason why it could not be read. */
  private interface Arrival<T, A> extends Serializable {
    A of(String source, long ordinal, long arrival, T told, Rejection rejection, String raw);
  }

  private VenueDeserializer(
      Class<T> told, Class<A> type, Arrival<T, A> arrived, boolean arrivalTime) {
    this.told = told;
    this.type = type;
    this.arrived = arrived;
    this.arrivalTime = arrivalTime;
  }

  /**
   * Of executions.
   *
   * @param arrivalTime whether the broker's append time judges what is FUTURE; not where old data
   *     are published anew
   */
  static VenueDeserializer<Execution, ExecutionReport> executions(boolean arrivalTime) {
    return new VenueDeserializer<>(
        Execution.class, ExecutionReport.class, ExecutionReport::new, arrivalTime);
  }

  /**
   * Of positions.
   *
   * @param arrivalTime as of executions
   */
  static VenueDeserializer<PositionReport, PositionArrival> positions(boolean arrivalTime) {
    return new VenueDeserializer<>(
        PositionReport.class, PositionArrival.class, PositionArrival::new, arrivalTime);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<A> out) {
    boolean appended = message.timestampType() == TimestampType.LOG_APPEND_TIME;
    out.collect(
        read(
            MarketTopic.partition(message.topic(), message.partition()),
            message.offset(),
            arrivalTime && appended ? message.timestamp() : PartitionAdmission.UNKNOWN_ARRIVAL,
            message.value()));
  }

  A read(String source, long ordinal, long arrival, byte[] value) {
    String raw = value == null ? "" : new String(value, StandardCharsets.UTF_8);
    if (reader == null) {
      reader =
          Json.MAPPER.readerFor(told).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
    String flaw;
    try {
      T report = reader.readValue(raw);
      if (report != null) {
        return arrived.of(source, ordinal, arrival, report, null, raw);
      }
      flaw = "null";
    } catch (JsonProcessingException e) {
      flaw = e.getOriginalMessage();
    }
    Rejection rejection = new Rejection(source, ordinal, RejectCode.UNPARSABLE, flaw, "", 0, raw);
    return arrived.of(source, ordinal, arrival, null, rejection, raw);
  }

  @Override
  public TypeInformation<A> getProducedType() {
    return TypeInformation.of(type);
  }
}
