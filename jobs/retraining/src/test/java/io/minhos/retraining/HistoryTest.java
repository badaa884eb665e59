package io.minhos.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.MarketRecord;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.JobSettings;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.replay.MarketSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

  private static final TradingConfig CONFIG = ConfigLoader.load(null, List.of());
  private static final long START = Instant.parse("2024-01-02T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  @TempDir Path dir;

  /** Ten bars of a minute. */
  private MarketFile bars() throws Exception {
    List<String> lines = new ArrayList<>(List.of("symbol,open_time,open,high,low,close,volume"));
    for (int bar = 0; bar < 10; bar++) {
      lines.add("A," + Instant.ofEpochMilli(START + bar * MINUTE) + ",1,1,1,1,1");
    }
    Path file = Files.write(dir.resolve("bars.csv"), lines);
    return new MarketFile(file.toString(), MarketFile.Kind.BARS);
  }

  /** A trade each ten seconds of two minutes, and one of the year 2100, which is not admitted. */
  private MarketFile trades() throws Exception {
    List<String> lines = new ArrayList<>(List.of("symbol,event_time_ms,price,size"));
    for (int trade = 0; trade < 12; trade++) {
      lines.add("B," + (START + trade * 10_000L) + ",1,1");
    }
    lines.add(6, "B,4102444800000,1,1");
    Path file = Files.write(dir.resolve("trades.csv"), lines);
    return new MarketFile(file.toString(), MarketFile.Kind.TRADES);
  }

  @Test
  void aWindowHoldsWhatHappenedInItAndNothingElse() throws Exception {
    assertThat(times(bars(), START + 2 * MINUTE, START + 5 * MINUTE))
        .containsExactly(START + 3 * MINUTE - 1, START + 4 * MINUTE - 1, START + 5 * MINUTE - 1);
    assertThat(times(trades(), START + MINUTE, START + MINUTE + 20_000))
        .containsExactly(START + MINUTE, START + MINUTE + 10_000);
  }

  private static List<Long> times(MarketFile file, long from, long until) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, JobSettings.flink());
    return History.within(History.of(List.of(file)), from, until)
        .read(env, CONFIG)
        .executeAndCollect(100)
        .stream()
        .map(MarketRecord::time)
        .toList();
  }

  @Test
  void filesGoAsFarAsWhatIsAdmitted() throws Exception {
    assertThat(MarketSpan.of(List.of(bars(), trades()), CONFIG))
        .isEqualTo(new MarketSpan(START, START + 10 * MINUTE - 1));
    assertThat(MarketSpan.of(List.of(trades()), CONFIG))
        .isEqualTo(new MarketSpan(START, START + 110_000));
  }
}
