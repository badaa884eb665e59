package io.minhos.domain.leaks;

/**
 * One of the values that are computed bar by bar.
 *
 * @param name schema or origin, a dot, and its own, such as {@code tabular.rsi}
 * @param kind how it depends on the past
 * @param readyBars bars of history from which it is used
 */
public record FeatureColumn(String name, Kind kind, int readyBars) {

  /** How a value depends on the past. */
  public enum Kind {
    /** On a window of bars: where the data began is of no matter once the window is full. */
    WINDOW,
    /** On all of it, with weights that fall geometrically: where it began fades and never ends. */
    RECURSIVE,
    /** A rule's answer, which jumps where a recursive value passes a threshold. */
    RULE
  }
}
