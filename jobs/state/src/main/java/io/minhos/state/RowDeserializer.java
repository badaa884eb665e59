package io.minhos.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionChecks;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * Messages of the topics that are kept. What is none is passed over, and of an external venue's
 * reports what cannot be booked: the trading job has told of it as a reject.
 */
final class RowDeserializer implements KafkaRecordDeserializationSchema<StateRow> {

  private static final long serialVersionUID = 1L;

  private final Map<String, Class<? extends Record>> types;
  private final ExecutionChecks checks;
  private final boolean arrivalTime;

  /**
   * @param types of the messages by topic
   * @param checks of an external venue's reports
   * @param arrivalTime whether the broker's append time judges what is FUTURE
   */
  RowDeserializer(
      Map<String, Class<? extends Record>> types, ExecutionChecks checks, boolean arrivalTime) {
    this.types = types;
    this.checks = checks;
    this.arrivalTime = arrivalTime;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<StateRow> out) {
    if (message.value() == null) {
      return;
    }
    Object value;
    try {
      value =
          Json.MAPPER
              .readerFor(types.get(message.topic()))
              .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(new String(message.value(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return;
    }
    if (value == null || (value instanceof Execution execution && !isTaken(execution, message))) {
      return;
    }
    out.collect(new StateRow(message.topic(), Json.line(value), message.offset()));
  }

  /** Restatements are the trading job's own, of cash alone without a symbol. */
  private boolean isTaken(Execution execution, ConsumerRecord<?, ?> message) {
    if (execution.execType() == ExecType.RESTATED) {
      return execution.execId() != null
          && execution.clOrdId() != null
          && execution.portfolio() != null
          && execution.symbol() != null
          && execution.side() != null
          && execution.ordStatus() != null
          && Double.isFinite(execution.lastQty() + execution.lastPx() + execution.commission());
    }
    long arrival =
        arrivalTime && message.timestampType() == TimestampType.LOG_APPEND_TIME
            ? message.timestamp()
            : PartitionAdmission.UNKNOWN_ARRIVAL;
    return checks.check(execution, arrival).isEmpty();
  }

  @Override
  public TypeInformation<StateRow> getProducedType() {
    return TypeInformation.of(StateRow.class);
  }
}
