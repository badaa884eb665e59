package io.minhos.trading.kafka;

import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.flink.market.Arrival;
import java.util.Base64;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Market data of a topic; what cannot be read becomes a rejection that holds the bytes. */
final class ArrivalDeserializer implements KafkaRecordDeserializationSchema<Arrival> {

  private static final long serialVersionUID = 1L;

  private final boolean arrivalTime;
  private transient MarketDataCodec codec;

  /**
   * @param arrivalTime whether the broker's append time judges what is FUTURE; not where old data
   *     are published anew
   */
  ArrivalDeserializer(boolean arrivalTime) {
    this.arrivalTime = arrivalTime;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    codec = new MarketDataCodec();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Arrival> out) {
    String source = MarketTopic.partition(message.topic(), message.partition());
    Arrival arrival;
    try {
      arrival = Arrival.of(codec.decode(source, message.offset(), message.value()));
    } catch (IllegalArgumentException e) {
      byte[] bytes = message.value() == null ? new byte[0] : message.value();
      arrival =
          Arrival.of(
              new Rejection(
                  source,
                  message.offset(),
                  RejectCode.UNPARSABLE,
                  String.valueOf(e.getMessage()),
                  "",
                  0,
                  Base64.getEncoder().encodeToString(bytes)));
    }
    boolean appended = message.timestampType() == TimestampType.LOG_APPEND_TIME;
    out.collect(arrivalTime && appended ? arrival.at(message.timestamp()) : arrival);
  }

  @Override
  public TypeInformation<Arrival> getProducedType() {
    return TypeInformation.of(Arrival.class);
  }
}
