package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RejectionTest {

  @Test
  void keepsWhatFitsAMessage() {
    String raw = "x".repeat(16_384);
    String detail = "y".repeat(1_024);
    Rejection rejection = rejection(detail, "A", raw);
    assertThat(rejection.raw()).isEqualTo(raw);
    assertThat(rejection.detail()).isEqualTo(detail);
    assertThat(rejection.symbol()).isEqualTo("A");
  }

  @Test
  void cutsWhatDoesNotAndSaysHowLongItWas() {
    String long1 = "x".repeat(912_345);
    Rejection rejection = rejection(long1, long1, long1);
    assertThat(rejection.raw()).hasSize(16_384).startsWith("xxx").endsWith("x…(912345 characters)");
    assertThat(rejection.detail()).hasSize(1_024).endsWith("x…(912345 characters)");
    assertThat(rejection.symbol()).isEqualTo(rejection.detail());
  }

  /** Serialisers build it anew from its components. */
  @Test
  void toBuildItAnewChangesNothing() {
    Rejection once = rejection("d".repeat(5_000), "A", "x".repeat(20_000));
    assertThat(rejection(once.detail(), once.symbol(), once.raw())).isEqualTo(once);
  }

  @Test
  void cutsBetweenCharactersNotInside() {
    for (int shift = 0; shift < 2; shift++) {
      String raw = rejection("", "", "x".repeat(shift) + "𝄞".repeat(10_000)).raw();
      String kept = raw.substring(shift, raw.indexOf('…'));
      assertThat(kept).isEqualTo("𝄞".repeat(kept.length() / 2)).hasSizeGreaterThan(16_350);
    }
  }

  @Test
  void aRecordThatIsTooLongIsCutLikeAMessage() {
    MarketRecord record = MarketRecord.of("t.csv", 2, Trade.of("S".repeat(900_000), 5, "1", 10, 1));
    Rejection rejection = record.reject(RejectCode.UNKNOWN_SYMBOL, "symbol=" + record.symbol());
    assertThat(rejection.raw().length() + rejection.detail().length() + rejection.symbol().length())
        .isLessThan(20_000);
  }

  private static Rejection rejection(String detail, String symbol, String raw) {
    return new Rejection("t.csv", 2, RejectCode.UNPARSABLE, detail, symbol, 0, raw);
  }
}
