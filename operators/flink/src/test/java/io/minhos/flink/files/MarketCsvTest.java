package io.minhos.flink.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.market.Aggressor;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.flink.market.Arrival;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketCsvTest {

  private static final double UNKNOWN = Double.NaN;
  private static final long MINUTE = 60_000;
  private static final String TRADES = "symbol,event_time_ms,trade_id,price,size";
  private static final String BARS = "symbol,open_time,open,high,low,close,volume";

  @TempDir Path dir;

  @Test
  void readsATradeWithEveryColumn() throws IOException {
    assertThat(
            trades(
                TRADES
                    + ",aggressor,bid,bid_size,ask,ask_size\n"
                    + "A,7,id-1,10.5,2,SELL,10.25,3,10.75,4\n"))
        .containsExactly(
            trade(2, new Trade("A", 7, "id-1", 10.5, 2, Aggressor.SELL, 10.25, 3, 10.75, 4)));
  }

  @Test
  void whatATradeLeavesOutIsUnknownAndItsLineIsItsId() throws IOException {
    assertThat(trades("symbol,event_time_ms,price,size\nA,7,10.5,2\n\nB,-8,1e3,.5\n"))
        .containsExactly(
            trade(2, Trade.of("A", 7, "2", 10.5, 2)), trade(4, Trade.of("B", -8, "4", 1_000, 0.5)));
    assertThat(trades(TRADES + ",aggressor,bid,bid_size,ask,ask_size\nA,7,,10.5,2,,,,,\n"))
        .containsExactly(trade(2, Trade.of("A", 7, "2", 10.5, 2)));
  }

  @ParameterizedTest
  @CsvSource({
    "trade_id, x9, x9, UNKNOWN, NaN, NaN, NaN, NaN",
    "aggressor, BUY, 2, BUY, NaN, NaN, NaN, NaN",
    "aggressor, UNKNOWN, 2, UNKNOWN, NaN, NaN, NaN, NaN",
    "bid, 9, 2, UNKNOWN, 9, NaN, NaN, NaN",
    "bid_size, 9, 2, UNKNOWN, NaN, 9, NaN, NaN",
    "ask, 9, 2, UNKNOWN, NaN, NaN, 9, NaN",
    "ask_size, 9, 2, UNKNOWN, NaN, NaN, NaN, 9",
  })
  void readsEachOptionalColumnOfATradeAlone(
      String column,
      String value,
      String id,
      Aggressor aggressor,
      double bid,
      double bidSize,
      double ask,
      double askSize)
      throws IOException {
    assertThat(trades("%s,symbol,event_time_ms,price,size\n%s,A,7,10,1\n".formatted(column, value)))
        .containsExactly(
            trade(2, new Trade("A", 7, id, 10, 1, aggressor, bid, bidSize, ask, askSize)));
  }

  @Test
  void readsABarWithItsLength() throws IOException {
    String line = "A,2024-01-01T00:00:00Z,1,4,0.5,2,9";
    long open = 1_704_067_200_000L;
    assertThat(bars(BARS + "\n" + line + "\n", MINUTE))
        .containsExactly(bar(2, Bar.of("A", open, open + MINUTE, 1, 4, 0.5, 2, 9)));
    assertThat(bars(BARS + "\n" + line + "\n", 7_000))
        .containsExactly(bar(2, Bar.of("A", open, open + 7_000, 1, 4, 0.5, 2, 9)));
  }

  @ParameterizedTest
  @CsvSource({
    "buy_volume, 6, 6, NaN, 0",
    "sell_volume, 6, NaN, 6, 0",
    "trades, 6, NaN, NaN, 6",
    "comment, 6, NaN, NaN, 0",
  })
  void readsEachOptionalColumnOfABarAlone(
      String column, String value, double bought, double sold, long trades) throws IOException {
    String header = BARS + "," + column + "\n";
    assertThat(bars(header + "A,1970-01-01T00:00:00Z,1,4,0.5,2,9," + value, MINUTE))
        .containsExactly(
            bar(
                2,
                new Bar("A", 0, MINUTE, 1, 4, 0.5, 2, 9, bought, sold, trades, UNKNOWN, UNKNOWN)));
    assertThat(bars(header + "A,1970-01-01T00:00:00Z,1,4,0.5,2,9,", MINUTE))
        .containsExactly(bar(2, Bar.of("A", 0, MINUTE, 1, 4, 0.5, 2, 9)));
  }

  @Test
  void columnsStandInAnyOrder() throws IOException {
    assertThat(trades(" size ,price,event_time_ms,ignored,symbol\n2,10.5,7,x,A\n"))
        .containsExactly(trade(2, Trade.of("A", 7, "2", 10.5, 2)));
  }

  @Test
  void quotesAndLineEndsMakeNoDifference() throws IOException {
    Arrival expected = trade(2, Trade.of("A,\"B\"", 7, "1", 10.5, 2));
    String line = "\"A,\"\"B\"\"\",7,\"1\",\"10.5\",2";
    assertThat(trades(TRADES + "\n" + line)).containsExactly(expected);
    assertThat(trades(TRADES + "\r\n" + line + "\r\n")).containsExactly(expected);
    assertThat(trades("\"symbol\",event_time_ms,trade_id,\"price\",size\r\n" + line))
        .containsExactly(expected);
  }

  @Test
  void readsGzipByItsEnding() throws IOException {
    Path file = dir.resolve("t.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((TRADES + "\nA,7,1,10.5,2\n").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(file, Kind.TRADES, MINUTE))
        .containsExactly(
            Arrival.of(MarketRecord.of("t.csv.gz", 2, Trade.of("A", 7, "1", 10.5, 2))));
  }

  @Test
  void aBrokenGzipIsRefusedWithTheLine() throws IOException {
    Path whole = dir.resolve("whole.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write((TRADES + "\nA,7,1,10.5,2\n").getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    for (int length : new int[] {0, 5, bytes.length - 9}) {
      Path cut = Files.write(dir.resolve("cut.csv.gz"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> read(cut, Kind.TRADES, MINUTE))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageStartingWith("BROKEN_GZIP: file=cut.csv.gz line=");
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    assertThat(trades("\uFEFF" + TRADES + "\nA,7,1,10.5,2"))
        .containsExactly(trade(2, Trade.of("A", 7, "1", 10.5, 2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A,yesterday,1,10,2 | For input string: \"yesterday\"",
        "A,7.5,1,10,2 | For input string: \"7.5\"",
        "A,,1,10,2 | For input string: \"\"",
        "A,7,1,ten,2 | column=price value=ten",
        "A,7,1,,2 | column=price value=",
        "A,7,1,10,two | column=size value=two",
        ",7,1,10,2 | column=symbol value=",
        "A,7,1,10 | missing=size",
        "A | missing=event_time_ms",
        "\"\" | column=symbol value=",
        "\"A,7\",1,10,2 | missing=size",
      })
  void aTradeThatCannotBeReadIsARejectionAndTheNextIsTried(String line, String detail)
      throws IOException {
    List<Arrival> arrivals = trades(TRADES + "\n" + line + "\nA,7,1,10.5,2\n");
    assertThat(arrivals).hasSize(2);
    assertThat(arrivals.get(0))
        .isEqualTo(
            Arrival.of(new Rejection("t.csv", 2, RejectCode.UNPARSABLE, detail, "", 0, line)));
    assertThat(arrivals.get(1)).isEqualTo(trade(3, Trade.of("A", 7, "1", 10.5, 2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A,7,1,10,2,buyer,9,1,11,1",
        "A,7,1,10,2,BUY,nine,1,11,1",
        "A,7,1,10,2,BUY,9,one,11,1",
        "A,7,1,10,2,BUY,9,1,eleven,1",
        "A,7,1,10,2,BUY,9,1,11,one",
      })
  void anOptionalColumnThatCannotBeReadIsNotTakenForUnknown(String line) throws IOException {
    assertThat(trades(TRADES + ",aggressor,bid,bid_size,ask,ask_size\n" + line + "\n"))
        .singleElement()
        .satisfies(a -> assertThat(a.rejection().code()).isEqualTo(RejectCode.UNPARSABLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A,2024-01-01 00:00:00,1,4,0.5,2,9",
        "A,1704067200000,1,4,0.5,2,9",
        "A,2024-13-01T00:00:00Z,1,4,0.5,2,9",
        "A,2024-01-01T00:00:00Z,1,4,0.5,2",
        "A,2024-01-01T00:00:00Z,1,4,0.5,x,9",
        "A,+1000000000-12-31T23:59:59Z,1,4,0.5,2,9", // no such millisecond
        "A,+292278994-08-17T07:12:55.807Z,1,4,0.5,2,9", // the last one: no bar ends after it
      })
  void aBarThatCannotBeReadIsARejectionAndTheNextIsTried(String line) throws IOException {
    List<Arrival> arrivals =
        bars(BARS + "\n" + line + "\nA,1970-01-01T00:00:00Z,1,4,0.5,2,9\n", MINUTE);
    assertThat(arrivals).hasSize(2);
    Rejection rejection = arrivals.get(0).rejection();
    assertThat(rejection.code()).isEqualTo(RejectCode.UNPARSABLE);
    assertThat(rejection.ordinal()).isEqualTo(2);
    assertThat(rejection.raw()).isEqualTo(line);
    assertThat(arrivals.get(1)).isEqualTo(bar(3, Bar.of("A", 0, MINUTE, 1, 4, 0.5, 2, 9)));
  }

  /** Numbers that are none are numbers to the parser; {@code RecordChecks} refuses them. */
  @Test
  void readsNotANumberAsWhatItIs() throws IOException {
    assertThat(trades(TRADES + "\nA,7,1,NaN,Infinity\n"))
        .containsExactly(trade(2, Trade.of("A", 7, "1", Double.NaN, Double.POSITIVE_INFINITY)));
  }

  /** An open quote would else swallow all that follows, as one line. */
  @Test
  void aQuoteThatNobodyClosesCostsItsOwnLineAlone() throws IOException {
    List<Arrival> arrivals =
        trades(TRADES + "\nA,7,1,10.5,2\n\"A,8,2,10.5,2\nA,9,3,\"10.5,2\nA,10,4,10.5,2\n");
    assertThat(arrivals).hasSize(4);
    assertThat(arrivals.get(0)).isEqualTo(trade(2, Trade.of("A", 7, "1", 10.5, 2)));
    assertThat(arrivals.subList(1, 3))
        .allSatisfy(a -> assertThat(a.rejection().code()).isEqualTo(RejectCode.UNPARSABLE));
    assertThat(arrivals.get(3)).isEqualTo(trade(5, Trade.of("A", 10, "4", 10.5, 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n\r\n"})
  void anEmptyFileIsRefused(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("t.csv"), text);
    assertThatThrownBy(() -> read(file, Kind.TRADES, MINUTE))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("EMPTY_FILE: file=" + file);
  }

  @Test
  void aHeaderAloneIsAFileWithoutRecords() throws IOException {
    assertThat(trades(TRADES)).isEmpty();
    assertThat(bars(BARS + "\n", MINUTE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"symbol", "event_time_ms", "price", "size"})
  void aTradeFileWithoutANeededColumnIsRefused(String column) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("t.csv"),
            "x" + ("," + TRADES + ",").replace("," + column + ",", ",") + "y\nA,7,1,10.5\n");
    assertThatThrownBy(() -> read(file, Kind.TRADES, MINUTE))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("MISSING_COLUMN: file=" + file + " column=" + column);
  }

  @ParameterizedTest
  @ValueSource(strings = {"symbol", "open_time", "open", "high", "low", "close", "volume"})
  void aBarFileWithoutANeededColumnIsRefused(String column) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("t.csv"), "x" + ("," + BARS + ",").replace("," + column + ",", ",") + "y");
    assertThatThrownBy(() -> read(file, Kind.BARS, MINUTE))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("MISSING_COLUMN: file=" + file + " column=" + column);
  }

  private List<Arrival> trades(String text) throws IOException {
    return read(Files.writeString(dir.resolve("t.csv"), text), Kind.TRADES, MINUTE);
  }

  private List<Arrival> bars(String text, long length) throws IOException {
    return read(Files.writeString(dir.resolve("t.csv"), text), Kind.BARS, length);
  }

  private static List<Arrival> read(Path file, Kind kind, long length) throws IOException {
    List<Arrival> arrivals = new ArrayList<>();
    try (MarketCsv csv = new MarketCsv(new MarketFile(file.toString(), kind), length)) {
      csv.forEachRemaining(arrivals::add);
    }
    return arrivals;
  }

  private static Arrival trade(long line, Trade trade) {
    return Arrival.of(MarketRecord.of("t.csv", line, trade));
  }

  private static Arrival bar(long line, Bar bar) {
    return Arrival.of(MarketRecord.of("t.csv", line, bar));
  }
}
