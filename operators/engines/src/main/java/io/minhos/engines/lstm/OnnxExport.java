package io.minhos.engines.lstm;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Weights as an ONNX model: {@code sequences} [batch, steps, features] → {@code value} [batch, 1].
 *
 * <p>ONNX keeps an LSTM's weights transposed, [1, 4 units, inputs], with the gates in the order
 * input, output, forget, cell, and two biases of which the second is zero here. Its sequences are
 * time-major. Source: <a href="https://onnx.ai/onnx/operators/onnx__LSTM.html">ONNX, LSTM</a>.
 */
public final class OnnxExport {

  /** Name of the model's only input. */
  public static final String INPUT = "sequences";

  /** Name of the model's only output. */
  public static final String OUTPUT = "value";

  /** Key of the model's metadata under which {@link LstmArchitecture#text()} stands. */
  public static final String ARCHITECTURE = "minhos.architecture";

  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 14;

  /** Where ONNX's input, output, forget and cell gate stand among input, forget, cell, output. */
  private static final int[] GATES = {0, 3, 1, 2};

  private OnnxExport() {}

  /** The model's bytes. The same weights give the same bytes. */
  public static byte[] toOnnx(LstmWeights weights) {
    LstmArchitecture a = weights.architecture();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("lstm")
            .addInput(value(INPUT, a.steps(), a.features()))
            .addOutput(value(OUTPUT, 1));

    graph.addNode(
        node("Transpose", List.of(INPUT), List.of("x"))
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("perm")
                    .setType(AttributeType.INTS)
                    .addInts(1)
                    .addInts(0)
                    .addInts(2)));
    // All states of the first LSTM: [steps, 1, batch, units].
    addLstm(graph, "lstm1", weights.lstm1(), a.features(), a.lstm1Units(), "x", List.of("y1"));
    squeeze(graph, "y1", 1, "h1");
    // The last state of the second: [1, batch, units], its second output.
    addLstm(
        graph, "lstm2", weights.lstm2(), a.lstm1Units(), a.lstm2Units(), "h1", List.of("", "y2"));
    squeeze(graph, "y2", 0, "h2");
    addDense(graph, "dense", weights.dense(), a.lstm2Units(), a.denseUnits(), "h2", "d");
    graph.addNode(node("Relu", List.of("d"), List.of("relu")));
    addDense(graph, "output", weights.output(), a.denseUnits(), 1, "relu", "o");
    graph.addNode(node("Tanh", List.of("o"), List.of(OUTPUT)));

    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("minhos-stream")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .addMetadataProps(
            StringStringEntryProto.newBuilder().setKey(ARCHITECTURE).setValue(a.text()))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static void addLstm(
      GraphProto.Builder graph,
      String name,
      LstmWeights.Lstm lstm,
      int inputs,
      int units,
      String input,
      List<String> outputs) {
    graph.addInitializer(
        tensor(name + ".W", gates(lstm.kernel(), inputs, units), 1, 4L * units, inputs));
    graph.addInitializer(
        tensor(name + ".R", gates(lstm.recurrent(), units, units), 1, 4L * units, units));
    float[] biases = new float[8 * units];
    System.arraycopy(gates(lstm.bias(), 1, units), 0, biases, 0, 4 * units);
    graph.addInitializer(tensor(name + ".B", biases, 1, 8L * units));
    graph.addNode(
        node("LSTM", List.of(input, name + ".W", name + ".R", name + ".B"), outputs)
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("hidden_size")
                    .setType(AttributeType.INT)
                    .setI(units)));
  }

  /** inputs × 4 units in our order → 4 units × inputs in ONNX's. */
  private static float[] gates(float[] kernel, int inputs, int units) {
    float[] onnx = new float[kernel.length];
    for (int gate = 0; gate < GATES.length; gate++) {
      for (int unit = 0; unit < units; unit++) {
        for (int input = 0; input < inputs; input++) {
          onnx[(gate * units + unit) * inputs + input] =
              kernel[(input * 4 + GATES[gate]) * units + unit];
        }
      }
    }
    return onnx;
  }

  private static void addDense(
      GraphProto.Builder graph,
      String name,
      LstmWeights.Dense dense,
      int inputs,
      int units,
      String input,
      String output) {
    graph.addInitializer(tensor(name + ".W", dense.kernel(), inputs, units));
    graph.addInitializer(tensor(name + ".B", dense.bias(), units));
    graph.addNode(node("Gemm", List.of(input, name + ".W", name + ".B"), List.of(output)));
  }

  private static void squeeze(GraphProto.Builder graph, String input, long axis, String output) {
    String axes = output + ".axes";
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(axes)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(1)
            .setRawData(ByteString.copyFrom(bytes.putLong(axis).array())));
    graph.addNode(node("Squeeze", List.of(input, axes), List.of(output)));
  }

  private static NodeProto.Builder node(
      String operator, List<String> inputs, List<String> outputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(outputs.get(outputs.size() - 1) + "." + operator)
        .addAllInput(inputs)
        .addAllOutput(outputs);
  }

  private static TensorProto tensor(String name, float[] values, long... dimensions) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes.array()));
    for (long dimension : dimensions) {
      tensor.addDims(dimension);
    }
    return tensor.build();
  }

  private static ValueInfoProto value(String name, long... dimensions) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("batch"));
    for (long dimension : dimensions) {
      shape.addDim(Dimension.newBuilder().setDimValue(dimension));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }
}
