package io.minhos.retraining;

import io.minhos.domain.evaluation.Fold;
import io.minhos.domain.evaluation.SplitConfig;
import io.minhos.domain.evaluation.WalkForward;
import io.minhos.retraining.trees.TrainingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Divides the history once all of its times are known. For parallelism 1. */
public final class PlanSplits extends AbstractStreamOperator<SplitPlan>
    implements OneInputStreamOperator<LabelSpan, SplitPlan>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final SplitConfig splits;
  private final double validationShare;

  private transient List<LabelSpan> spans;

  /**
   * @param validationShare part of a training part's times, at its end, that is for early stopping
   */
  public PlanSplits(SplitConfig splits, double validationShare) {
    this.splits = splits;
    this.validationShare = validationShare;
  }

  @Override
  public void open() throws Exception {
    super.open();
    spans = new ArrayList<>();
  }

  @Override
  public void processElement(StreamRecord<LabelSpan> element) {
    spans.add(element.getValue());
  }

  @Override
  public void endInput() {
    output.collect(new StreamRecord<>(plan(spans, splits, validationShare)));
  }

  static SplitPlan plan(List<LabelSpan> unordered, SplitConfig config, double validationShare) {
    List<LabelSpan> spans =
        unordered.stream().sorted(Comparator.comparingLong(LabelSpan::time)).toList();
    long[] times = spans.stream().mapToLong(LabelSpan::time).toArray();
    long[] ends = spans.stream().mapToLong(LabelSpan::labelEnd).toArray();
    List<Fold> folds;
    try {
      folds = WalkForward.folds(times, ends, config);
    } catch (IllegalArgumentException e) {
      throw new TrainingException("TOO_LITTLE_HISTORY: rows=" + spans.size(), e);
    }
    List<SplitPlan.Part> parts = new ArrayList<>();
    for (Fold fold : folds) {
      parts.add(
          SplitPlan.Part.of(
              fold, fitUntil(times, fold.trainFrom(), fold.trainUntil(), validationShare)));
    }
    long from = times[0];
    long until = times[times.length - 1] + 1;
    parts.add(
        new SplitPlan.Part(
            from, fitUntil(times, from, until, validationShare), until, until, until));
    return new SplitPlan(parts);
  }

  private static long fitUntil(long[] times, long from, long until, double validationShare) {
    long[] distinct = Arrays.stream(times).filter(t -> t >= from && t < until).distinct().toArray();
    return distinct[(int) (distinct.length * (1 - validationShare))];
  }
}
