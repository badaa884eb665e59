package io.minhos.engines.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.engines.lstm.LstmException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LstmWeightsTest {

  private static final LstmArchitecture TINY = new LstmArchitecture(4, 2, 3, 2, 2);

  @Test
  void theFileHoldsEveryBit() {
    LstmWeights weights = RandomWeights.of(TINY, 1);
    byte[] file = weights.toBytes();
    LstmWeights read = LstmWeights.fromBytes(file);
    assertThat(read.architecture()).isEqualTo(TINY);
    assertThat(read.lstm1().kernel()).isEqualTo(weights.lstm1().kernel());
    assertThat(read.output().bias()).isEqualTo(weights.output().bias());
    assertThat(read.toBytes()).isEqualTo(file);
    assertThat(file).hasSize((int) (32 + 4 * TINY.parameters() + 4));
  }

  @Test
  void theFileIsAsDocumented() {
    LstmWeights weights = RandomWeights.of(TINY, 1);
    ByteBuffer file = ByteBuffer.wrap(weights.toBytes()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    file.get(magic);
    assertThat(magic).asString().isEqualTo("MINHLSTM");
    int[] header = new int[6];
    for (int i = 0; i < 6; i++) {
      header[i] = file.getInt();
    }
    assertThat(header).containsExactly(1, 4, 2, 3, 2, 2);
    // LSTM 1's kernel, 2 × 12, then its recurrent kernel, 3 × 12.
    assertThat(file.getFloat()).isEqualTo(weights.lstm1().kernel()[0]);
    assertThat(file.getFloat(32 + 4 * 24)).isEqualTo(weights.lstm1().recurrent()[0]);
    // The output's bias is the last value, before the checksum.
    assertThat(file.getFloat(file.limit() - 8)).isEqualTo(weights.output().bias()[0]);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] file = RandomWeights.of(TINY, 1).toBytes();
    for (int length = 0; length < file.length; length++) {
      byte[] part = Arrays.copyOf(file, length);
      refused(
          length < 8 ? EnumSet.of(Code.NOT_WEIGHTS, Code.TRUNCATED) : EnumSet.of(Code.TRUNCATED),
          () -> LstmWeights.fromBytes(part));
    }
  }

  @Test
  void everyFlippedBitIsRefused() {
    byte[] file = RandomWeights.of(TINY, 1).toBytes();
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Set<Code> codes;
      if (bit / 8 < 8) {
        codes = EnumSet.of(Code.NOT_WEIGHTS);
      } else if (bit / 8 < 12) {
        codes = EnumSet.of(Code.UNKNOWN_VERSION);
      } else if (bit / 8 < 32) {
        // Of the steps alone no length hangs: there the checksum speaks.
        codes =
            EnumSet.of(
                Code.WRONG_SHAPE, Code.TRUNCATED, Code.TRAILING_BYTES, Code.CHECKSUM_MISMATCH);
      } else {
        codes = EnumSet.of(Code.CHECKSUM_MISMATCH);
      }
      refused(codes, () -> LstmWeights.fromBytes(flipped));
    }
  }

  @Test
  void moreBytesAreRefused() {
    byte[] file = RandomWeights.of(TINY, 1).toBytes();
    refused(
        EnumSet.of(Code.TRAILING_BYTES),
        () -> LstmWeights.fromBytes(Arrays.copyOf(file, file.length + 1)));
  }

  @Test
  void aHugeArchitectureAllocatesNothing() {
    byte[] file = RandomWeights.of(TINY, 1).toBytes();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(20, 1024).putInt(24, 1024);
    refused(EnumSet.of(Code.TRUNCATED), () -> LstmWeights.fromBytes(file));
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(20, Integer.MAX_VALUE);
    assertThatThrownBy(() -> LstmWeights.fromBytes(file))
        .hasMessage("WRONG_SHAPE: lstm.lstm1Units must be in [1, 1024]: 2147483647");
  }

  @Test
  void weightsThatAreNoneAreRefusedEvenWithARightChecksum() {
    for (float none : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      byte[] file = RandomWeights.of(TINY, 1).toBytes();
      ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putFloat(32 + 4 * 5, none);
      CRC32C crc = new CRC32C();
      crc.update(file, 0, file.length - 4);
      bytes.putInt(file.length - 4, (int) crc.getValue());
      assertThatThrownBy(() -> LstmWeights.fromBytes(file))
          .hasMessage("NOT_FINITE: lstm1.kernel[5]=" + none);
    }
  }

  @Test
  void arraysOfAnotherShapeAreRefused() {
    LstmWeights weights = RandomWeights.of(TINY, 1);
    assertThatThrownBy(
            () ->
                new LstmWeights(
                    TINY, weights.lstm2(), weights.lstm2(), weights.dense(), weights.output()))
        .hasMessage("WRONG_SHAPE: lstm1.recurrent.length=16 expected=36");
    assertThatThrownBy(() -> TINY.require(LstmArchitecture.small()))
        .hasMessage("WRONG_SHAPE: architecture=4x2-3-2-2 expected=20x8-32-16-16");
  }

  @Test
  void dimensionsHaveBounds() {
    assertThatThrownBy(() -> new LstmArchitecture(0, 8, 32, 16, 16))
        .hasMessage("lstm.steps must be in [1, 1024]: 0");
    assertThatThrownBy(() -> new LstmArchitecture(20, 8, 32, 16, 1025))
        .hasMessage("lstm.denseUnits must be in [1, 1024]: 1025");
    assertThat(LstmArchitecture.defaults().parameters())
        .isEqualTo(4 * 200 * 209 + 4 * 100 * 301 + 50 * 101 + 51);
  }

  private static void refused(Set<Code> codes, ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(LstmException.class, e -> assertThat(e.code()).isIn(codes))
        .hasMessageMatching("[A-Z_]+: .*");
  }
}
