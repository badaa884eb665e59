package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.trading.replay.Replay;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read market files, on Sierra Chart's as on CSV. */
class ScidFilesTest {

  private static final Duration EPOCH =
      Duration.between(Instant.parse("1899-12-30T00:00:00Z"), Instant.EPOCH);

  @TempDir Path dir;

  /** Real trades, with prices as floats have them and whole sizes, as Sierra Chart writes them. */
  private Path scid(List<String> trades) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(56 + 40 * trades.size()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("SCID".getBytes(StandardCharsets.US_ASCII)).putInt(56).putInt(40).putShort((short) 1);
    bytes.position(56);
    for (String trade : trades) {
      String[] fields = trade.split(",", -1);
      float price = Float.parseFloat(fields[3]);
      int size = (int) Math.ceil(100 * Double.parseDouble(fields[4]));
      bytes.putLong(1000 * (EPOCH.toMillis() + Long.parseLong(fields[1])));
      bytes.putFloat(0).putFloat(price + 0.25F).putFloat(price - 0.25F).putFloat(price);
      bytes.putInt(1).putInt(size).putInt(size).putInt(0);
    }
    return Files.write(dir.resolve("BTCUSD.scid"), bytes.array());
  }

  @Test
  void replaysToTheSameOrdersAsTheImportedCsv() throws Exception {
    List<String> trades = RealTrades.lines(8_000, 1);
    Path scid = scid(trades);
    Path csv = dir.resolve("BTCUSD.csv");
    assertThat(Minhos.run("import", "scid", "--trades", scid.toString(), "--out", csv.toString()))
        .isZero();
    assertThat(Files.readAllLines(csv)).hasSize(1 + trades.size());
    Path fromScid = replay(scid);
    Path fromCsv = replay(csv);
    for (String output :
        List.of(Replay.ORDERS, Replay.EXECUTIONS, Replay.DECISIONS, Replay.SIGNALS)) {
      assertThat(fromScid.resolve(output)).hasSameBinaryContentAs(fromCsv.resolve(output));
    }
    assertThat(fromScid.resolve(Replay.ORDERS)).isNotEmptyFile();
  }

  private Path replay(Path trades) {
    Path out = dir.resolve("out-" + trades.getFileName());
    assertThat(Minhos.run("replay", "--trades", trades.toString(), "--out", out.toString()))
        .isZero();
    return out;
  }
}
