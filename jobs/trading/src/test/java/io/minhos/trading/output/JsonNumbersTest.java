package io.minhos.trading.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Numbers go through JSON to the bit: of commands and fills they reach decisions. */
class JsonNumbersTest {

  private static final int NUMBERS = 200_000;

  private record Holder(double value) {}

  @Test
  void isWhatTheJdkReadsOfWhatIsWritten() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < NUMBERS; i++) {
      // All exponents, subnormals among them.
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String line = Json.line(new Holder(value));
        assertBits(line, value);
        assertBits(line, Double.parseDouble(line.substring(9, line.length() - 1)));
      }
    }
    assertBits("{\"value\":null}", Double.NaN);
  }

  /** More digits than a double holds: exactly between two of them, and next to that. */
  @Test
  void roundsLongNumbersAsTheJdkDoes() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < NUMBERS / 10; i++) {
      double value = Math.scalb(1 + random.nextDouble(), random.nextInt(-60, 60));
      BigDecimal between =
          new BigDecimal(value).add(new BigDecimal(Math.nextUp(value))).divide(new BigDecimal(2));
      for (BigDecimal number :
          new BigDecimal[] {
            between,
            between.add(new BigDecimal("1e-200")),
            between.subtract(new BigDecimal("1e-200"))
          }) {
        String text = number.toPlainString();
        assertBits("{\"value\":" + text + "}", Double.parseDouble(text));
      }
    }
  }

  private static void assertBits(String line, double expected) {
    assertThat(Double.doubleToLongBits(Json.read(line, Holder.class).value()))
        .as(line)
        .isEqualTo(Double.doubleToLongBits(expected));
  }
}
