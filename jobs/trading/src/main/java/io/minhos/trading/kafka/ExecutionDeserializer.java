package io.minhos.trading.kafka;

import io.minhos.domain.orders.Execution;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Executions as an external venue reports them: JSON. One that cannot be read stops the job. */
final class ExecutionDeserializer implements KafkaRecordDeserializationSchema<Execution> {

  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Execution> out) {
    out.collect(Json.read(new String(message.value(), StandardCharsets.UTF_8), Execution.class));
  }

  @Override
  public TypeInformation<Execution> getProducedType() {
    return TypeInformation.of(Execution.class);
  }
}
