package io.minhos.retraining;

import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.accumulators.SimpleAccumulator;

/** An accumulator that shows what was said last: how far a trainer is. */
public final class LatestText implements SimpleAccumulator<String> {

  /** Names of such accumulators begin with this. */
  public static final String PROGRESS = "progress.";

  private static final long serialVersionUID = 1L;

  private volatile String text = "";

  @Override
  public void add(String value) {
    text = value;
  }

  @Override
  public String getLocalValue() {
    return text;
  }

  @Override
  public void resetLocal() {
    text = "";
  }

  @Override
  public void merge(Accumulator<String, String> other) {
    if (!other.getLocalValue().isEmpty()) {
      text = other.getLocalValue();
    }
  }

  @Override
  public LatestText clone() {
    LatestText copy = new LatestText();
    copy.text = text;
    return copy;
  }
}
