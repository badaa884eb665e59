package io.minhos.sql;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.Trade;
import io.minhos.trading.kafka.MarketDataCodec;
import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;

/** Reads rows of bars or of trades off messages of market topics. */
final class MarketRowDecoder implements DeserializationSchema<RowData> {

  private static final long serialVersionUID = 1L;

  private final boolean lenient;
  private final RowWriter<Bar> bars;
  private final RowWriter<Trade> trades;
  private final TypeInformation<RowData> type;

  private transient MarketDataCodec codec;

  /**
   * @param lenient whether what cannot be read is left out
   * @param bars writes bars, null of trades
   * @param trades writes trades, null of bars
   */
  MarketRowDecoder(
      boolean lenient,
      RowWriter<Bar> bars,
      RowWriter<Trade> trades,
      TypeInformation<RowData> type) {
    this.lenient = lenient;
    this.bars = bars;
    this.trades = trades;
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    codec = new MarketDataCodec();
  }

  /** Null, which is left out, of a record of another kind. */
  @Override
  public RowData deserialize(byte[] message) throws IOException {
    try {
      return MarketFormatFactory.row(codec.decode("", 0, message), bars, trades);
    } catch (IllegalArgumentException e) {
      if (lenient) {
        return null;
      }
      throw new IOException("UNREADABLE: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isEndOfStream(RowData nextElement) {
    return false;
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return type;
  }
}
