package io.minhos.trading.replay;

import io.minhos.domain.market.MarketRecord;
import io.minhos.flink.files.MalformedFileException;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.JobSettings;
import io.minhos.trading.config.TradingConfig;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * From when to when files go, by what of them is admitted: a time that no other record bears out
 * does not count.
 *
 * @param first event time of the first record, milliseconds since the epoch
 * @param last event time of the last
 */
public record MarketSpan(long first, long last) {

  private static final String FIRST = "first";
  private static final String LAST = "last";

  /**
   * Reads the files once.
   *
   * @throws MalformedFileException NO_RECORDS if nothing is admitted
   */
  public static MarketSpan of(List<MarketFile> files, TradingConfig config) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, JobSettings.flink());
    FileMarket.read(env, files, config)
        .filter(new NoteTimes())
        .uid("note-times")
        .sinkTo(new DiscardingSink<>())
        .uid("discard");
    var noted = env.execute("market span").getAllAccumulatorResults();
    long first = (Long) noted.get(FIRST);
    long last = (Long) noted.get(LAST);
    if (first > last) {
      throw new MalformedFileException(
          "NO_RECORDS: files=" + files.stream().map(MarketFile::path).toList());
    }
    return new MarketSpan(first, last);
  }

  /** Lets nothing on. */
  private static final class NoteTimes extends RichFilterFunction<MarketRecord> {
    private static final long serialVersionUID = 1L;

    private transient LongMinimum first;
    private transient LongMaximum last;

    @Override
    public void open(OpenContext context) {
      first = new LongMinimum();
      last = new LongMaximum();
      getRuntimeContext().addAccumulator(FIRST, first);
      getRuntimeContext().addAccumulator(LAST, last);
    }

    @Override
    public boolean filter(MarketRecord record) {
      first.add(record.time());
      last.add(record.time());
      return false;
    }
  }
}
