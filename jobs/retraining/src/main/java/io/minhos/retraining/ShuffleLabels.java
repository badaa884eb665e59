package io.minhos.retraining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives each row of a symbol the label of another, by a permutation from a seed: what is found then
 * is not of the market but of whoever looks. For batch alone, where a symbol's rows come to an end.
 */
final class ShuffleLabels extends KeyedProcessFunction<String, TrainingBar, TrainingBar> {

  private static final long serialVersionUID = 1L;

  private static final ListStateDescriptor<TrainingBar> ROWS =
      new ListStateDescriptor<>("rows-to-shuffle", TrainingBar.class);

  private final long seed;

  private transient ListState<TrainingBar> rows;

  ShuffleLabels(long seed) {
    this.seed = seed;
  }

  @Override
  public void open(OpenContext context) {
    rows = getRuntimeContext().getListState(ROWS);
  }

  @Override
  public void processElement(TrainingBar row, Context context, Collector<TrainingBar> out)
      throws Exception {
    rows.add(row);
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<TrainingBar> out)
      throws Exception {
    List<TrainingBar> all = new ArrayList<>();
    rows.get().forEach(all::add);
    rows.clear();
    all.sort(Comparator.comparingLong(TrainingBar::time));
    List<TrainingBar> labelled = all.stream().filter(row -> row.labelEnd() != 0).toList();
    int[] from = permutation(labelled.size(), seed ^ context.getCurrentKey().hashCode());
    int next = 0;
    for (TrainingBar row : all) {
      out.collect(row.labelEnd() == 0 ? row : row.labelledAs(labelled.get(from[next++])));
    }
  }

  private static int[] permutation(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] from = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      from[i] = from[j];
      from[j] = i;
    }
    return from;
  }
}
