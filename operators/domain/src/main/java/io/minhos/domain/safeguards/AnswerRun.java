package io.minhos.domain.safeguards;

/**
 * How long something went on.
 *
 * @param calls over symbols and bars
 * @param bars distinct times among them
 * @param time of the last, milliseconds since the epoch
 */
public record AnswerRun(int calls, int bars, long time) {

  static final AnswerRun NONE = new AnswerRun(0, 0, Long.MIN_VALUE);

  /** One call more. */
  AnswerRun longer(long at) {
    return new AnswerRun(calls + 1, bars + (at == time ? 0 : 1), at);
  }

  /** One call less, and at least none. */
  AnswerRun shorter() {
    return calls <= 1 ? NONE : new AnswerRun(calls - 1, bars, time);
  }

  /** No more calls than {@code most}. */
  AnswerRun capped(int most) {
    return calls <= most ? this : new AnswerRun(most, bars, time);
  }

  boolean reaches(int minCalls, long minBars) {
    return calls >= minCalls && bars >= minBars;
  }
}
