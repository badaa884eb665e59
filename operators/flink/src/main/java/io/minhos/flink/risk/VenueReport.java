package io.minhos.flink.risk;

import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.PositionReport;

/**
 * What an external venue says of a portfolio.
 *
 * @param portfolio whose
 * @param execution of an order, or null
 * @param positions of all that is held, or null
 */
public record VenueReport(String portfolio, Execution execution, PositionReport positions) {

  public static VenueReport of(Execution execution) {
    return new VenueReport(execution.portfolio(), execution, null);
  }

  public static VenueReport of(PositionReport positions) {
    return new VenueReport(positions.portfolio(), null, positions);
  }
}
