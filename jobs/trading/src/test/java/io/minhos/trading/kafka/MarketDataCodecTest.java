package io.minhos.trading.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.Trade;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes behind the header of a known schema that are no record of it. */
class MarketDataCodecTest {

  private static final int HEADER = 10;
  private static final byte[] TRADE =
      new MarketDataCodec().encode(Trade.of("BTCUSD", 1_385_337_600_123L, "42", 810.25, 0.5));
  private static final byte[] BAR =
      new MarketDataCodec().encode(Bar.of("A", 0, 60_000, 1, 2, 0.5, 1.5, 9));
  private static final byte[] MARKER = new MarketDataCodec().encodeMarker(60_000);

  private final MarketDataCodec codec = new MarketDataCodec();

  /** The symbol's length, as Avro's zig-zag varint. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fcffffff0f", // 2³¹ − 2: more than an array holds
        "eeffffff0f", // 2³¹ − 9: the longest that Avro would allocate
        "80808008", // 8 MiB
        "feffffffffffffffff01", // 2⁶³ − 1
        "01", // −1
        "ffffffffffffffffff01", // −2⁶³
        "ffffffffffffffffffff", // no varint
        "", // nothing
      })
  void refusesAStringLongerThanTheMessage(String length) {
    byte[] claimed = HexFormat.of().parseHex(length);
    byte[] message = Arrays.copyOf(TRADE, HEADER + claimed.length + 3);
    System.arraycopy(claimed, 0, message, HEADER, claimed.length);
    byte[] rest = length.isEmpty() ? Arrays.copyOf(message, HEADER) : message;
    assertRefuses(rest);
  }

  @Test
  void refusesAnEnumAndAUnionOutOfBounds() {
    // Aggressor and the four unions end a trade without a quote, a byte each.
    for (int fromEnd = 1; fromEnd <= 5; fromEnd++) {
      for (byte index : new byte[] {126, -1, 1}) {
        byte[] message = TRADE.clone();
        message[message.length - fromEnd] = index;
        assertRefuses(message);
      }
    }
  }

  @Test
  void refusesWhatIsCutShort() {
    for (byte[] whole : new byte[][] {TRADE, BAR, MARKER}) {
      assertThat(codec.decode("p", 7, whole).ordinal()).isEqualTo(7);
      for (int length = 0; length < whole.length; length++) {
        assertRefuses(Arrays.copyOf(whole, length));
      }
    }
  }

  /** Any bytes behind the header are a record or are refused: nothing else is ever thrown. */
  @Test
  void readsOrRefusesAnyBytes() {
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 30_000; i++) {
      byte[] message = new byte[][] {TRADE, BAR, MARKER}[i % 3].clone();
      for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
        message[random.nextInt(HEADER, message.length)] = (byte) random.nextInt();
      }
      try {
        MarketRecord unused = codec.decode("p", i, message);
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 29_000);
  }

  private void assertRefuses(byte[] message) {
    assertThatThrownBy(() -> codec.decode("p", 0, message))
        .isExactlyInstanceOf(IllegalArgumentException.class);
  }
}
