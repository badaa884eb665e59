package io.minhos.trading.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.market.Aggressor;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.Trade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.SchemaStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The market topics keep old messages and have publishers of other houses: what was ever published
 * is read for ever. {@code docs/schemas/avro} holds each schema under its fingerprint, beside
 * messages that were encoded by hand from Avro's specification, not by its library.
 */
class AvroCompatibilityTest {

  private static final Path PUBLISHED = Path.of("../../docs/schemas/avro");

  private static final long TIME = 1_385_337_600_000L;

  private static final Trade QUOTED =
      new Trade("BTCUSD", TIME + 123, "42", 810.25, 0.5, Aggressor.SELL, 810.0, 2.0, 810.5, 3.25);
  private static final Trade BARE = Trade.of("EURUSD", -1, "a-7", 1.0625, 1000);
  private static final Bar BUILT =
      new Bar(
          "BTCUSD",
          TIME,
          TIME + 60_000,
          810.25,
          812.5,
          809.75,
          811.0,
          12.5,
          7.25,
          5.25,
          31,
          810.875,
          0.5);
  private static final Bar OF_A_FILE =
      Bar.of("EURUSD", TIME, TIME + 3_600_000, 1.0625, 1.125, 1.0, 1.09375, 4096);

  private final MarketDataCodec codec = new MarketDataCodec();

