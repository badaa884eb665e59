package io.minhos.flink.ordering;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.ListState;

/**
 * Rows of one key that wait until their time has come.
 *
 * @param <T> what waits
 */
public final class HeldRows<T> {

  private final ListState<T> state;
  private final ToLongFunction<T> time;

  /**
   * @param time event time of a row, milliseconds since the epoch
   */
  public HeldRows(ListState<T> state, ToLongFunction<T> time) {
    this.state = state;
    this.time = time;
  }

  public void add(T row) throws Exception {
    state.add(row);
  }

  /** Takes out the rows up to {@code until}, in the order in which they came; may be sorted. */
  public List<T> takeUpTo(long until) throws Exception {
    List<T> due = new ArrayList<>();
    List<T> later = new ArrayList<>();
    for (T row : state.get()) {
      (time.applyAsLong(row) <= until ? due : later).add(row);
    }
    if (!due.isEmpty()) {
      state.update(later);
    }
    return due;
  }
}
