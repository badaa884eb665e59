package io.minhos.domain.orders;

/** What an order is for. */
public enum Purpose {
  /** Opens a position. */
  ENTRY('E'),
  /** Closes it because the signal turned. */
  EXIT_OPPOSITE('X'),
  /** Closes it because its time is up. */
  EXIT_HORIZON('X'),
  /** Closes it because a person said so. */
  EXIT_OVERRIDE('X'),
  /** Rests at the venue against loss. */
  STOP('S'),
  /** Rests at the venue for profit. */
  TARGET('T'),
  /** Trades nothing: asks the venue to cancel the order that it names. */
  CANCEL('C');

  private final char letter;

  Purpose(char letter) {
    this.letter = letter;
  }

  /** Its mark in a ClOrdID; entries sort before what closes them. */
  char letter() {
    return letter;
  }

  /** True for stop and target, which live and die with the position that they protect. */
  public boolean isProtective() {
    return this == STOP || this == TARGET;
  }
}
