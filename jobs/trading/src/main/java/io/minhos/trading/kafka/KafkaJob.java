package io.minhos.trading.kafka;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.market.AdmitMarketData;
import io.minhos.flink.market.PartitionMark;
import io.minhos.flink.market.Rejects;
import io.minhos.flink.risk.AdmitExecutions;
import io.minhos.flink.risk.AdmitPositions;
import io.minhos.flink.risk.ExecutionReport;
import io.minhos.flink.risk.PositionArrival;
import io.minhos.flink.risk.VenueReport;
import io.minhos.trading.Models;
import io.minhos.trading.TradingTopology;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.config.TradingConfig.ExecutionMode;
import io.minhos.trading.output.Json;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The live job: topics in, topics out. */
public final class KafkaJob {

  private static final String GROUP = "minhos-trading";
  private static final OutputTag<VenueReport> NO_REPORTS =
      new OutputTag<>("no-reports", TypeInformation.of(VenueReport.class));

  /** Longer than an outage that a broker or the job may have: past it, commits are lost. */
  private static final String TRANSACTION_TIMEOUT_MS = "900000";

  /**
   * Requests that a producer sends before the first is answered: one, since a broker that just made
   * a partition may refuse the first and take the second, and then refuses the first for good
   * (KAFKA-15591).
   */
  static final String IN_FLIGHT = "max.in.flight.requests.per.connection";

  /** Whether a producer's own metrics are Flink's too: they are a third of all that there are. */
  private static final String OWN_METRICS = "register.producer.metrics";

  private KafkaJob() {}

  /** Adds the job to {@code env}. */
  public static void build(StreamExecutionEnvironment env, Models models, TradingConfig config) {
    KafkaMarket market = KafkaMarket.live(env, config);
    SingleOutputStreamOperator<MarketRecord> trades = market.trades();
    SingleOutputStreamOperator<MarketRecord> bars = market.bars();
    mark(trades, config, Topics.TRADES);
    mark(bars, config, Topics.BARS);
    DataStream<VenueReport> reports = trades.getSideOutput(NO_REPORTS);
    DataStream<Rejection> rejects =
        trades.getSideOutput(Rejects.TAG).union(bars.getSideOutput(Rejects.TAG));
    if (config.executionMode() == ExecutionMode.EXTERNAL) {
      SingleOutputStreamOperator<VenueReport> executions = executions(env, config);
      SingleOutputStreamOperator<VenueReport> positions = positions(env, config);
      reports = executions.union(positions);
      rejects =
          rejects.union(
              executions.getSideOutput(Rejects.TAG), positions.getSideOutput(Rejects.TAG));
    }
    TradingTopology.Outputs out =
        TradingTopology.build(
            new TradingTopology.Inputs(market.records(), rejects, reports, control(env, config)),
            models,
            config);
    // A heartbeat may come twice but never be lost: bars wait for it, so it goes without a detour.
    send(
            out.heartbeats(),
            config,
            Topics.CONTROL,
            DeliveryGuarantee.AT_LEAST_ONCE,
            h -> ControlType.HEARTBEAT.name())
        .setParallelism(1);
    send(out.alerts(), config, Topics.ALERTS, DeliveryGuarantee.EXACTLY_ONCE, Alert::model);
    // What it says of orders holds once the checkpoint that flushed them has completed.
    send(
        out.acknowledgements(),
        config,
        Topics.ACKS,
        DeliveryGuarantee.EXACTLY_ONCE,
        Acknowledgement::commandId);
    // Orders leave at once and carry an id by which a repeat is known; the rest is exactly-once.
    send(out.orders(), config, Topics.ORDERS, DeliveryGuarantee.AT_LEAST_ONCE, o -> o.portfolio());
    send(
        out.decisions(),
        config,
        Topics.DECISIONS,
        DeliveryGuarantee.EXACTLY_ONCE,
        d -> d.portfolio());
    send(
        told(out.executions(), config),
        config,
        Topics.EXECUTIONS,
        DeliveryGuarantee.EXACTLY_ONCE,
        e -> e.portfolio());
    send(out.signals(), config, Topics.SIGNALS, DeliveryGuarantee.EXACTLY_ONCE, s -> s.symbol());
    send(
        out.portfolio(),
        config,
        Topics.PORTFOLIO,
        DeliveryGuarantee.EXACTLY_ONCE,
        p -> p.portfolio());
    send(
        out.performance(),
        config,
        Topics.PERFORMANCE,
        DeliveryGuarantee.EXACTLY_ONCE,
        p -> p.portfolio());
    send(out.accuracy(), config, Topics.ACCURACY, DeliveryGuarantee.EXACTLY_ONCE, a -> a.model());
    send(out.rejects(), config, Topics.REJECTS, DeliveryGuarantee.EXACTLY_ONCE, Rejection::source);
  }

  /** A topic from its beginning, with the partitions that it has when the job starts. */
  static <T> KafkaSource<T> source(
      TradingConfig config, String topic, KafkaRecordDeserializationSchema<T> deserializer) {
    return reading(config, topic, deserializer).build();
  }

  /** A source as {@link #source}, to be told where it ends. */
  static <T> KafkaSourceBuilder<T> reading(
      TradingConfig config, String topic, KafkaRecordDeserializationSchema<T> deserializer) {
    return KafkaSource.<T>builder()
        .setBootstrapServers(config.kafka().bootstrapServers())
        .setTopics(topic)
        .setGroupId(GROUP)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty("isolation.level", "read_committed")
        // What a partition held before it was discovered would be behind the watermark.
        .setProperty("partition.discovery.interval.ms", "-1")
        // How many records wait is told all the same.
        .setProperty("register.consumer.metrics", "false")
        .setDeserializer(deserializer);
  }

