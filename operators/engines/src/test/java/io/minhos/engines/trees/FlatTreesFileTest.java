package io.minhos.engines.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlatTreesFileTest {

  /** Where the feature of the first node stands in {@link #small}: behind header and two sizes. */
  private static final int NODES_AT = 32 + 2 * 4;

  /** What a byte is XORed with: each of its bits, and all of them. */
  private static final int[] CHANGES = {1, 2, 4, 8, 16, 32, 64, 128, 255};

  private static FlatTrees small(Arithmetic arithmetic) {
    return new FlatTreesBuilder(arithmetic, 3, 0.5)
        .split(2, 1.5, true)
        .leaf(-0.25)
        .split(0, -2, false)
        .leaf(0.75)
        .leaf(4)
        .leaf(0.125)
        .build();
  }

  /** The format itself: changes only with its version. */
  @Test
  void isWrittenAsDocumented() {
    String expected =
        """
        4d485452 01000000 01000000 03000000 02000000 06000000 000000000000e03f
        05000000 01000000
        02000000 ffffffff 00000000 ffffffff ffffffff ffffffff
        01 00 00 00 00 00
        01000000 00000000 03000000 00000000 00000000 00000000
        02000000 00000000 04000000 00000000 00000000 00000000
        000000000000f83f 000000000000d0bf 00000000000000c0
        000000000000e83f 0000000000001040 000000000000c03f
        """;
    byte[] bytes = small(Arithmetic.FLOAT32).toBytes();
    byte[] body = Arrays.copyOf(bytes, bytes.length - 4);
    assertThat(HexFormat.of().formatHex(body)).isEqualTo(expected.replaceAll("\\s", ""));
    assertThat(bytes).isEqualTo(sealed(bytes.clone()));
    assertThat(small(Arithmetic.FLOAT64).toBytes()[8]).isEqualTo((byte) 2);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadIsWrittenAgain(Arithmetic arithmetic) {
    byte[] bytes = small(arithmetic).toBytes();
    FlatTrees read = FlatTrees.fromBytes(bytes);
    assertThat(read.toBytes()).isEqualTo(bytes);
    assertThat(read.arithmetic()).isEqualTo(arithmetic);
    assertThat(read.features()).isEqualTo(3);
    assertThat(read.trees()).isEqualTo(2);
    assertThat(read.nodes()).isEqualTo(6);
    assertThat(read.predict(new double[] {0, 0, 0})).isEqualTo(0.5 - 0.25 + 0.125);
    assertThat(read.predict(new double[] {-3, 0, 2})).isEqualTo(0.5 + 0.75 + 0.125);
    assertThat(read.predict(new double[] {Double.NaN, 0, 2})).isEqualTo(0.5 + 4 + 0.125);
  }

  @Test
  void everyChangedByteIsRefused() {
    byte[] bytes = small(Arithmetic.FLOAT64).toBytes();
    for (int at = 0; at < bytes.length; at++) {
      for (int change : CHANGES) {
        byte[] corrupt = bytes.clone();
        corrupt[at] ^= (byte) change;
        assertThatThrownBy(() -> FlatTrees.fromBytes(corrupt))
            .as("byte %d xor %d", at, change)
            .isInstanceOf(TreesException.class);
      }
    }
  }

  @Test
  void everyOtherLengthIsRefused() {
    byte[] bytes = small(Arithmetic.FLOAT64).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> FlatTrees.fromBytes(shorter))
          .as("length %d", length)
          .isInstanceOf(TreesException.class)
          .hasMessageStartingWith("TREES_LENGTH: ");
    }
    assertThatThrownBy(() -> FlatTrees.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessage("TREES_LENGTH: expected=170 got=171");
  }

  /**
   * With a checksum that is right, as who means harm would write it: refused, or a model that
   * answers any row with a finite number and is written as it was read.
   */
  @ParameterizedTest
  @EnumSource
  void aForgedFileIsRefusedOrAnswers(Arithmetic arithmetic) {
    byte[] bytes = small(arithmetic).toBytes();
    int loaded = 0;
    int refused = 0;
    for (int at = 0; at < bytes.length - 4; at++) {
      for (int change : CHANGES) {
        byte[] forged = bytes.clone();
        forged[at] ^= (byte) change;
        sealed(forged);
        FlatTrees trees;
        try {
          trees = FlatTrees.fromBytes(forged);
        } catch (TreesException e) {
          refused++;
          continue;
        }
        loaded++;
        assertThat(trees.toBytes()).isEqualTo(forged);
        for (double x : new double[] {0, -3, 3, 1e300, Double.NaN, Double.NEGATIVE_INFINITY}) {
          double[] row = new double[trees.features()];
          Arrays.fill(row, x);
          assertThat(trees.predict(row)).isFinite();
        }
      }
    }
    assertThat(loaded).as("other thresholds, leaves, directions").isPositive();
    assertThat(refused).as("other structure").isPositive();
  }

  @Test
  void saysWhatIsWrong() {
    assertForged(0, 0, "TREES_MAGIC: got=52544800");
    assertForged(4, 2, "TREES_VERSION: expected=1 got=2");
    assertForged(8, 3, "TREES_HEADER: arithmetic=3");
    assertForged(12, 0, "TREES_HEADER: features=0 least=1 most=65536");
    assertForged(16, 7, "TREES_HEADER: nodes=6 least=7 most=2147483647");
    assertForged(20, 5, "TREES_LENGTH: expected=149 got=170");
    assertForged(32, 4, "TREES_HEADER: nodes=6 of its trees=5");
    assertForged(36, 2, "TREES_HEADER: nodes=6 of its trees=7");
    assertForged(36, 0, "TREES_HEADER: nodes of tree 1=0 least=1 most=6");
    assertForged(NODES_AT, 3, "TREES_NODE: node=0 feature=3 of=3");
    assertForged(NODES_AT + 4, 0, "TREES_NODE: node=1 child=0 nodes of the tree=5");
    assertForged(NODES_AT + 24, 2, "TREES_NODE: node=0 default direction=2");
    assertForged(NODES_AT + 25, 1, "TREES_NODE: node=1 leaf with children");
    // A cycle, a child of two parents, a child of another tree.
    assertForged(NODES_AT + 30, 0, "TREES_NODE: node=0 child=0 nodes of the tree=5");
    assertForged(NODES_AT + 30 + 8, 2, "TREES_NODE: node=2 child=2 nodes of the tree=5");
    assertForged(NODES_AT + 54, 1, "TREES_NODE: node=0 child=1 nodes of the tree=5");
    assertForged(NODES_AT + 54 + 8, 5, "TREES_NODE: node=2 child=5 nodes of the tree=5");
  }

  /** A file that names more nodes than memory holds is refused before any is taken. */
  @Test
  void aHugeCountTakesNoMemory() {
    byte[] bytes = small(Arithmetic.FLOAT64).toBytes();
    littleEndian(bytes).putInt(20, Integer.MAX_VALUE);
    assertThatThrownBy(() -> FlatTrees.fromBytes(sealed(bytes)))
        .hasMessageStartingWith("TREES_LENGTH: ");
  }

  @Test
  void everyNodeHasAParent() {
    // Both of the root's children are leaves; the last three nodes hang in the air.
    byte[] bytes = small(Arithmetic.FLOAT64).toBytes();
    ByteBuffer file = littleEndian(bytes);
    file.putInt(NODES_AT + 8, -1);
    file.putInt(NODES_AT + 30 + 8, 0);
    file.putInt(NODES_AT + 54 + 8, 0);
    assertThatThrownBy(() -> FlatTrees.fromBytes(sealed(bytes)))
        .hasMessage("TREES_NODE: node=3 has no parent");
  }

  private static void assertForged(int at, int value, String message) {
    byte[] bytes = small(Arithmetic.FLOAT64).toBytes();
    bytes[at] = (byte) value;
    // Where a byte is not the whole number, as in a leaf's −1.
    if (message.contains("node=1 child")) {
      littleEndian(bytes).putInt(at, value);
    }
    assertThatThrownBy(() -> FlatTrees.fromBytes(sealed(bytes)))
        .isInstanceOf(TreesException.class)
        .hasMessage(message);
  }

  private static byte[] sealed(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, bytes.length - 4);
    littleEndian(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
