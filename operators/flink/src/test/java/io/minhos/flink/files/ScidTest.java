package io.minhos.flink.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.market.Aggressor;
import io.minhos.domain.market.Trade;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.flink.market.Arrival;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sierra Chart's files against the same in CSV; see README.md beside the files. */
class ScidTest {

  private static final long MINUTE = 60_000;

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"ESH24-CME, TRADES, 7", "6EH24, BARS, 2"})
  void holdsTheRecordsOfTheCsv(String name, Kind kind, int records) throws Exception {
    List<Arrival> scid = read(resource(name + ".scid", kind));
    List<Arrival> csv = read(resource(name + ".csv", kind));
    assertThat(scid).hasSize(records).allMatch(arrival -> arrival.rejection() == null);
    for (int i = 0; i < records; i++) {
      assertThat(scid.get(i).record().ordinal()).isEqualTo(csv.get(i).record().ordinal());
      assertThat(scid.get(i).record().trade()).isEqualTo(csv.get(i).record().trade());
      assertThat(scid.get(i).record().bar()).isEqualTo(csv.get(i).record().bar());
    }
  }

  @Test
  void readsBeyondItsBuffer() throws Exception {
    byte[] ticks = bytes("ESH24-CME");
    int records = 10_000;
    ByteBuffer many = ByteBuffer.allocate(56 + 40 * records).order(ByteOrder.LITTLE_ENDIAN);
    many.put(ticks, 0, 56);
    for (int i = 0; i < records; i++) {
      many.put(ticks, 56, 40);
      many.putInt(many.position() - 12, i);
    }
    List<Arrival> read = read(file("NQ,\"Z\".scid", many.array(), Kind.TRADES));
    assertThat(read).hasSize(records);
    for (int i = 0; i < records; i++) {
      Trade trade = read.get(i).record().trade();
      assertThat(trade.size()).isEqualTo(i);
      assertThat(trade.symbol()).isEqualTo("NQ,\"Z\"");
      assertThat(trade.aggressor()).isEqualTo(Aggressor.BUY);
      assertThat(trade.id()).isEqualTo(Integer.toString(i + 2));
    }
  }

  @Test
  void refusesADamagedHeader() throws Exception {
    assertBroken(bytes -> bytes[0] = 'X', "BROKEN_HEADER: file=%s magic=XCID");
    assertBroken(bytes -> bytes[4] = 55, "BROKEN_HEADER: file=%s headerSize=55");
    assertBroken(bytes -> bytes[7] = 1, "BROKEN_HEADER: file=%s headerSize=16777272");
    assertBroken(bytes -> bytes[8] = 41, "BROKEN_HEADER: file=%s recordSize=41");
    assertBroken(bytes -> bytes[12] = 2, "BROKEN_HEADER: file=%s version=2");
    MarketFile cut = file("cut.scid", Arrays.copyOf(bytes("6EH24"), 40), Kind.BARS);
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("BROKEN_HEADER: file=%s bytes=40 expected=56", cut.path());
  }

  private void assertBroken(Consumer<byte[]> damage, String message) throws Exception {
    byte[] bytes = bytes("ESH24-CME");
    damage.accept(bytes);
    MarketFile broken = file("broken.scid", bytes, Kind.TRADES);
    assertThatThrownBy(() -> read(broken))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(message, broken.path());
  }

  @Test
  void refusesALastRecordThatIsNotWhole() throws Exception {
    byte[] bytes = bytes("ESH24-CME");
    MarketFile cut = file("cut.scid", Arrays.copyOf(bytes, bytes.length - 3), Kind.TRADES);
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("TRUNCATED_RECORD: file=%s records=6 bytes=37", cut.path());
    MarketFile empty = file("empty.scid", Arrays.copyOf(bytes, 56), Kind.TRADES);
    assertThat(read(empty)).isEmpty();
  }

  @Test
  void refusesBarsForTicksAndTicksForBars() throws Exception {
    MarketFile bars = file("bars.scid", bytes("6EH24"), Kind.TRADES);
    assertThatThrownBy(() -> read(bars))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("NOT_TICKS: file=%s line=2 open=1.0945 trades=120", bars.path());
    MarketFile ticks = file("ticks.scid", bytes("ESH24-CME"), Kind.BARS);
    assertThatThrownBy(() -> read(ticks))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("NOT_BARS: file=%s line=2 open=0.0 trades=1", ticks.path());
  }

  private MarketFile file(String name, byte[] bytes, Kind kind) throws IOException {
    return new MarketFile(Files.write(dir.resolve(name), bytes).toString(), kind);
  }

  private static MarketFile resource(String name, Kind kind) throws Exception {
    return new MarketFile(Path.of(ScidTest.class.getResource(name).toURI()).toString(), kind);
  }

  private static byte[] bytes(String name) throws Exception {
    return Files.readAllBytes(Path.of(resource(name + ".scid", Kind.TRADES).path()));
  }

  private static List<Arrival> read(MarketFile file) throws IOException {
    List<Arrival> all = new ArrayList<>();
    try (MarketCsv lines = new MarketCsv(file, MINUTE)) {
      lines.forEachRemaining(all::add);
    }
    return all;
  }
}
