package io.minhos.trading.kafka;

import io.minhos.flink.control.ControlArrival;
import io.minhos.trading.control.ControlJson;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Entries of the control log, which anyone may write to: what is none becomes a rejection. */
final class ControlDeserializer implements KafkaRecordDeserializationSchema<ControlArrival> {

  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<ControlArrival> out) {
    String text =
        message.value() == null ? "" : new String(message.value(), StandardCharsets.UTF_8);
    out.collect(
        ControlJson.read(
            MarketTopic.partition(message.topic(), message.partition()), message.offset(), text));
  }

  @Override
  public TypeInformation<ControlArrival> getProducedType() {
    return TypeInformation.of(ControlArrival.class);
  }
}
