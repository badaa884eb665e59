package io.minhos.trading.kafka;

import io.minhos.domain.market.Aggressor;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.Trade;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * Market data as Avro in single-object encoding: two marker bytes, the schema's fingerprint, the
 * fields. The fingerprint tells trades, bars and boundary markers apart. Not for several threads.
 */
public final class MarketDataCodec {

  public static final Schema TRADE = schema("trade.v1.avsc");
  public static final Schema BAR = schema("bar.v1.avsc");
  public static final Schema MARKER = schema("marker.v1.avsc");

  private static final int FINGERPRINT_OFFSET = 2;
  private static final int HEADER = 10;

  private final Format trades = new Format(TRADE);
  private final Format bars = new Format(BAR);
  private final Format markers = new Format(MARKER);

  /** A trade, ready to send. */
  public byte[] encode(Trade trade) {
    GenericRecord r = new GenericData.Record(TRADE);
    r.put("symbol", trade.symbol());
    r.put("time", trade.time());
    r.put("id", trade.id());
    r.put("price", trade.price());
    r.put("size", trade.size());
    r.put(
        "aggressor",
        new GenericData.EnumSymbol(TRADE.getField("aggressor").schema(), trade.aggressor().name()));
    r.put("bid", orNull(trade.bid()));
    r.put("bidSize", orNull(trade.bidSize()));
    r.put("ask", orNull(trade.ask()));
    r.put("askSize", orNull(trade.askSize()));
    return trades.encode(r);
  }

  /** A bar, ready to send. */
  public byte[] encode(Bar bar) {
    GenericRecord r = new GenericData.Record(BAR);
    r.put("symbol", bar.symbol());
    r.put("openTime", bar.openTime());
    r.put("closeTime", bar.closeTime());
    r.put("open", bar.open());
    r.put("high", bar.high());
    r.put("low", bar.low());
    r.put("close", bar.close());
    r.put("volume", bar.volume());
    r.put("buyVolume", orNull(bar.buyVolume()));
    r.put("sellVolume", orNull(bar.sellVolume()));
    r.put("trades", bar.trades());
    r.put("vwap", orNull(bar.vwap()));
    r.put("meanSpread", orNull(bar.meanSpread()));
    return bars.encode(r);
  }

  /** A boundary marker at {@code time}, ready to send. */
  public byte[] encodeMarker(long time) {
    GenericRecord r = new GenericData.Record(MARKER);
    r.put("time", time);
    return markers.encode(r);
  }

  /**
   * Reads what a market topic holds.
   *
   * @param source topic and partition
   * @param ordinal offset
   * @throws IllegalArgumentException if the bytes are none of the three
   */
  public MarketRecord decode(String source, long ordinal, byte[] bytes) {
    if (bytes == null || bytes.length < HEADER) {
      throw new IllegalArgumentException("bytes=" + (bytes == null ? 0 : bytes.length));
    }
    long fingerprint =
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(FINGERPRINT_OFFSET);
    try {
      if (fingerprint == trades.fingerprint) {
        return MarketRecord.of(source, ordinal, trade(trades.decode(bytes)));
      }
      if (fingerprint == bars.fingerprint) {
        return MarketRecord.of(source, ordinal, bar(bars.decode(bytes)));
      }
      if (fingerprint == markers.fingerprint) {
        return MarketRecord.marker(source, ordinal, (long) markers.decode(bytes).get("time"));
      }
    } catch (IOException | RuntimeException e) {
      // Avro throws whatever the bytes lead it to, and one message must not stop the job for ever.
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
    throw new IllegalArgumentException("fingerprint=" + Long.toHexString(fingerprint));
  }

  private static Trade trade(GenericRecord r) {
    return new Trade(
        r.get("symbol").toString(),
        (long) r.get("time"),
        r.get("id").toString(),
        (double) r.get("price"),
        (double) r.get("size"),
        Aggressor.valueOf(r.get("aggressor").toString()),
        orNaN(r.get("bid")),
        orNaN(r.get("bidSize")),
        orNaN(r.get("ask")),
        orNaN(r.get("askSize")));
  }

  private static Bar bar(GenericRecord r) {
    return new Bar(
        r.get("symbol").toString(),
        (long) r.get("openTime"),
        (long) r.get("closeTime"),
        (double) r.get("open"),
        (double) r.get("high"),
        (double) r.get("low"),
        (double) r.get("close"),
        (double) r.get("volume"),
        orNaN(r.get("buyVolume")),
        orNaN(r.get("sellVolume")),
        (long) r.get("trades"),
        orNaN(r.get("vwap")),
        orNaN(r.get("meanSpread")));
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static double orNaN(Object value) {
    return value == null ? Double.NaN : (double) value;
  }

  private static Schema schema(String name) {
    try (InputStream in =
        Objects.requireNonNull(MarketDataCodec.class.getResourceAsStream(name), name)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Format {
    private final Schema schema;
    private final long fingerprint;
    private final BinaryMessageEncoder<GenericRecord> encoder;
    private final BinaryMessageDecoder<GenericRecord> decoder;

    Format(Schema schema) {
      this.schema = schema;
      fingerprint = SchemaNormalization.parsingFingerprint64(schema);
      encoder = new BinaryMessageEncoder<>(GenericData.get(), schema);
      decoder = new BinaryMessageDecoder<>(GenericData.get(), schema);
    }

    GenericRecord decode(byte[] bytes) throws IOException {
      checkLengths(bytes);
      return decoder.decode(bytes);
    }

    /**
     * Walks over the fields without keeping any: Avro allocates what a string claims to be long, up
     * to 2 GiB, before it looks for the bytes.
     */
    private void checkLengths(byte[] bytes) throws IOException {
      BinaryDecoder in =
          DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
      for (Schema.Field field : schema.getFields()) {
        Schema type = field.schema();
        if (type.getType() == Schema.Type.UNION) {
          type = type.getTypes().get(in.readIndex());
        }
        switch (type.getType()) {
          case STRING -> {
            long length = in.readLong();
            if (length < 0 || length > in.inputStream().available()) {
              throw new IllegalArgumentException(field.name() + " length=" + length);
            }
            in.skipFixed((int) length);
          }
          case LONG -> in.readLong();
          case DOUBLE -> in.readDouble();
          case ENUM -> in.readEnum();
          case NULL -> in.readNull();
          default -> throw new IllegalStateException("no such type in the topics: " + type);
        }
      }
    }

    byte[] encode(GenericRecord datum) {
      try {
        ByteBuffer buffer = encoder.encode(datum);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
