package io.minhos.sql;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import io.minhos.flink.features.BarFeatures;
import io.minhos.flink.features.ComputeFeatures;
import io.minhos.flink.market.Rejects;
import io.minhos.trading.TradingTopology;
import io.minhos.trading.config.TradingConfig;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** What a row of a table of market files is; each is made by the topology's own operators. */
enum MarketRows {
  TRADES {
    @Override
    Reader reader(DataType declared) {
      RowWriter<Trade> rows = RowWriter.of(declared, SqlColumns.TRADES, "TABLE");
      return (market, config, batch) ->
          write(
              market
                  .filter(record -> record.trade() != null)
                  .uid("select-trades")
                  .name("SelectTrades"),
              record -> rows.map(record.trade()));
    }
  },
  BARS {
    @Override
    Reader reader(DataType declared) {
      RowWriter<Bar> rows = RowWriter.of(declared, SqlColumns.BARS, "TABLE");
      return (market, config, batch) -> write(bars(market, config).bars(), rows);
    }
  },
  FEATURES {
    @Override
    Reader reader(DataType declared) {
      RowWriter<BarFeatures> rows = RowWriter.of(declared, SqlColumns.features(), "TABLE");
      return (market, config, batch) -> write(features(market, config, batch), rows);
    }
  },
  SEQUENCE {
    @Override
    Reader reader(DataType declared) {
      RowWriter<BarSequence> rows = RowWriter.of(declared, SqlColumns.sequence(), "TABLE");
      return (market, config, batch) ->
          write(
              features(market, config, batch)
                  .keyBy(row -> row.bar().symbol())
                  .map(new FoldSequences(config.inference().sequenceLength()))
                  .uid("fold-sequences")
                  .name("FoldSequences"),
              rows);
    }
  },
  REJECTS {
    @Override
    Reader reader(DataType declared) {
      RowWriter<Rejection> rows = RowWriter.of(declared, SqlColumns.REJECTS, "TABLE");
      return (market, config, batch) ->
          write(market.getSideOutput(Rejects.TAG).union(bars(market, config).rejects()), rows);
    }
  };

  /** Makes rows of a market. */
  interface Reader {
    DataStream<RowData> read(
        SingleOutputStreamOperator<MarketRecord> market, TradingConfig config, boolean batch);
  }

  /**
   * Makes the rows that SQL declared.
   *
   * @throws org.apache.flink.table.api.ValidationException UNKNOWN_COLUMN, WRONG_TYPE
   */
  abstract Reader reader(DataType declared);

  private static TradingTopology.Bars bars(
      SingleOutputStreamOperator<MarketRecord> market, TradingConfig config) {
    return TradingTopology.bars(market, config);
  }

  private static DataStream<BarFeatures> features(
      SingleOutputStreamOperator<MarketRecord> market, TradingConfig config, boolean batch) {
    DataStream<Bar> bars = bars(market, config).bars();
    // In batch a keyed input is sorted by the timestamps of its records, which there are those of a
    // symbol's first bar.
    DataStream<Bar> inTime =
        batch
            ? bars.assignTimestampsAndWatermarks(
                    WatermarkStrategy.<Bar>noWatermarks()
                        .withTimestampAssigner((bar, timestamp) -> bar.time()))
                .uid("stamp-bars")
                .name("StampBars")
            : bars;
    return inTime
        .keyBy(Bar::symbol)
        .process(new ComputeFeatures())
        .uid("compute-features")
        .name("ComputeFeatures");
  }

  private static <T> DataStream<RowData> write(DataStream<T> stream, MapFunction<T, RowData> rows) {
    return stream.map(rows).uid("write-rows").name("WriteRows");
  }
}
