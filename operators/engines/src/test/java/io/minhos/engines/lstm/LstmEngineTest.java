package io.minhos.engines.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minhos.engines.lstm.LstmException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every engine, and how the two compare. */
class LstmEngineTest {

  private static final Path KERAS = Path.of("../../../shared/data/oracles/keras-lstm.json");
  private static final double PARITY = 1e-5;

  /** No two dimensions alike: a transposed matrix would not pass. */
  private static final LstmArchitecture ODD = new LstmArchitecture(7, 3, 11, 5, 4);

  @ParameterizedTest
  @EnumSource
  void answersAsKerasDoes(LstmEngine engine) throws IOException {
    assumeTrue(Files.exists(KERAS), () -> "no answers of Keras here: " + KERAS.toAbsolutePath());
    JsonNode oracle = new ObjectMapper().readTree(KERAS.toFile());
    JsonNode layers = oracle.get("layers");
    LstmWeights weights =
        new LstmWeights(
            new LstmArchitecture(20, 8, 12, 6, 5),
            lstm(layers.get(0)),
            lstm(layers.get(1)),
            dense(layers.get(2)),
            dense(layers.get(3)));
    float[] expected = floats(oracle.get("outputs"));
    float[] out = new float[expected.length];
    LstmModel model = engine.open(weights);
    try {
      model.predict(floats(oracle.get("inputs")), out.length, out);
    } finally {
      model.close();
    }
    assertThat(expected).hasSize(16);
    assertClose(out, expected);
  }

  private static LstmWeights.Lstm lstm(JsonNode layer) {
    JsonNode weights = layer.get("weights");
    return new LstmWeights.Lstm(
        floats(weights.get(0)), floats(weights.get(1)), floats(weights.get(2)));
  }

  private static LstmWeights.Dense dense(JsonNode layer) {
    JsonNode weights = layer.get("weights");
    return new LstmWeights.Dense(floats(weights.get(0)), floats(weights.get(1)));
  }

  /** The leaves, in order: row-major. */
  private static float[] floats(JsonNode node) {
    double[] values = doubles(node);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] doubles(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .flatMapToDouble(child -> Arrays.stream(doubles(child)))
            .toArray()
        : new double[] {node.asDouble()};
  }

  @Test
  void enginesAgree() {
    for (LstmArchitecture a : new LstmArchitecture[] {ODD, LstmArchitecture.small()}) {
      for (long seed = 1; seed <= 5; seed++) {
        LstmWeights weights = RandomWeights.of(a, seed);
        float[] sequences = RandomWeights.sequences(a, 33, seed + 100);
        float[] onnx = answers(LstmEngine.ONNX, weights, sequences, 33);
        float[] dl4j = answers(LstmEngine.DL4J, weights, sequences, 33);
        assertClose(onnx, dl4j);
        // Different rows have different answers: agreement says something.
        assertThat(Math.abs(onnx[0] - onnx[1])).isGreaterThan(1e-4f);
      }
    }
  }

  @Test
  void aForgottenGateWouldShow() {
    LstmWeights weights = RandomWeights.of(ODD, 1);
    float[] kernel = weights.lstm1().kernel().clone();
    // Unit 0 of the forget and of the output gate change places.
    float forget = kernel[11];
    kernel[11] = kernel[33];
    kernel[33] = forget;
    LstmWeights other =
        new LstmWeights(
            ODD,
            new LstmWeights.Lstm(kernel, weights.lstm1().recurrent(), weights.lstm1().bias()),
            weights.lstm2(),
            weights.dense(),
            weights.output());
    float[] sequences = RandomWeights.sequences(ODD, 16, 2);
    float[] before = answers(LstmEngine.ONNX, weights, sequences, 16);
    float[] after = answers(LstmEngine.ONNX, other, sequences, 16);
    float largest = 0;
    for (int i = 0; i < before.length; i++) {
      largest = Math.max(largest, Math.abs(before[i] - after[i]));
    }
    assertThat(largest).isGreaterThan((float) PARITY);
  }

  @Test
  void onnxAnswersTheSameToTheBitInAnyBatch() {
    for (LstmArchitecture a :
        new LstmArchitecture[] {LstmArchitecture.defaults(), LstmArchitecture.small(), ODD}) {
      assertThat(mostUlpsBetweenBatches(LstmEngine.ONNX, a)).isZero();
    }
  }

