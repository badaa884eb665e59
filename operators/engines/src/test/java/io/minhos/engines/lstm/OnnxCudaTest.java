package io.minhos.engines.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime on the first GPU beside the engines on the CPU, at the full net. */
class OnnxCudaTest {

  private static final Path DRIVER = Path.of("/dev/nvidiactl");
  private static final double PARITY = 1e-5;
  private static final int ALL = 512;

  private static final LstmArchitecture FULL = LstmArchitecture.defaults();
  private static final LstmWeights WEIGHTS = RandomWeights.of(FULL, 3);
  private static final float[] SEQUENCES = RandomWeights.sequences(FULL, ALL, 4);

  @BeforeAll
  static void whereAGpuIs() {
    assumeTrue(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
        "ONNX Runtime without CUDA here: built without the profile cuda");
    assumeTrue(Files.exists(DRIVER), () -> "no NVIDIA GPU here: no " + DRIVER);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 32, 128, 512})
  void answersAsTheCpuDoes(int batch) {
    float[] cpu = answers(LstmEngine.ONNX.open(WEIGHTS), ALL);
    float[] cuda = answers(onGpu(), batch);
    for (int i = 0; i < ALL; i++) {
      assertThat((double) cuda[i]).as("row %d", i).isCloseTo(cpu[i], within(PARITY));
    }
    // Different rows have different answers: agreement says something.
    assertThat(Math.abs(cpu[0] - cpu[1])).isGreaterThan(1e-4f);
  }

  @ParameterizedTest
  @EnumSource
  void answersAsEachEngineDoes(LstmEngine engine) {
    float[] other = answers(engine.open(WEIGHTS), ALL);
    float[] cuda = answers(onGpu(), ALL);
    for (int i = 0; i < ALL; i++) {
      assertThat((double) cuda[i]).as("row %d", i).isCloseTo(other[i], within(PARITY));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 31, 32, 33, 127, 128, 129, 255, 511})
  void answersTheSameToTheBitInAnyBatch(int batch) {
    assertThat(answers(onGpu(), batch)).isEqualTo(answers(onGpu(), ALL));
  }

  @Test
  void answersTheSameToTheBitAgainAndInAnotherSession() {
    LstmModel model = onGpu();
    float[] first = new float[ALL];
    float[] again = new float[ALL];
    try {
      model.predict(SEQUENCES, ALL, first);
      model.predict(SEQUENCES, ALL, again);
    } finally {
      model.close();
    }
    assertThat(again).isEqualTo(first);
    assertThat(answers(onGpu(), ALL)).isEqualTo(first);
  }

  @Test
  void aSequenceThatIsNotFiniteHasNoAnswer() {
    float[] broken = SEQUENCES.clone();
    broken[FULL.steps() * FULL.features()] = Float.NaN;
    float[] out = new float[3];
    LstmModel model = onGpu();
    try {
      model.predict(broken, 3, out);
    } finally {
      model.close();
    }
    float[] whole = answers(onGpu(), ALL);
    assertThat(out).containsExactly(whole[0], Float.NaN, whole[2]);
  }

  private static LstmModel onGpu() {
    return LstmEngine.ONNX.load(LstmArtifacts.of(WEIGHTS), OptionalInt.of(0));
  }

  /** Of all sequences in batches of so many; closes the model. */
  private static float[] answers(LstmModel model, int batch) {
    int width = FULL.steps() * FULL.features();
    float[] answers = new float[ALL];
    try {
      for (int from = 0; from < ALL; from += batch) {
        int to = Math.min(ALL, from + batch);
        float[] out = new float[to - from];
        model.predict(Arrays.copyOfRange(SEQUENCES, from * width, to * width), to - from, out);
        System.arraycopy(out, 0, answers, from, to - from);
      }
    } finally {
      model.close();
    }
    return answers;
  }
}
