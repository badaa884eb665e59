package io.minhos.trading.config;

import io.minhos.engines.lstm.LstmEngine;
import java.io.Serializable;
import java.util.OptionalInt;

/**
 * How models are asked.
 *
 * @param lstmEngine what computes the LSTM: onnx or dl4j
 * @param device what the engine computes on: cpu or cuda; dl4j on cpu is where its ND4J computes
 * @param gpu index of the CUDA device, at least 0; with {@code gpus} Flink says which
 * @param sequenceLength vectors in a sequence, at least 1
 * @param batchSize sequences that are asked together at most, at least 1
 * @param lstmThreshold value up to which the LSTM's direction is neutral, in [0, 1)
 * @param ensembleThreshold value up to which the ensemble's direction is neutral, in [0, 1)
 * @param slotSharingGroup of the LSTM's operator, not "default" with GPUs
 * @param gpus that each slot of that group asks for, at least 0; more than 0 with cuda alone
 * @param slot what a slot of the job holds besides, where it asks for GPUs
 */
public record InferenceConfig(
    String lstmEngine,
    String device,
    int gpu,
    int sequenceLength,
    int batchSize,
    double lstmThreshold,
    double ensembleThreshold,
    String slotSharingGroup,
    int gpus,
    Slot slot)
    implements Serializable {

  /** Flink's name of the group of operators that name none. */
  public static final String DEFAULT_GROUP = "default";

  private static final String CPU = "cpu";
  private static final String CUDA = "cuda";

  public InferenceConfig {
    LstmEngine.byId(lstmEngine);
    if (!device.equals(CPU) && !device.equals(CUDA)) {
      throw new IllegalArgumentException("device must be one of cpu, cuda: " + device);
    }
    if (gpu < 0) {
      throw new IllegalArgumentException("gpu must be >= 0: " + gpu);
    }
    if (sequenceLength < 1) {
      throw new IllegalArgumentException("sequenceLength must be >= 1: " + sequenceLength);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1: " + batchSize);
    }
    requireThreshold("lstmThreshold", lstmThreshold);
    requireThreshold("ensembleThreshold", ensembleThreshold);
    if (gpus < 0) {
      throw new IllegalArgumentException("gpus must be >= 0: " + gpus);
    }
    if (gpus > 0 && slotSharingGroup.equals(DEFAULT_GROUP)) {
      throw new IllegalArgumentException(
          "slotSharingGroup must be one of its own with gpus > 0: " + slotSharingGroup);
    }
    if (gpus > 0 && !device.equals(CUDA)) {
      throw new IllegalArgumentException("device must be cuda with gpus > 0: " + device);
    }
  }

  /** The GPU that configuration names: none on the CPU, or where Flink says which. */
  public OptionalInt fixedGpu() {
    return device.equals(CUDA) && gpus == 0 ? OptionalInt.of(gpu) : OptionalInt.empty();
  }

  /**
   * What Flink sets aside for a slot. It must be told as soon as one slot asks for a GPU.
   *
   * @param cpuCores more than 0
   * @param heapMegabytes of the tasks, more than 0
   * @param managedMegabytes for state on RocksDB, at least 0
   */
  public record Slot(double cpuCores, int heapMegabytes, int managedMegabytes)
      implements Serializable {

    public Slot {
      if (!(cpuCores > 0 && cpuCores < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("cpuCores must be > 0: " + cpuCores);
      }
      if (heapMegabytes < 1) {
        throw new IllegalArgumentException("heapMegabytes must be >= 1: " + heapMegabytes);
      }
      if (managedMegabytes < 0) {
        throw new IllegalArgumentException("managedMegabytes must be >= 0: " + managedMegabytes);
      }
    }
  }

  private static void requireThreshold(String key, double threshold) {
    if (!(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException(key + " must be in [0, 1): " + threshold);
    }
  }
}
