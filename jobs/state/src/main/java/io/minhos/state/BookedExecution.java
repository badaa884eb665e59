package io.minhos.state;

import io.minhos.domain.orders.Execution;

/**
 * An execution that moves a position.
 *
 * @param execution of a symbol
 * @param position in the log
 */
public record BookedExecution(Execution execution, long position) {

  /** What positions are keyed by; a name holds no line feed. */
  String key() {
    return execution.portfolio() + "\n" + execution.symbol();
  }
}