  /** Appends markers to the partitions of {@code topic} that said nothing; repeats do no harm. */
  private static void mark(
      SingleOutputStreamOperator<MarketRecord> admitted, TradingConfig config, String topic) {
    admitted
        .getSideOutput(AdmitMarketData.MARKS)
        .sinkTo(
            KafkaSink.<PartitionMark>builder()
                .setBootstrapServers(config.kafka().bootstrapServers())
                .setRecordSerializer(new MarkerMessage(topic))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setProperty(IN_FLIGHT, "1")
                .setProperty("linger.ms", "0")
                .setProperty(OWN_METRICS, "false")
                .build())
        .uid("mark-" + topic)
        .name("mark " + topic);
  }

  /** What nobody else tells: all, or where an external venue tells its own, restatements. */
  private static DataStream<Execution> told(
      DataStream<Execution> executions, TradingConfig config) {
    return config.executionMode() == ExecutionMode.SIMULATED
        ? executions
        : executions
            .filter(e -> e.execType() == ExecType.RESTATED)
            .uid("select-restatements")
            .name("SelectRestatements");
  }

  /** What an external venue reports: its time is the market's, so it must not hold that back. */
  private static SingleOutputStreamOperator<VenueReport> executions(
      StreamExecutionEnvironment env, TradingConfig config) {
    KafkaSource<ExecutionReport> source =
        source(
            config,
            Topics.EXECUTIONS,
            VenueDeserializer.executions(config.admission().arrivalTime()));
    return env.fromSource(
            source, WatermarkStrategy.forGenerator(c -> new AlwaysComplete<>()), Topics.EXECUTIONS)
        .uid("read-executions")
        .process(new AdmitExecutions(config.executionChecks()))
        .uid("admit-executions")
        .name("AdmitExecutions");
  }

  /** What it holds, likewise. */
  private static SingleOutputStreamOperator<VenueReport> positions(
      StreamExecutionEnvironment env, TradingConfig config) {
    KafkaSource<PositionArrival> source =
        source(
            config,
            Topics.POSITIONS,
            VenueDeserializer.positions(config.admission().arrivalTime()));
    return env.fromSource(
            source, WatermarkStrategy.forGenerator(c -> new AlwaysComplete<>()), Topics.POSITIONS)
        .uid("read-positions")
        .process(new AdmitPositions(config.positionChecks()))
        .uid("admit-positions")
        .name("AdmitPositions");
  }

  /**
   * The control log from its beginning, in its order. Its time is that of its heartbeats; it is
   * never idle, for what has not been read yet may be in force at the next bar.
   */
  private static DataStream<ControlArrival> control(
      StreamExecutionEnvironment env, TradingConfig config) {
    KafkaSource<ControlArrival> source = source(config, Topics.CONTROL, new ControlDeserializer());
    return env.fromSource(
            source, WatermarkStrategy.forGenerator(c -> new OfHeartbeats()), Topics.CONTROL)
        .uid("read-control")
        .setParallelism(1);
  }

  private static <T> DataStreamSink<T> send(
      DataStream<T> stream,
      TradingConfig config,
      String topic,
      DeliveryGuarantee guarantee,
      Key<T> key) {
    var sink =
        KafkaSink.<T>builder()
            .setBootstrapServers(config.kafka().bootstrapServers())
            .setRecordSerializer(new JsonMessage<>(topic, key))
            .setDeliveryGuarantee(guarantee)
            .setProperty("transaction.timeout.ms", TRANSACTION_TIMEOUT_MS)
            .setProperty(IN_FLIGHT, "1")
            .setProperty("linger.ms", "0")
            .setProperty(OWN_METRICS, "false");
    DataStream<T> sent = stream;
    if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
      sink.setTransactionalIdPrefix(GROUP + "-" + topic);
      // Not chained: flushes, commits and begins of transactions wait for the broker, orders not.
      sent = stream.rescale();
    }
    return sent.sinkTo(sink.build()).uid("send-" + topic).name(topic);
  }

  /** What a record of a topic is keyed by. */
  private interface Key<T> extends Serializable {
    String of(T value);
  }

  private record JsonMessage<T>(String topic, Key<T> key)
      implements KafkaRecordSerializationSchema<T> {
    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        T value, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(
          topic,
          key.of(value).getBytes(StandardCharsets.UTF_8),
          Json.line(value).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final class MarkerMessage
      implements KafkaRecordSerializationSchema<PartitionMark> {
    private final String topic;
    private transient MarketDataCodec codec;

    MarkerMessage(String topic) {
      this.topic = topic;
    }

    @Override
    public void open(
        SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
      codec = new MarketDataCodec();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        PartitionMark mark, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(
          topic, MarketTopic.number(topic, mark.source()), null, codec.encodeMarker(mark.time()));
    }
  }

  private static final class OfHeartbeats implements WatermarkGenerator<ControlArrival> {
    @Override
    public void onEvent(ControlArrival arrival, long time, WatermarkOutput output) {
      ControlEntry entry = arrival.entry();
      if (entry != null && entry.type() == ControlType.HEARTBEAT && entry.flaw().isEmpty()) {
        output.emitWatermark(new Watermark(entry.effectiveFromMillis()));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Only heartbeats tell the time.
    }
  }

  private static final class AlwaysComplete<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T event, long time, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.emitWatermark(new Watermark(Long.MAX_VALUE));
    }
  }
}
