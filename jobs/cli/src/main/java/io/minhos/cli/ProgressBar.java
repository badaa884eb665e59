package io.minhos.cli;

/**
 * What progress looks like on a terminal, and when it ends. It is for people: nothing is decided by
 * it.
 */
final class ProgressBar {

  /** Back to the line's beginning, and what stood in it taken away. */
  static final String AGAIN = "\r\u001B[K";

  private static final int WIDTH = 30;
  private static final int SECONDS_AT_MOST = 90;

  private ProgressBar() {}

  /** Such as {@code [######........................] }. */
  static String of(long done, long of) {
    int full = (int) (WIDTH * done / of);
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] ";
  }

  /**
   * Such as {@code , about 14 min left}; empty at the end, and before anything is known.
   *
   * @param timed what of {@code done} took {@code seconds}
   */
  static String left(long done, long of, long timed, double seconds) {
    if (timed == 0 || done == of) {
      return "";
    }
    long left = Math.round(seconds / timed * (of - done));
    return left < SECONDS_AT_MOST
        ? ", about " + left + " s left"
        : ", about " + Math.round(left / 60.0) + " min left";
  }
}
