package io.minhos.domain.evaluation;

/**
 * Rows of a list.
 *
 * @param from first, inclusive
 * @param to last, exclusive
 */
public record IndexRange(int from, int to) {

  public IndexRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("range must have 0 <= from <= to: " + from + ", " + to);
    }
  }

  public int size() {
    return to - from;
  }
}
