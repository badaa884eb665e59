package io.minhos.flink.files;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RecordChecks;
import io.minhos.domain.market.RejectCode;
import io.minhos.flink.files.MarketFile.Kind;
import io.minhos.flink.market.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files against the same in CSV; see README.md beside the files. */
class ParquetTest {

  private static final long MINUTE = 60_000;
  private static final RecordChecks CHECKS =
      new RecordChecks(new Instruments(Map.of(), new Instrument(0.01, 1, false), false));
  private static final PartitionAdmission ADMISSION =
      new PartitionAdmission(5_000, 600_000, 600_000);

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"trades", "bars-zstd", "bars-gzip", "bars-plain"})
  void holdsTheRecordsAndRejectsOfTheCsv(String name) throws Exception {
    assertThat(read(file(name + ".parquet"))).hasSizeGreaterThan(10).isEqualTo(read(csv(name)));
  }

  @Test
  void isJudgedAsTheCsvAndGoesOnFromEachPosition() throws Exception {
    MarketFile parquet = file("trades.parquet");
    List<Arrival> all = take(parquet, FileCursor.Position.START, new ArrayList<>());
    List<FileCursor.Position> positions = new ArrayList<>();
    assertThat(take(csv("trades"), FileCursor.Position.START, positions)).isEqualTo(all);
    Set<RejectCode> codes = new TreeSet<>();
    all.stream().filter(a -> a.rejection() != null).forEach(a -> codes.add(a.rejection().code()));
    assertThat(codes)
        .contains(
            RejectCode.LATE,
            RejectCode.FUTURE,
            RejectCode.UNPARSABLE,
            RejectCode.NON_POSITIVE_PRICE,
            RejectCode.CROSSED_QUOTE);
    for (int i = 0; i < positions.size(); i += 37) {
      assertThat(take(parquet, positions.get(i), new ArrayList<>()))
          .isEqualTo(all.subList(i + 1, all.size()));
    }
  }

  @Test
  void takesTheTypesThatSayTheSame() throws Exception {
    MessageType schema =
        Types.buildMessage()
            .required(BINARY)
            .as(stringType())
            .named("symbol")
            .required(INT64)
            .named("open_time")
            .required(FLOAT)
            .named("open")
            .required(BINARY)
            .as(decimalType(4, 20))
            .named("high")
            .required(INT32)
            .as(decimalType(2, 9))
            .named("low")
            .required(INT64)
            .as(decimalType(3, 18))
            .named("close")
            .required(INT64)
            .as(intType(64, false))
            .named("volume")
            .named("bars");
    MarketFile file =
        write(
            schema,
            row ->
                row.append("symbol", "x,\"y\"")
                    .append("open_time", 1_704_067_200_123L)
                    .append("open", 0.1f)
                    .append("high", Binary.fromConstantByteArray(new byte[] {0x01, 0x00, 0x00}))
                    .append("low", -5)
                    .append("close", 1_234L)
                    .append("volume", -1L));
    MarketFile text =
        new MarketFile(
            Files.writeString(
                    dir.resolve("t.csv"),
                    "symbol,open_time,open,high,low,close,volume\n"
                        + "\"x,\"\"y\"\"\",2024-01-01T00:00:00.123Z,0.1,6.5536,-0.05,1.234,18446744073709551615")
                .toString(),
            Kind.BARS,
            "same");
    assertThat(read(file)).isEqualTo(read(text)).hasSize(1);
    assertThat(read(file).get(0).record().symbol()).isEqualTo("x,\"y\"");
  }

  @Test
  void mustBeSortedIfItHoldsBars() throws Exception {
    MessageType schema = MessageTypeParser.parseMessageType(bars("open_time", "int64"));
    MarketFile file = write(schema, row -> bar(row, 60_000), row -> bar(row, 0));
    assertThatThrownBy(() -> take(file, FileCursor.Position.START, new ArrayList<>()))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("UNSORTED: file=" + file.path() + " line=3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "symbol; double; DOUBLE",
        "symbol; binary; BINARY",
        "open_time; double; DOUBLE",
        "open_time; int96; INT96",
        "open_time; int32 (DATE); INT32 DATE",
        "high; boolean; BOOLEAN",
        "high; binary (STRING); BINARY STRING",
        "volume; int64 (TIMESTAMP(MILLIS,true)); INT64 TIMESTAMP(MILLIS,true)",
      })
  void refusesColumnsThatCannotHoldWhatTheyAreNamed(String column, String type, String said)
      throws Exception {
    MarketFile file = write(MessageTypeParser.parseMessageType(bars(column, type)));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("WRONG_TYPE: file=%s column=%s type=%s".formatted(file.path(), column, said));
  }

  @Test
  void refusesAFileWithoutAColumn() throws Exception {
    MarketFile trades = new MarketFile(file("bars-plain.parquet").path(), Kind.TRADES);
    assertThatThrownBy(() -> read(trades))
        .hasMessage("MISSING_COLUMN: file=" + trades.path() + " column=event_time_ms");
    MarketFile other = write(MessageTypeParser.parseMessageType("message m { required int32 x; }"));
    assertThatThrownBy(() -> read(other))
        .hasMessage("MISSING_COLUMN: file=" + other.path() + " column=symbol");
  }

  @Test
  void refusesWhatIsNoParquet() throws Exception {
    Path text = Files.writeString(dir.resolve("t.parquet"), "symbol,open_time,open\nA,B,C\n");
    assertThatThrownBy(() -> read(new MarketFile(text.toString(), Kind.BARS)))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("BROKEN_PARQUET: file=" + text + " line=1: ");
    Path nothing = Files.createFile(dir.resolve("nothing.parquet"));
    assertThatThrownBy(() -> read(new MarketFile(nothing.toString(), Kind.BARS)))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("BROKEN_PARQUET: file=" + nothing + " line=1: ");
  }

  @Test
  void namesTheRowWhereAPageIsDamaged() throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of(file("trades.parquet").path()));
    // Somewhere in the data of the last row group.
    bytes[bytes.length * 3 / 4] ^= 1;
    MarketFile broken = broken(bytes);
    assertThatThrownBy(() -> read(broken))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageMatching("BROKEN_PARQUET: file=.* line=([2-9]\\d\\d): .*");
  }

  /** Anywhere, the footer included, for which Parquet has no checksum. */
  @Test
  void failsWithACodeAndWithNothingElseWhereItIsCutOrDamaged() throws Exception {
    MarketFile whole = file("trades.parquet");
    byte[] bytes = Files.readAllBytes(Path.of(whole.path()));
    for (int i = 0; i < bytes.length; i += 1_009) {
      MarketFile cut = broken(Arrays.copyOf(bytes, i));
      assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedFileException.class);
    }
    int refused = 0;
    for (int i = 0; i < bytes.length; i += 211) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x40;
      try {
        read(broken(damaged));
      } catch (MalformedFileException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  private MarketFile broken(byte[] bytes) throws IOException {
    return new MarketFile(
        Files.write(dir.resolve("broken.parquet"), bytes).toString(), Kind.TRADES, "same");
  }

  private static List<Arrival> read(MarketFile file) throws IOException {
    List<Arrival> arrivals = new ArrayList<>();
    try (MarketCsv lines = new MarketCsv(file, MINUTE)) {
      lines.forEachRemaining(arrivals::add);
    }
    return arrivals;
  }

  private static List<Arrival> take(
      MarketFile file, FileCursor.Position start, List<FileCursor.Position> positions)
      throws IOException {
    List<Arrival> arrivals = new ArrayList<>();
    try (FileCursor cursor = new FileCursor(file, MINUTE, ADMISSION, CHECKS, start)) {
      while (cursor.peek() != null) {
        arrivals.add(cursor.take());
        positions.add(cursor.position());
      }
    }
    return arrivals;
  }

  private static MarketFile csv(String name) throws Exception {
    return file(name + ".csv");
  }

  private static MarketFile file(String name) throws Exception {
    Path path = Path.of(Objects.requireNonNull(ParquetTest.class.getResource(name), name).toURI());
    return new MarketFile(
        path.toString(), name.startsWith("trades") ? Kind.TRADES : Kind.BARS, "same");
  }

  /** A schema of bars in which one column is of another type. */
  private static String bars(String column, String type) {
    StringBuilder schema = new StringBuilder("message bars {");
    for (String name : List.of("symbol", "open_time", "open", "high", "low", "close", "volume")) {
      String usual =
          switch (name) {
            case "symbol" -> "binary (STRING)";
            case "open_time" -> "int64";
            default -> "double";
          };
      String[] parts = (name.equals(column) ? type : usual).split(" ", 2);
      schema.append(" required ").append(parts[0]).append(' ').append(name);
      schema.append(parts.length > 1 ? " " + parts[1] : "").append(';');
    }
    return schema.append(" }").toString();
  }

  private static void bar(Group row, long openTime) {
    row.append("symbol", "A").append("open_time", openTime);
    for (String number : List.of("open", "high", "low", "close", "volume")) {
      row.append(number, 1.0);
    }
  }

  @SafeVarargs
  private MarketFile write(MessageType schema, Consumer<Group>... rows) throws IOException {
    Path path = dir.resolve("written.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(path))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (Consumer<Group> row : rows) {
        Group group = new SimpleGroup(schema);
        row.accept(group);
        writer.write(group);
      }
    }
    return new MarketFile(path.toString(), Kind.BARS, "same");
  }
}
