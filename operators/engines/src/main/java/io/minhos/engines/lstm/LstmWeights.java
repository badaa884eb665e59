package io.minhos.engines.lstm;

import io.minhos.engines.lstm.LstmException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Weights of the network, in no framework's hands. Matrices are row-major, a row per input. The
 * four gates of an LSTM lie side by side in a row in the order input, forget, cell, output, which
 * is that of Keras and PyTorch (ONNX: input, output, forget, cell; DL4J: cell, forget, output,
 * input).
 *
 * <p>The file, little-endian throughout:
 *
 * <pre>
 * 8 bytes   "MINHLSTM"
 * int32     version, 1
 * int32 × 5 steps, features, units of LSTM 1, of LSTM 2, of the dense layer
 * float32   LSTM 1: kernel [features][4u], recurrent kernel [u][4u], bias [4u]
 * float32   LSTM 2: the same, with LSTM 1's units as inputs
 * float32   dense: kernel [inputs][u], bias [u]
 * float32   output: kernel [inputs][1], bias [1]
 * int32     CRC-32C of all bytes before
 * </pre>
 *
 * @param architecture gives the length of every array
 * @param lstm1 returns its sequence
 * @param lstm2 returns its last state
 * @param dense ReLU
 * @param output tanh
 */
public record LstmWeights(
    LstmArchitecture architecture, Lstm lstm1, Lstm lstm2, Dense dense, Dense output) {

  private static final byte[] MAGIC = {'M', 'I', 'N', 'H', 'L', 'S', 'T', 'M'};
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = MAGIC.length + 6 * Integer.BYTES;

  /**
   * An LSTM layer.
   *
   * @param kernel inputs × 4 units
   * @param recurrent units × 4 units
   * @param bias 4 units
   */
  public record Lstm(float[] kernel, float[] recurrent, float[] bias) {}

  /**
   * A dense layer.
   *
   * @param kernel inputs × units
   * @param bias units
   */
  public record Dense(float[] kernel, float[] bias) {}

  /** Refuses arrays of another length than the architecture's, and values that are not finite. */
  public LstmWeights {
    LstmArchitecture a = architecture;
    check("lstm1", lstm1, a.features(), a.lstm1Units());
    check("lstm2", lstm2, a.lstm1Units(), a.lstm2Units());
    check("dense", dense, a.lstm2Units(), a.denseUnits());
    check("output", output, a.denseUnits(), 1);
  }

  private static void check(String layer, Lstm lstm, int inputs, int units) {
    check(layer + ".kernel", lstm.kernel, inputs * 4 * units);
    check(layer + ".recurrent", lstm.recurrent, units * 4 * units);
    check(layer + ".bias", lstm.bias, 4 * units);
  }

  private static void check(String layer, Dense dense, int inputs, int units) {
    check(layer + ".kernel", dense.kernel, inputs * units);
    check(layer + ".bias", dense.bias, units);
  }

  private static void check(String key, float[] values, int length) {
    if (values.length != length) {
      throw new LstmException(
          Code.WRONG_SHAPE, key + ".length=" + values.length + " expected=" + length);
    }
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new LstmException(Code.NOT_FINITE, key + "[" + i + "]=" + values[i]);
      }
    }
  }

  /** The file's bytes. */
  public byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(fileBytes(architecture)))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(VERSION);
    bytes.putInt(architecture.steps()).putInt(architecture.features());
    bytes.putInt(architecture.lstm1Units()).putInt(architecture.lstm2Units());
    bytes.putInt(architecture.denseUnits());
    for (float[] array : arrays()) {
      bytes.asFloatBuffer().put(array);
      bytes.position(bytes.position() + array.length * Float.BYTES);
    }
    return bytes.putInt(checksum(bytes.array())).array();
  }

  /** In the file's order. */
  private List<float[]> arrays() {
    return List.of(
        lstm1.kernel,
        lstm1.recurrent,
        lstm1.bias,
        lstm2.kernel,
        lstm2.recurrent,
        lstm2.bias,
        dense.kernel,
        dense.bias,
        output.kernel,
        output.bias);
  }

  /**
   * Reads a file. Nothing is allocated before its length is known to be its architecture's.
   *
   * @throws LstmException if a byte is missing, too many or other than written, or the dimensions
   *     or weights are none
   */
  public static LstmWeights fromBytes(byte[] file) {
    if (!Arrays.equals(
        file, 0, Math.min(file.length, MAGIC.length), MAGIC, 0, Math.min(file.length, 8))) {
      throw new LstmException(Code.NOT_WEIGHTS, "magic=other");
    }
    if (file.length < HEADER_BYTES) {
      throw new LstmException(Code.TRUNCATED, "bytes=" + file.length + " header=" + HEADER_BYTES);
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int version = bytes.position(MAGIC.length).getInt();
    if (version != VERSION) {
      throw new LstmException(Code.UNKNOWN_VERSION, "version=" + version + " known=" + VERSION);
    }
    LstmArchitecture a = readArchitecture(bytes);
    long expected = fileBytes(a);
    if (file.length != expected) {
      throw new LstmException(
          file.length < expected ? Code.TRUNCATED : Code.TRAILING_BYTES,
          "bytes=" + file.length + " expected=" + expected);
    }
    int written = bytes.getInt(file.length - Integer.BYTES);
    int found = checksum(file);
    if (written != found) {
      throw new LstmException(
          Code.CHECKSUM_MISMATCH,
          "crc32c=" + Integer.toHexString(found) + " expected=" + Integer.toHexString(written));
    }
    Lstm lstm1 = readLstm(bytes, a.features(), a.lstm1Units());
    Lstm lstm2 = readLstm(bytes, a.lstm1Units(), a.lstm2Units());
    Dense dense = readDense(bytes, a.lstm2Units(), a.denseUnits());
    return new LstmWeights(a, lstm1, lstm2, dense, readDense(bytes, a.denseUnits(), 1));
  }

  private static LstmArchitecture readArchitecture(ByteBuffer bytes) {
    try {
      return new LstmArchitecture(
          bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt());
    } catch (IllegalArgumentException e) {
      throw new LstmException(Code.WRONG_SHAPE, e.getMessage(), e);
    }
  }

  private static Lstm readLstm(ByteBuffer bytes, int inputs, int units) {
    return new Lstm(
        read(bytes, inputs * 4 * units), read(bytes, units * 4 * units), read(bytes, 4 * units));
  }

  private static Dense readDense(ByteBuffer bytes, int inputs, int units) {
    return new Dense(read(bytes, inputs * units), read(bytes, units));
  }

  private static float[] read(ByteBuffer bytes, int length) {
    float[] values = new float[length];
    bytes.asFloatBuffer().get(values);
    bytes.position(bytes.position() + length * Float.BYTES);
    return values;
  }

  private static long fileBytes(LstmArchitecture architecture) {
    return HEADER_BYTES + Float.BYTES * architecture.parameters() + Integer.BYTES;
  }

  /** Of all bytes but the last four, where it is kept. */
  private static int checksum(byte[] file) {
    CRC32C crc = new CRC32C();
    crc.update(file, 0, file.length - Integer.BYTES);
    return (int) crc.getValue();
  }
}
