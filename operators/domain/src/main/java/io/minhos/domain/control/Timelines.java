package io.minhos.domain.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Lists of what holds from a time on, sorted by it. */
public final class Timelines {

  private Timelines() {}

  /** {@code sorted} with {@code item}, whatever order they come in; a repeat changes nothing. */
  public static <T> List<T> with(List<T> sorted, T item, Comparator<? super T> order) {
    if (sorted.contains(item)) {
      return sorted;
    }
    List<T> all = new ArrayList<>(sorted);
    all.add(item);
    all.sort(order);
    return all;
  }

  /** Index of the last that holds from {@code time} or before, or -1. */
  public static <T> int lastAt(List<T> sorted, ToLongFunction<? super T> from, long time) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (from.applyAsLong(sorted.get(middle)) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
