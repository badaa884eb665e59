package io.minhos.flink.risk;

import io.minhos.domain.signals.Signal;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Gives every signal to every portfolio. */
public final class FanOutSignals implements FlatMapFunction<Signal, PortfolioSignal> {

  private final List<String> portfolios;

  public FanOutSignals(List<String> portfolios) {
    this.portfolios = List.copyOf(portfolios);
  }

  @Override
  public void flatMap(Signal signal, Collector<PortfolioSignal> out) {
    for (String portfolio : portfolios) {
      out.collect(new PortfolioSignal(portfolio, signal));
    }
  }
}
