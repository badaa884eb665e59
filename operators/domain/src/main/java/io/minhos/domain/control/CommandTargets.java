package io.minhos.domain.control;

import io.minhos.domain.market.Instruments;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What there is to command.
 *
 * @param portfolios that trade
 * @param models that have a part in signals or sizes
 * @param instruments that trade; where none is listed any symbol may
 */
public record CommandTargets(List<String> portfolios, List<String> models, Instruments instruments)
    implements Serializable {

  public CommandTargets {
    portfolios = List.copyOf(portfolios);
    models = List.copyOf(models);
  }

  /** What {@code command} names that is not there, as {@code key=value}. */
  public Optional<String> unknown(Command command) {
    if (!command.portfolio().isEmpty() && !portfolios.contains(command.portfolio())) {
      return Optional.of("portfolio=" + command.portfolio() + " known=" + portfolios);
    }
    if (!command.model().isEmpty() && !models.contains(command.model())) {
      return Optional.of("model=" + command.model() + " known=" + models);
    }
    boolean listed =
        command.symbol().isEmpty()
            || (instruments.known().isEmpty() && !instruments.rejectUnknown())
            || instruments.known().containsKey(command.symbol());
    return listed ? Optional.empty() : Optional.of("symbol=" + command.symbol() + " listed=false");
  }
}