  @Test
  void onnxAnswersTheSameToTheBitInEveryBatchUpTo512() {
    int width = ODD.steps() * ODD.features();
    float[] sequences = RandomWeights.sequences(ODD, 512, 4);
    LstmModel model = LstmEngine.ONNX.open(RandomWeights.of(ODD, 3));
    try {
      float[] together = inBatches(model, sequences, 512, 512);
      for (int rows = 1; rows < 512; rows++) {
        float[] out = new float[rows];
        model.predict(Arrays.copyOf(sequences, rows * width), rows, out);
        assertThat(out).as("batch of %d", rows).isEqualTo(Arrays.copyOf(together, rows));
      }
    } finally {
      model.close();
    }
  }

  /** Not to the bit: how far apart is what the engine promises others. */
  @Test
  void dl4jAnswersTheSameWithinParityInAnyBatch() {
    LstmArchitecture a = LstmArchitecture.small();
    LstmWeights weights = RandomWeights.of(a, 3);
    float[] sequences = RandomWeights.sequences(a, 48, 4);
    float[] together = answers(LstmEngine.DL4J, weights, sequences, 48);
    LstmModel model = LstmEngine.DL4J.open(weights);
    try {
      for (int rows : new int[] {1, 3, 16}) {
        assertClose(inBatches(model, sequences, 48, rows), together);
      }
    } finally {
      model.close();
    }
  }

  private static long mostUlpsBetweenBatches(LstmEngine engine, LstmArchitecture a) {
    int all = 512;
    LstmWeights weights = RandomWeights.of(a, 3);
    float[] sequences = RandomWeights.sequences(a, all, 4);
    long most = 0;
    LstmModel model = engine.open(weights);
    try {
      float[] together = inBatches(model, sequences, all, all);
      for (int rows : new int[] {1, 2, 3, 4, 5, 7, 8, 13, 16, 31, 32, 33, 64, 100, 128, 255, 511}) {
        float[] apart = inBatches(model, sequences, all, rows);
        for (int i = 0; i < all; i++) {
          long ulps =
              (long) Float.floatToRawIntBits(together[i]) - Float.floatToRawIntBits(apart[i]);
          most = Math.max(most, Math.abs(ulps));
        }
      }
    } finally {
      model.close();
    }
    return most;
  }

  private static float[] inBatches(LstmModel model, float[] sequences, int all, int rows) {
    int width = model.steps() * model.features();
    float[] answers = new float[all];
    for (int from = 0; from < all; from += rows) {
      int to = Math.min(all, from + rows);
      float[] out = new float[to - from];
      model.predict(Arrays.copyOfRange(sequences, from * width, to * width), to - from, out);
      System.arraycopy(out, 0, answers, from, to - from);
    }
    return answers;
  }

  @ParameterizedTest
  @EnumSource
  void readsAndWritesNoMoreThanItsRows(LstmEngine engine) {
    LstmWeights weights = RandomWeights.of(ODD, 5);
    float[] sequences = RandomWeights.sequences(ODD, 8, 6);
    float[] eight = answers(engine, weights, sequences, 8);
    float[] out = new float[8];
    Arrays.fill(out, 99);
    LstmModel model = engine.open(weights);
    try {
      // Larger, then smaller: buffers of a larger batch must not shine through.
      model.predict(sequences, 8, new float[8]);
      model.predict(sequences, 3, out);
    } finally {
      model.close();
    }
    assertClose(Arrays.copyOf(out, 3), Arrays.copyOf(eight, 3));
    assertThat(Arrays.copyOfRange(out, 3, 8)).containsOnly(99);
  }

  @ParameterizedTest
  @EnumSource
  void refusesRowsThatAreNotThere(LstmEngine engine) {
    LstmModel model = engine.open(RandomWeights.of(ODD, 5));
    float[] one = new float[21];
    try {
      assertThatThrownBy(() -> model.predict(one, 0, new float[1]))
          .hasMessage("rows must be >= 1: 0");
      assertThatThrownBy(() -> model.predict(one, 2, new float[2]))
          .hasMessage("sequences must hold 42 values for 2 rows: 21");
      assertThatThrownBy(() -> model.predict(one, 1, new float[0]))
          .hasMessage("out must hold 1 values: 0");
    } finally {
      model.close();
    }
    // A second time does nothing; asked after that, it says why not.
    model.close();
    assertThatThrownBy(() -> model.predict(one, 1, new float[1]))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void warmsUp(LstmEngine engine) {
    LstmModel model = engine.open(RandomWeights.of(ODD, 5));
    try {
      model.warmUp(1);
      model.warmUp(6);
    } finally {
      model.close();
    }
  }

  @Test
  void anAnswerThatIsNoneFailsTheWarmUp() {
    LstmModel broken =
        new LstmModel() {
          @Override
          public LstmArchitecture architecture() {
            return ODD;
          }

          @Override
          public void predict(float[] sequences, int rows, float[] out) {
            if (rows == 3) {
              out[2] = Float.NaN;
            }
          }

          @Override
          public void close() {}
        };
    broken.warmUp(2);
    assertThatThrownBy(() -> broken.warmUp(3))
        .isInstanceOfSatisfying(
            LstmException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FINITE))
        .hasMessage("NOT_FINITE: answer=NaN row=2");
  }

