package io.minhos.domain.risk;

import io.minhos.domain.control.Alert;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import java.util.List;

/**
 * What one event time did to a portfolio.
 *
 * @param state to be given to the next step, see {@link PortfolioState}
 * @param orders sent, by symbol; an entry is followed by its stop and target; requests to cancel
 *     among them
 * @param executions that were applied, by symbol and time; restatements among them
 * @param decisions one for each signal, by symbol
 * @param snapshot after the executions, at the closes: what the decisions were taken on
 * @param alerts what a person should know: a report of an order that nobody sent, and what was
 *     reconciled
 */
public record PortfolioStep(
    PortfolioState state,
    List<Order> orders,
    List<Execution> executions,
    List<Decision> decisions,
    PortfolioSnapshot snapshot,
    List<Alert> alerts) {}
