package io.minhos.engines.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.minhos.engines.lstm.LstmException.Code;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** ONNX files that are not what they should be. */
class OnnxLstmTest {

  private static final LstmArchitecture TINY = new LstmArchitecture(4, 2, 3, 2, 2);

  @Test
  void theSameWeightsGiveTheSameBytes() {
    assertThat(OnnxExport.toOnnx(RandomWeights.of(TINY, 1)))
        .isEqualTo(OnnxExport.toOnnx(RandomWeights.of(TINY, 1)))
        .isNotEqualTo(OnnxExport.toOnnx(RandomWeights.of(TINY, 2)));
  }

  @Test
  void otherDimensionsAreRefused() {
    byte[] onnx = OnnxExport.toOnnx(RandomWeights.of(TINY, 1));
    refused(onnx, new LstmArchitecture(5, 2, 3, 2, 2), "WRONG_SHAPE: input=TensorInfo");
    refused(onnx, new LstmArchitecture(4, 3, 3, 2, 2), "WRONG_SHAPE: input=TensorInfo");
    // Inside, where inputs and outputs do not show it.
    refused(
        onnx,
        new LstmArchitecture(4, 2, 3, 3, 2),
        "WRONG_SHAPE: architecture=4x2-3-2-2 expected=4x2-3-3-2");
  }

  @Test
  void otherNamesAreRefused() throws InvalidProtocolBufferException {
    ModelProto model = ModelProto.parseFrom(OnnxExport.toOnnx(RandomWeights.of(TINY, 1)));
    ModelProto.Builder input = model.toBuilder();
    input.getGraphBuilder().getInputBuilder(0).setName("other");
    input.getGraphBuilder().getNodeBuilder(0).setInput(0, "other");
    refused(input.build().toByteArray(), TINY, "WRONG_SHAPE: input=[other] expected=[sequences]");

    ModelProto.Builder output = model.toBuilder();
    output.getGraphBuilder().getOutputBuilder(0).setName("other");
    int last = model.getGraph().getNodeCount() - 1;
    output.getGraphBuilder().getNodeBuilder(last).setOutput(0, "other");
    refused(output.build().toByteArray(), TINY, "WRONG_SHAPE: output=[other] expected=[value]");

    ModelProto unnamed = model.toBuilder().clearMetadataProps().build();
    refused(unnamed.toByteArray(), TINY, "WRONG_SHAPE: architecture=none expected=4x2-3-2-2");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] onnx = OnnxExport.toOnnx(RandomWeights.of(TINY, 1));
    for (int length = 0; length < onnx.length; length += length < 64 ? 1 : 7) {
      byte[] part = Arrays.copyOf(onnx, length);
      assertThatThrownBy(() -> OnnxLstm.load(part, TINY).close())
          .as("%d of %d bytes", length, onnx.length)
          .isInstanceOf(LstmException.class);
    }
  }

  /**
   * A flipped byte inside a weight is another model, which only the store's SHA-256 can tell. What
   * must not happen is anything but a model or a coded refusal.
   */
  @Test
  void flippedBytesAreRefusedOrAnotherModel() {
    byte[] onnx = OnnxExport.toOnnx(RandomWeights.of(TINY, 1));
    Random random = new Random(9);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] flipped = onnx.clone();
      flipped[random.nextInt(onnx.length)] ^= (byte) (1 + random.nextInt(255));
      try {
        OnnxLstm.load(flipped, TINY).close();
      } catch (LstmException e) {
        assertThat(e.code()).isIn(Code.UNREADABLE_ONNX, Code.WRONG_SHAPE);
        refused++;
      }
    }
    assertThat(refused).isBetween(30, 270);
  }

  /** With CUDA and without: no machine has so many GPUs. */
  @Test
  void aGpuThatIsNotThereIsRefused() {
    byte[] onnx = OnnxExport.toOnnx(RandomWeights.of(TINY, 1));
    assertThatThrownBy(() -> OnnxLstm.load(onnx, TINY, OptionalInt.of(99)).close())
        .isInstanceOfSatisfying(
            LstmException.class, e -> assertThat(e.code()).isEqualTo(Code.GPU_MISSING))
        .hasMessageStartingWith("GPU_MISSING: engine=onnx gpu=99 reason=");
    // A broken file is not the GPU's fault.
    assertThatThrownBy(
            () -> OnnxLstm.load(Arrays.copyOf(onnx, 99), TINY, OptionalInt.of(0)).close())
        .isInstanceOfSatisfying(
            LstmException.class, e -> assertThat(e.code()).isEqualTo(Code.UNREADABLE_ONNX));
  }

  private static void refused(byte[] onnx, LstmArchitecture expected, String message) {
    assertThatThrownBy(() -> OnnxLstm.load(onnx, expected).close())
        .isInstanceOf(LstmException.class)
        .hasMessageStartingWith(message);
  }
}
