package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.backtest.Backtest;
import io.minhos.trading.replay.Replay;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read market files, on Sierra Chart's as on CSV. */
class ScidFilesTest {

  private static final List<String> SMALL =
      List.of("--only", "ensemble", "--set", "training.trees=5", "--set", "training.folds=2");

  private static final Duration EPOCH =
      Duration.between(Instant.parse("1899-12-30T00:00:00Z"), Instant.EPOCH);

  @TempDir Path dir;

  @RegisterExtension final Printed printed = new Printed();

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
      assertThat(Files.mismatch(fromScid.resolve(output), fromCsv.resolve(output)))
          .as(output)
          .isEqualTo(-1);
    }
    assertThat(fromScid.resolve(Replay.ORDERS)).isNotEmptyFile();
  }

  @Test
  void trainsAndWalksToTheSameVerdictsAsOnTheImportedCsv() throws Exception {
    Path scid = scid(RealTrades.lines(8_000, 1));
    Path csv = dir.resolve("BTCUSD.csv");
    assertThat(Minhos.run("import", "scid", "--trades", scid.toString(), "--out", csv.toString()))
        .isZero();
    assertThat(train(scid)).contains("\"samples\":").isEqualTo(train(csv));

    Path fromScid = backtest(scid);
    Path fromCsv = backtest(csv);
    assertThat(fromScid.resolve(Backtest.RESULT)).content().contains("\"samples\":");
    for (String output :
        List.of(Backtest.RESULT, "steps.jsonl", Replay.ORDERS, Replay.DECISIONS, Replay.SIGNALS)) {
      assertThat(Files.mismatch(fromScid.resolve(output), fromCsv.resolve(output)))
          .as(output)
          .isEqualTo(-1);
    }
    assertThat(fromScid.resolve(Replay.ORDERS)).isNotEmptyFile();
  }

  /** The verdicts. */
  private String train(Path trades) {
    printed.out.reset();
    run(
        "train",
        "--trades",
        trades.toString(),
        "--store",
        dir.resolve("store-" + trades.getFileName()).toString(),
        "--json");
    return printed.out.toString(StandardCharsets.UTF_8);
  }

  private Path backtest(Path trades) {
    Path out = dir.resolve("walk-" + trades.getFileName());
    run(
        "backtest",
        "--trades",
        trades.toString(),
        "--train-window",
        "1000",
        "--step",
        "400",
        "--out",
        out.toString());
    return out;
  }

  /** With small models. */
  private static void run(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(SMALL);
    assertThat(Minhos.run(arguments.toArray(String[]::new))).isZero();
  }

  private Path replay(Path trades) {
    Path out = dir.resolve("out-" + trades.getFileName());
    assertThat(Minhos.run("replay", "--trades", trades.toString(), "--out", out.toString()))
        .isZero();
    return out;
  }
}