  static List<Path> published() throws IOException {
    try (Stream<Path> files = Files.list(PUBLISHED)) {
      return files.filter(f -> f.toString().endsWith(".avsc")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void carriesItsFingerprintInItsName(Path file) throws IOException {
    long fingerprint = SchemaNormalization.parsingFingerprint64(parse(file));
    assertThat(file.getFileName().toString())
        .endsWith("-" + HexFormat.of().toHexDigits(fingerprint) + ".avsc");
  }

  @Test
  void whatIsWrittenTodayIsPublished() throws IOException {
    for (Schema today :
        List.of(MarketDataCodec.TRADE, MarketDataCodec.BAR, MarketDataCodec.MARKER)) {
      Schema published = parse(path(today));
      assertThat(published).isEqualTo(today);
      assertThat(published.toString()).as("documentation").isEqualTo(today.toString());
    }
  }

  /** Both ways: publishers and readers are not upgraded together. */
  @ParameterizedTest
  @MethodSource("published")
  void isCompatibleWithTheSchemaOfToday(Path file) throws IOException {
    Schema published = parse(file);
    assertThat(compatibility(today(published), published))
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    assertThat(compatibility(published, today(published)))
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @Test
  void aRenamedFieldWouldNotBeCompatible() {
    Schema renamed =
        new Schema.Parser().parse(MarketDataCodec.TRADE.toString().replace("\"size\"", "\"qty\""));
    assertThat(compatibility(renamed, MarketDataCodec.TRADE))
        .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
  }

  @ParameterizedTest
  @MethodSource("published")
  void isReadByTheCodecOfToday(Path file) throws IOException {
    List<byte[]> messages = messages(file);
    List<MarketRecord> expected = expected(parse(file));
    assertThat(messages).hasSameSizeAs(expected);
    for (int i = 0; i < messages.size(); i++) {
      assertThat(codec.decode("p", i, messages.get(i))).isEqualTo(expected.get(i));
    }
  }

  @Test
  void theCodecWritesWhatTheSpecificationSays() throws IOException {
    assertThat(messages(path(MarketDataCodec.TRADE)))
        .containsExactly(codec.encode(QUOTED), codec.encode(BARE));
    assertThat(messages(path(MarketDataCodec.BAR)))
        .containsExactly(codec.encode(BUILT), codec.encode(OF_A_FILE));
    assertThat(messages(path(MarketDataCodec.MARKER)))
        .containsExactly(codec.encodeMarker(TIME + 60_000));
  }

  /** A reader that knows Avro and the published schemas and nothing of this project. */
  @Test
  void aForeignReaderFindsTheSchemaByItsFingerprint() throws IOException {
    SchemaStore.Cache store = new SchemaStore.Cache();
    for (Path file : published()) {
      store.addSchema(parse(file));
    }
    for (Path file : published()) {
      Schema schema = parse(file);
      var foreign = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema, store);
      switch (schema.getName()) {
        case "Trade" -> {
          GenericRecord trade = foreign.decode(codec.encode(QUOTED));
          assertThat(values(trade, "symbol", "time", "id", "price", "size", "aggressor"))
              .containsExactly("BTCUSD", "" + (TIME + 123), "42", "810.25", "0.5", "SELL");
          assertThat(values(trade, "bid", "bidSize", "ask", "askSize"))
              .containsExactly("810.0", "2.0", "810.5", "3.25");
          assertThat(values(foreign.decode(codec.encode(BARE)), "aggressor", "bid", "askSize"))
              .containsExactly("UNKNOWN", "null", "null");
        }
        case "Bar" -> {
          GenericRecord bar = foreign.decode(codec.encode(BUILT));
          assertThat(values(bar, "symbol", "openTime", "closeTime", "trades"))
              .containsExactly("BTCUSD", "" + TIME, "" + (TIME + 60_000), "31");
          assertThat(values(bar, "open", "high", "low", "close", "volume"))
              .containsExactly("810.25", "812.5", "809.75", "811.0", "12.5");
          assertThat(values(bar, "buyVolume", "sellVolume", "vwap", "meanSpread"))
              .containsExactly("7.25", "5.25", "810.875", "0.5");
          assertThat(values(foreign.decode(codec.encode(OF_A_FILE)), "buyVolume", "trades", "vwap"))
              .containsExactly("null", "0", "null");
        }
        case "Marker" ->
            assertThat(values(foreign.decode(codec.encodeMarker(TIME)), "time"))
                .containsExactly("" + TIME);
        default -> throw new AssertionError("no example of " + schema.getFullName());
      }
    }
  }

  @Test
  void refusesAMessageOfASchemaThatWasNeverPublished() throws IOException {
    byte[] message = messages(path(MarketDataCodec.MARKER)).get(0);
    message[2]++;
    assertThatThrownBy(() -> codec.decode("p", 0, message))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("fingerprint=");
  }

  private static List<MarketRecord> expected(Schema schema) {
    return switch (schema.getName()) {
      case "Trade" -> List.of(MarketRecord.of("p", 0, QUOTED), MarketRecord.of("p", 1, BARE));
      case "Bar" -> List.of(MarketRecord.of("p", 0, BUILT), MarketRecord.of("p", 1, OF_A_FILE));
      case "Marker" -> List.of(MarketRecord.marker("p", 0, TIME + 60_000));
      default -> throw new AssertionError("no example of " + schema.getFullName());
    };
  }

  private static Schema today(Schema published) {
    return Stream.of(MarketDataCodec.TRADE, MarketDataCodec.BAR, MarketDataCodec.MARKER)
        .filter(s -> s.getFullName().equals(published.getFullName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no longer read: " + published.getFullName()));
  }

  private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
  }

  private static Path path(Schema schema) {
    String fingerprint =
        HexFormat.of().toHexDigits(SchemaNormalization.parsingFingerprint64(schema));
    return PUBLISHED.resolve(
        schema.getName().toLowerCase(Locale.ROOT) + ".v1-" + fingerprint + ".avsc");
  }

  /** The messages beside a schema, a line each. */
  private static List<byte[]> messages(Path schema) throws IOException {
    return Files.readAllLines(Path.of(schema.toString().replace(".avsc", ".hex"))).stream()
        .map(HexFormat.of()::parseHex)
        .toList();
  }

  private static Schema parse(Path file) throws IOException {
    return new Schema.Parser().parse(file.toFile());
  }

  private static List<String> values(GenericRecord datum, String... fields) {
    return Stream.of(fields).map(f -> String.valueOf(datum.get(f))).toList();
  }
}
