package io.minhos.trading.config;

import io.minhos.domain.control.CommandTargets;
import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.BoundaryMarks;
import io.minhos.domain.market.DataQualityConfig;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.market.JumpConfig;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.orders.ExecutionChecks;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.PositionChecks;
import io.minhos.domain.risk.PortfolioEngine;
import io.minhos.domain.risk.RiskConfig;
import io.minhos.domain.safeguards.SafeguardConfig;
import io.minhos.domain.signals.FusionConfig;
import io.minhos.domain.signals.RegimeConfig;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.technical.TechnicalConfig;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that the trading job is told, one record per consumer. Keys are described in the defaults.
 */
public record TradingConfig(
    Bars bars,
    Admission admission,
    JumpConfig jump,
    DataQualityConfig quality,
    InstrumentTable instruments,
    TechnicalConfig technical,
    RegimeConfig regime,
    InferenceConfig inference,
    FusionConfig fusion,
    SafeguardConfig safeguards,
    List<String> portfolios,
    RiskConfig risk,
    Map<String, RiskConfig> riskByPortfolio,
    PerformanceReports performance,
    MetricsConfig metrics,
    ExecutionMode executionMode,
    Execution execution,
    Labels labels,
    Models models,
    TrainingConfig training,
    JobConfig job,
    KafkaConfig kafka,
    StateConfig state)
    implements Serializable {

  public TradingConfig {
    if (portfolios.isEmpty()) {
      throw new IllegalArgumentException("portfolios must name at least one: []");
    }
    if (portfolios.stream().anyMatch(String::isBlank)
        || Set.copyOf(portfolios).size() < portfolios.size()) {
      throw new IllegalArgumentException(
          "portfolios must be names, each once and none blank: " + portfolios);
    }
    if (!Set.copyOf(portfolios).containsAll(riskByPortfolio.keySet())) {
      throw new IllegalArgumentException(
          "riskByPortfolio must name portfolios, of "
              + portfolios
              + ": "
              + new TreeMap<>(riskByPortfolio).keySet());
    }
  }

  /** Length of a bar. */
  public record Bars(Span length) implements Serializable {
    public Bars {
      if (length.millis() < 1) {
        throw new IllegalArgumentException("length must be >= 1ms: " + length);
      }
    }

    public BarClock clock() {
      return new BarClock(length.millis());
    }
  }

  /** What the source lets in. */
  public record Admission(
      Span lateness,
      Span future,
      Span ahead,
      boolean arrivalTime,
      Span duplicateWindow,
      boolean rejectUnknown)
      implements Serializable {
    public Admission {
      if (future.millis() < 1) {
        throw new IllegalArgumentException("future must be >= 1ms: " + future);
      }
    }

    public PartitionAdmission partition() {
      return new PartitionAdmission(lateness.millis(), future.millis(), ahead.millis());
    }
  }

  /** Terms of the instruments, by symbol, and of all others. */
  public record InstrumentTable(Instrument others, Map<String, Instrument> bySymbol)
      implements Serializable {}

  /** How often the performance of the books is told. */
  public record PerformanceReports(Span interval) implements Serializable {
    public PerformanceReports {
      if (interval.millis() < 1) {
        throw new IllegalArgumentException("interval must be >= 1ms: " + interval);
      }
    }
  }

  /** Who fills the orders. */
  public enum ExecutionMode {
    SIMULATED,
    EXTERNAL
  }

  /** What trading costs, what a simulated venue fills, and how long an external one may take. */
  public record Execution(
      double commissionBps,
      double slippageBps,
      double participation,
      int orderBars,
      double minNotional,
      Span timeout)
      implements Serializable {
    public Execution {
      var unused =
          new ExecutionConfig(commissionBps, slippageBps, participation, orderBars, minNotional);
      if (timeout.millis() < 1) {
        throw new IllegalArgumentException("timeout must be >= 1ms: " + timeout);
      }
    }

    public ExecutionConfig venue() {
      return new ExecutionConfig(commissionBps, slippageBps, participation, orderBars, minNotional);
    }
  }

  /** What models are trained to foresee. */
  public record Labels(int horizonBars) implements Serializable {
    public Labels {
      if (horizonBars < 1) {
        throw new IllegalArgumentException("horizonBars must be >= 1: " + horizonBars);
      }
    }
  }

  /** How models are trained. */
  public record Models(long seed) implements Serializable {}

  /** Where the topics are. */
  public record KafkaConfig(String bootstrapServers, int partitions, int replication)
      implements Serializable {
    public KafkaConfig {
      if (bootstrapServers.isBlank()) {
        throw new IllegalArgumentException(
            "bootstrapServers must be host:port, at least one: '" + bootstrapServers + "'");
      }
      if (partitions < 1) {
        throw new IllegalArgumentException("partitions must be >= 1: " + partitions);
      }
      if (replication < 1 || replication > Short.MAX_VALUE) {
        throw new IllegalArgumentException(
            "replication must be in [1, " + Short.MAX_VALUE + "]: " + replication);
      }
    }
  }

  /** The instruments in the form that the domain asks. */
  public Instruments tradable() {
    return new Instruments(instruments.bySymbol(), instruments.others(), admission.rejectUnknown());
  }

  /** What commands may name. */
  public CommandTargets commandTargets() {
    return new CommandTargets(
        portfolios,
        List.of(SignalFusion.TECHNICAL, SignalFusion.LSTM, SignalFusion.ENSEMBLE, SignalFusion.WIN),
        tradable());
  }

  /** What partitions of the market topics are marked with. */
  public BoundaryMarks boundaryMarks() {
    return new BoundaryMarks(bars.clock(), admission.lateness().millis());
  }

  /** What limits the risk of {@code portfolio}. */
  public RiskConfig riskOf(String portfolio) {
    return riskByPortfolio.getOrDefault(portfolio, risk).barsOf(bars.length().millis());
  }

  /** Cash by portfolio before the first trade. */
  public Map<String, Double> startingCash() {
    Map<String, Double> cash = new TreeMap<>();
    portfolios.forEach(portfolio -> cash.put(portfolio, riskOf(portfolio).startingCash()));
    return cash;
  }

  /** What runs each portfolio. */
  public Map<String, PortfolioEngine> engines() {
    Map<String, PortfolioEngine> engines = new TreeMap<>();
    for (String portfolio : portfolios) {
      RiskConfig its = riskOf(portfolio);
      engines.put(
          portfolio,
          executionMode == ExecutionMode.SIMULATED
              ? PortfolioEngine.simulated(its, execution.venue(), tradable())
              : PortfolioEngine.external(
                  its, execution.venue(), tradable(), execution.timeout().millis()));
    }
    return engines;
  }

  /** The same with the venue inside, whoever fills the orders of the live job. */
  public TradingConfig simulated() {
    return new TradingConfig(
        bars,
        admission,
        jump,
        quality,
        instruments,
        technical,
        regime,
        inference,
        fusion,
        safeguards,
        portfolios,
        risk,
        riskByPortfolio,
        performance,
        metrics,
        ExecutionMode.SIMULATED,
        execution,
        labels,
        models,
        training,
        job,
        kafka,
        state);
  }

  /** What models are trained to foresee, and their answers held against. */
  public LabelConfig labelling() {
    int horizon = labels.horizonBars();
    return new LabelConfig(
        horizon, training.labelVolatilities() * Math.sqrt(horizon), training.maxMissingBars());
  }

  /** What an external venue's position reports are held against. */
  public PositionChecks positionChecks() {
    return new PositionChecks(portfolios, admission.ahead().millis());
  }

  /** What an external venue's reports are held against. */
  public ExecutionChecks executionChecks() {
    return new ExecutionChecks(portfolios, admission.ahead().millis());
  }
}
