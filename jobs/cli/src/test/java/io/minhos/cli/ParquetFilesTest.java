package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.data.PlantedMarket;
import io.minhos.trading.replay.Replay;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read market files, on Parquet as on CSV. */
class ParquetFilesTest {

  private static final MessageType BARS =
      MessageTypeParser.parseMessageType(
          """
          message bars {
            required binary symbol (STRING);
            required int64 open_time (TIMESTAMP(MICROS,true));
            required double open;
            required double high;
            required double low;
            required double close;
            required int64 volume;
          }
          """);
  private static final MessageType TRADES =
      MessageTypeParser.parseMessageType(
          """
          message trades {
            required binary symbol (STRING);
            required int64 event_time_ms;
            required double price;
            required double size;
          }
          """);

  @TempDir Path dir;

  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(realErr);
  }

  @Test
  void replaysToTheSameBytesAsCsv() throws Exception {
    StringWriter text = new StringWriter();
    new PlantedMarket(3, 60_000, 0.6, 5).write(600, text);
    Path csv = Files.writeString(dir.resolve("bars.csv"), text.toString());
    Path parquet = dir.resolve("bars.parquet");
    try (ParquetWriter<Group> out = writer(parquet, BARS)) {
      for (String line : text.toString().lines().skip(1).toList()) {
        String[] fields = line.split(",", -1);
        out.write(
            new SimpleGroup(BARS)
                .append("symbol", fields[0])
                .append("open_time", 1_000 * Instant.parse(fields[1]).toEpochMilli())
                .append("open", Double.parseDouble(fields[2]))
                .append("high", Double.parseDouble(fields[3]))
                .append("low", Double.parseDouble(fields[4]))
                .append("close", Double.parseDouble(fields[5]))
                .append("volume", Long.parseLong(fields[6])));
      }
    }
    Path fromCsv = replay("--bars", csv);
    Path fromParquet = replay("--bars", parquet);
    for (String output :
        Stream.concat(Replay.OUTPUTS.stream(), Stream.of(Replay.REPORT)).toList()) {
      assertThat(fromParquet.resolve(output)).hasSameBinaryContentAs(fromCsv.resolve(output));
    }
    assertThat(fromCsv.resolve(Replay.ORDERS)).isNotEmptyFile();
  }

  @Test
  void sayWhichRowIsBroken() throws Exception {
    Path parquet = dir.resolve("trades.parquet");
    try (ParquetWriter<Group> out = writer(parquet, TRADES)) {
      for (int i = 0; i < 3_000; i++) {
        out.write(
            new SimpleGroup(TRADES)
                .append("symbol", "A")
                .append("event_time_ms", 1_700_000_000_000L + i)
                .append("price", 100 + (double) (i % 7))
                .append("size", 1.0));
      }
    }
    byte[] bytes = Files.readAllBytes(parquet);
    bytes[bytes.length / 2] ^= 1;
    Files.write(parquet, bytes);
    assertThat(
            Minhos.run(
                "replay", "--trades", parquet.toString(), "--out", dir.resolve("out").toString()))
        .isEqualTo(Minhos.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("minhos: BROKEN_PARQUET: file=" + parquet + " line=")
        .doesNotContain("\tat ");
  }

  @Test
  void sayWhichColumnIsOfAnotherType() throws Exception {
    Path parquet = dir.resolve("bars.parquet");
    writer(
            parquet,
            MessageTypeParser.parseMessageType(
                BARS.toString().replace("double close", "boolean close")))
        .close();
    assertThat(
            Minhos.run(
                "train", "--bars", parquet.toString(), "--store", dir.resolve("out").toString()))
        .isEqualTo(Minhos.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("minhos: WRONG_TYPE: file=" + parquet + " column=close type=BOOLEAN\n");
  }

  private Path replay(String option, Path file) {
    Path out = dir.resolve("out-of-" + file.getFileName());
    List<String> args =
        new ArrayList<>(List.of("replay", option, file.toString(), "--out", out.toString()));
    assertThat(Minhos.run(args.toArray(new String[0]))).as("%s", err).isZero();
    return out;
  }

  private static ParquetWriter<Group> writer(Path file, MessageType schema) throws Exception {
    return ExampleParquetWriter.builder(new LocalOutputFile(file))
        .withConf(new PlainParquetConfiguration())
        .withType(schema)
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        .withPageWriteChecksumEnabled(true)
        .withRowGroupSize(16_384L)
        .withPageSize(2_048)
        .build();
  }
}