  @ParameterizedTest
  @EnumSource
  void aSequenceThatIsNotFiniteHasNoAnswer(LstmEngine engine) {
    LstmWeights weights = RandomWeights.of(ODD, 5);
    float[] sequences = RandomWeights.sequences(ODD, 4, 6);
    float[] whole = answers(engine, weights, sequences, 4);
    sequences[21] = Float.NaN;
    sequences[3 * 21 - 1] = Float.NEGATIVE_INFINITY;
    float[] broken = answers(engine, weights, sequences, 4);
    assertThat(broken[0]).isEqualTo(whole[0]);
    assertThat(broken[1]).isNaN();
    assertThat(broken[2]).isNaN();
    assertThat(broken[3]).isEqualTo(whole[3]);
  }

  @ParameterizedTest
  @EnumSource
  void loadsWhatWasExported(LstmEngine engine) {
    LstmWeights weights = RandomWeights.of(ODD, 7);
    float[] sequences = RandomWeights.sequences(ODD, 4, 8);
    float[] out = new float[4];
    LstmModel model = engine.load(LstmArtifacts.of(weights));
    try {
      assertThat(model.steps()).isEqualTo(7);
      assertThat(model.features()).isEqualTo(3);
      model.predict(sequences, 4, out);
    } finally {
      model.close();
    }
    assertThat(out).isEqualTo(answers(engine, weights, sequences, 4));
  }

  @Test
  void enginesHaveNames() {
    assertThat(LstmEngine.byId("onnx")).isEqualTo(LstmEngine.ONNX);
    assertThat(LstmEngine.byId("dl4j")).isEqualTo(LstmEngine.DL4J);
    assertThatThrownBy(() -> LstmEngine.byId("torch"))
        .hasMessage("lstmEngine must be one of onnx, dl4j: torch");
  }

  @Test
  void withoutItsLibrariesAnEngineSaysSo() throws Exception {
    ClassLoader bare = new WithoutDl4j();
    Class<?> engines = Class.forName(LstmEngine.class.getName(), true, bare);
    Class<?> architecture = Class.forName(LstmArchitecture.class.getName(), true, bare);
    Class<?> weights = Class.forName(LstmWeights.class.getName(), true, bare);
    assertThat(architecture).isNotEqualTo(LstmArchitecture.class);
    Object read =
        weights
            .getMethod("fromBytes", byte[].class)
            .invoke(null, RandomWeights.of(ODD, 1).toBytes());
    Object dl4j = engines.getMethod("byId", String.class).invoke(null, "dl4j");
    assertThatThrownBy(() -> engines.getMethod("open", weights).invoke(dl4j, read))
        .rootCause()
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> engines.getMethod("open", weights).invoke(dl4j, read))
        .cause()
        .hasMessage(
            "ENGINE_MISSING: engine=dl4j missing=org.deeplearning4j:deeplearning4j-nn and"
                + " org.nd4j:nd4j-native or nd4j-cuda-11.6");
  }

  /** The engines' classes anew, on a class path that knows no DL4J and no ND4J. */
  private static final class WithoutDl4j extends ClassLoader {

    WithoutDl4j() {
      super(LstmEngineTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.deeplearning4j.") || name.startsWith("org.nd4j.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.minhos.engines.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = file.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static float[] answers(
      LstmEngine engine, LstmWeights weights, float[] sequences, int rows) {
    LstmModel model = engine.open(weights);
    try {
      float[] out = new float[rows];
      model.predict(sequences, rows, out);
      return out;
    } finally {
      model.close();
    }
  }

  private static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).as("row %d", i).isCloseTo(expected[i], within(PARITY));
    }
  }
}
