package io.minhos.domain.risk;

import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.signals.Signal;
import java.util.List;

/**
 * What people command a portfolio.
 *
 * @param state the strictest that a command says
 * @param override the last that is in force, null if none is
 */
record Mandate(TradingState state, Command override) {

  /** About the symbol of {@code signal}. */
  static Mandate of(String portfolio, Signal signal) {
    TradingState state = TradingState.ACTIVE;
    Command override = null;
    for (Command command : signal.commands()) {
      if (command.isForPortfolio(portfolio)) {
        state = state.or(stateOf(command));
        // That of a model is in the signal.
        boolean its = command.type() == ControlType.OVERRIDE && command.model().isEmpty();
        override = its ? command : override;
      }
    }
    return new Mandate(state, override);
  }

  /** What holds for all symbols, which each of {@code signals}, all of one time, says. */
  static TradingState stateOfAll(String portfolio, List<Signal> signals) {
    TradingState state = TradingState.ACTIVE;
    for (Signal signal : signals) {
      for (Command command : signal.commands()) {
        if (command.isForPortfolio(portfolio) && command.symbol().isEmpty()) {
          state = state.or(stateOf(command));
        }
      }
    }
    return state;
  }

  /** Whether {@code direction} is what it wants or leaves to the signal. */
  boolean allows(Direction direction) {
    return override == null || override.direction() == direction;
  }

  /** The override and what it asks for, {@code key=value}. */
  String detail() {
    return override.reference() + " value=" + override.value();
  }

  private static TradingState stateOf(Command command) {
    return switch (command.type()) {
      case HALT -> TradingState.HALTED;
      case REDUCE -> TradingState.REDUCING;
      default -> TradingState.ACTIVE;
    };
  }
}
