package io.minhos.trading.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.PositionReport;
import io.minhos.flink.risk.PositionArrival;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Positions as an external venue reports them: JSON, which may hold more than we know. */
final class PositionDeserializer implements KafkaRecordDeserializationSchema<PositionArrival> {

  private static final long serialVersionUID = 1L;

  private static final ObjectReader READER =
      Json.MAPPER
          .readerFor(PositionReport.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final boolean arrivalTime;

  /**
   * @param arrivalTime whether the broker's append time judges what is FUTURE; not where old data
   *     are published anew
   */
  PositionDeserializer(boolean arrivalTime) {
    this.arrivalTime = arrivalTime;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<PositionArrival> out) {
    boolean appended = message.timestampType() == TimestampType.LOG_APPEND_TIME;
    out.collect(
        read(
            MarketTopic.partition(message.topic(), message.partition()),
            message.offset(),
            arrivalTime && appended ? message.timestamp() : PartitionAdmission.UNKNOWN_ARRIVAL,
            message.value()));
  }

  static PositionArrival read(String source, long ordinal, long arrival, byte[] value) {
    String raw = value == null ? "" : new String(value, StandardCharsets.UTF_8);
    try {
      PositionReport report = READER.readValue(raw);
      if (report != null) {
        return new PositionArrival(source, ordinal, arrival, report, null, raw);
      }
      return unparsable(source, ordinal, arrival, "null", raw);
    } catch (JsonProcessingException e) {
      return unparsable(source, ordinal, arrival, e.getOriginalMessage(), raw);
    }
  }

  private static PositionArrival unparsable(
      String source, long ordinal, long arrival, String detail, String raw) {
    Rejection rejection = new Rejection(source, ordinal, RejectCode.UNPARSABLE, detail, "", 0, raw);
    return new PositionArrival(source, ordinal, arrival, null, rejection, raw);
  }

  @Override
  public TypeInformation<PositionArrival> getProducedType() {
    return TypeInformation.of(PositionArrival.class);
  }
}
