package io.minhos.trading.config;

import io.minhos.engines.lstm.LstmEngine;
import java.io.Serializable;

/**
 * How models are asked.
 *
 * @param lstmEngine what computes the LSTM: onnx or dl4j
 * @param sequenceLength vectors in a sequence, at least 1
 * @param batchSize sequences that are asked together at most, at least 1
 * @param lstmThreshold value up to which the LSTM's direction is neutral, in [0, 1)
 * @param ensembleThreshold value up to which the ensemble's direction is neutral, in [0, 1)
 * @param slotSharingGroup of the LSTM's operator
 */
public record InferenceConfig(
    String lstmEngine,
    int sequenceLength,
    int batchSize,
    double lstmThreshold,
    double ensembleThreshold,
    String slotSharingGroup)
    implements Serializable {

  public InferenceConfig {
    LstmEngine.byId(lstmEngine);
    if (sequenceLength < 1) {
      throw new IllegalArgumentException("sequenceLength must be >= 1: " + sequenceLength);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1: " + batchSize);
    }
    requireThreshold("lstmThreshold", lstmThreshold);
    requireThreshold("ensembleThreshold", ensembleThreshold);
  }

  private static void requireThreshold(String key, double threshold) {
    if (!(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException(key + " must be in [0, 1): " + threshold);
    }
  }
}
