package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.ExecutionConfig;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.domain.orders.Side;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.WinEstimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/**
 * Many signals in each bar, random limits: after each entry, in the order in which they are
 * decided, all that is held or on its way is added up anew, by bookkeeping of the test's own.
 */
class RiskLimitsPropertyTest {

  private static final int SYMBOLS = 16;
  private static final int BARS = 14;
  private static final double ROUNDING = 1 + 1e-9;
  private static final double BPS = 1e-4;
  private static final int COMMISSION = 13;
  private static final int SLIPPAGE = 7;
  private static final double BARS_PER_YEAR = 252;

  @Property(tries = 100)
  @StatisticsReport(StatisticsReportMode.OFF)
  void noEntryLeadsBeyondALimit(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RiskConfig risk = risk(random);
    Market market = new Market(random);
    PortfolioEngine engine =
        PortfolioEngine.simulated(
            risk,
            new ExecutionConfig(COMMISSION, SLIPPAGE),
            new Instruments(Map.of(), new Instrument(0.01, 0.01, false), false));
    Books books = new Books(risk);
    PortfolioState state = engine.initial("main");
    for (int bar = 0; bar < BARS; bar++) {
      List<Signal> signals = market.bar(bar);
      PortfolioStep step = engine.step(state, Signals.time(bar), signals);
      state = step.state();
      books.follow(bar, signals, step);
      for (Decision decision : step.decisions()) {
        if (decision.outcome() == Outcome.DENIED) {
          Statistics.label("denied")
              .collect(decision.reason().substring(0, decision.reason().indexOf(':')));
        }
      }
    }
    Statistics.label("denied")
        .coverage(
            coverage -> {
              for (DenialCode code :
                  List.of(
                      DenialCode.GROSS_EXPOSURE,
                      DenialCode.NET_EXPOSURE,
                      DenialCode.GROUP_EXPOSURE,
                      DenialCode.SYMBOL_EXPOSURE,
                      DenialCode.MAX_OPEN_ORDERS,
                      DenialCode.ORDER_RATE,
                      DenialCode.HEAT_LIMIT)) {
                coverage.check(code.name()).count(n -> n > 0);
              }
            });
  }

  private static RiskConfig risk(SplittableRandom random) {
    AnyLimits limits = new AnyLimits();
    Map<String, String> groups = new HashMap<>();
    for (int i = 0; i < SYMBOLS; i += 1 + random.nextInt(2)) {
      groups.put(symbol(i), "g" + random.nextInt(3));
    }
    limits.groups = groups;
    limits.maxNetExposure = tight(random, 0.05, 1);
    limits.maxGroupExposure = tight(random, 0.05, 1);
    limits.maxSymbolExposure = tight(random, 0.02, 0.2);
    limits.maxOpenOrders = random.nextBoolean() ? 3 + random.nextInt(40) : 1_000;
    limits.maxOrdersPerMinute = random.nextBoolean() ? 3 + random.nextInt(40) : 1_000;
    return new RiskConfig(
        100_000,
        0.1,
        0.1,
        0.5,
        0,
        0,
        1,
        1.5,
        1 + random.nextInt(4),
        tight(random, 0.05, 2),
        BARS_PER_YEAR,
        RiskAdjustments.none(),
        limits.limits(),
        new HeatConfig(
            5,
            2 + random.nextInt(8),
            random.nextDouble(),
            tight(random, 0.005, 1),
            random.nextBoolean() ? 1 : 0.5 + random.nextDouble() / 2,
            random.nextDouble()),
        OutcomeConfig.defaults());
  }

  /** Most often near {@code low}. */
  private static double tight(SplittableRandom random, double low, double high) {
    return low + (high - low) * Math.pow(random.nextDouble(), 4);
  }

  private static String symbol(int i) {
    return "S%02d".formatted(i);
  }

  /** Prices with one factor in common, bars that are missing, signals of all kinds. */
  private static final class Market {

    private final SplittableRandom random;
    private final double[] price = new double[SYMBOLS];

    Market(SplittableRandom random) {
      this.random = random;
      for (int i = 0; i < SYMBOLS; i++) {
        price[i] = 20 + 100 * random.nextDouble();
      }
    }

    List<Signal> bar(int bar) {
      double factor = random.nextGaussian();
      List<Signal> signals = new ArrayList<>();
      for (int i = 0; i < SYMBOLS; i++) {
        if (random.nextInt(10) == 0) {
          continue;
        }
        double open = price[i];
        price[i] *= Math.exp(0.01 * (factor + random.nextGaussian()));
        double strength = random.nextInt(3) == 0 ? 0 : random.nextDouble(-1, 1);
        Signal signal =
            Signals.signal(
                symbol(i),
                bar,
                open,
                1.005 * Math.max(open, price[i]),
                Math.min(open, price[i]) / 1.005,
                price[i],
                strength,
                random.nextDouble(),
                0.03 * price[i]);
        boolean told = random.nextBoolean();
        signals.add(
            told
                ? signal.estimated(
                    new WinEstimate(1, Status.OK, 0.5 + 0.4 * random.nextDouble(), 0))
                : signal);
      }
      return signals;
    }
  }

  /** What there is, counted in the simplest way. */
  private static final class Books {

    private final RiskConfig risk;
    private final Map<String, Double> held = new TreeMap<>();
    private final Map<String, Double> price = new HashMap<>();
    private final Map<String, Order> working = new TreeMap<>();
    private final List<Long> sent = new ArrayList<>();
    private final Map<String, double[]> closes = new HashMap<>();
    private double cash;

    Books(RiskConfig risk) {
      this.risk = risk;
      cash = risk.startingCash();
    }

    void follow(int bar, List<Signal> signals, PortfolioStep step) {
      for (Execution e : step.executions()) {
        held.merge(e.symbol(), e.signedQty(), Double::sum);
        if (Math.abs(held.get(e.symbol())) < 1e-6) {
          held.remove(e.symbol());
        }
        cash -= e.signedQty() * e.lastPx() + e.commission();
        if (e.ordStatus().isTerminal()) {
          working.remove(e.clOrdId());
        }
      }
      working
          .values()
          .removeIf(
              order ->
                  order.purpose().isProtective()
                      && !held.containsKey(order.symbol())
                      && !working.containsKey(order.origClOrdId()));
      for (Signal signal : signals) {
        price.put(signal.symbol(), signal.bar().close());
        double[] all =
            closes.computeIfAbsent(
                signal.symbol(),
                s -> {
                  double[] none = new double[BARS];
                  Arrays.fill(none, Double.NaN);
                  return none;
                });
        all[bar] = signal.bar().close();
      }
      double equity = cash;
      for (Map.Entry<String, Double> position : held.entrySet()) {
        equity += position.getValue() * price.get(position.getKey());
      }
      Sums before = sums(equity, bar);
      int order = 0;
      for (Decision decision : step.decisions()) {
        boolean entered = decision.outcome() == Outcome.ENTER;
        while (order < step.orders().size()
            && step.orders().get(order).symbol().equals(decision.symbol())) {
          Order next = step.orders().get(order++);
          working.put(next.clOrdId(), next);
          sent.add(next.transactTime());
        }
        if (entered || decision.outcome() == Outcome.EXIT) {
          Sums after = sums(equity, bar);
          if (entered) {
            check(before, after, decision, equity, Signals.time(bar));
          }
          before = after;
        }
      }
      assertThat(order).isEqualTo(step.orders().size());
    }

    private void check(Sums before, Sums after, Decision decision, double equity, long now) {
      RiskLimits limits = risk.limits();
      assertThat(after.gross).isLessThanOrEqualTo(risk.maxGrossExposure() * ROUNDING);
      assertThat(Math.abs(after.net))
          .isLessThanOrEqualTo(Math.max(limits.maxNetExposure(), Math.abs(before.net)) * ROUNDING);
      String group = limits.groups().get(decision.symbol());
      if (group != null) {
        assertThat(after.byGroup.get(group))
            .isLessThanOrEqualTo(limits.maxGroupExposure() * ROUNDING);
      }
      assertThat(after.bySymbol.get(decision.symbol()))
          .isLessThanOrEqualTo(limits.maxSymbolExposure() * ROUNDING);
      assertThat(decision.quantity() * decision.price() / equity)
          .isLessThanOrEqualTo(risk.maxPositionFraction());
      // What is limited is the heat of what is bought; commission is reserved on top of that. Of a
      // perfect hedge, which may be twice what it hedges, that is twice as much.
      assertThat(after.heat)
          .isLessThanOrEqualTo(
              Math.max(risk.heat().maxHeat(), before.heat) * (1 + 2 * COMMISSION * BPS) * ROUNDING);
      assertThat(working.size()).isLessThanOrEqualTo(limits.maxOpenOrders());
      assertThat(sent.stream().filter(time -> time > now - 60_000 && time <= now).count())
          .isLessThanOrEqualTo(limits.maxOrdersPerMinute());
    }

    private Sums sums(double equity, int bar) {
      Map<String, Double> weights = new TreeMap<>();
      List<String> symbols = new ArrayList<>();
      List<Double> stakes = new ArrayList<>();
      for (Map.Entry<String, Double> position : held.entrySet()) {
        symbols.add(position.getKey());
        stakes.add(position.getValue() * price.get(position.getKey()) / equity);
      }
      for (Order order : working.values()) {
        if (order.purpose() == Purpose.ENTRY) {
          double reserved =
              order.orderQty()
                  * price.get(order.symbol())
                  * (1 + SLIPPAGE * BPS)
                  * (1 + COMMISSION * BPS);
          symbols.add(order.symbol());
          stakes.add((order.side() == Side.BUY ? reserved : -reserved) / equity);
        }
      }
      Sums sums = new Sums();
      for (int i = 0; i < symbols.size(); i++) {
        double size = Math.abs(stakes.get(i));
        sums.gross += size;
        sums.net += stakes.get(i);
        sums.bySymbol.merge(symbols.get(i), size, Double::sum);
        String group = risk.limits().groups().get(symbols.get(i));
        if (group != null) {
          sums.byGroup.merge(group, size, Double::sum);
        }
        weights.merge(symbols.get(i), stakes.get(i), Double::sum);
      }
      sums.heat = heat(weights, bar);
      return sums;
    }

    private double heat(Map<String, Double> weights, int bar) {
      double variance = 0;
      double apart = 0;
      for (Map.Entry<String, Double> one : weights.entrySet()) {
        if (!isKnown(one.getKey(), bar)) {
          apart += Math.abs(one.getValue()) * Signals.VOLATILITY;
          continue;
        }
        for (Map.Entry<String, Double> other : weights.entrySet()) {
          if (isKnown(other.getKey(), bar)) {
            variance +=
                one.getValue()
                    * volatility(one.getKey(), bar)
                    * other.getValue()
                    * volatility(other.getKey(), bar)
                    * correlation(one.getKey(), other.getKey(), bar);
          }
        }
      }
      return Math.sqrt(BARS_PER_YEAR) * (Math.sqrt(Math.max(0, variance)) + apart);
    }

    private boolean isKnown(String symbol, int bar) {
      int returns = 0;
      for (int t = 0; t <= bar; t++) {
        returns += Double.isNaN(move(symbol, t)) ? 0 : 1;
      }
      return returns >= risk.heat().minReturns();
    }

    /** Log return of the bar {@code t} from the last close before it, NaN if it makes none. */
    private double move(String symbol, int t) {
      double[] all = closes.get(symbol);
      int before = t - 1;
      while (before >= 0 && Double.isNaN(all[before])) {
        before--;
      }
      return before < 0 ? Double.NaN : Math.log(all[t] / all[before]);
    }

    /** Of weights that halve every five returns. */
    private double volatility(String symbol, int bar) {
      double sum = 0;
      double weights = 0;
      double weight = 1;
      for (int t = bar; t >= 0; t--) {
        double move = move(symbol, t);
        if (!Double.isNaN(move)) {
          sum += weight * move * move;
          weights += weight;
          weight *= Math.pow(2, -1.0 / 5);
        }
      }
      return Math.sqrt(sum / weights);
    }

    /** Of weights that halve every five bars, shrunk. */
    private double correlation(String one, String other, int bar) {
      if (one.equals(other)) {
        return 1;
      }
      return (1 - risk.heat().shrinkage())
          * product(one, other, bar)
          / Math.sqrt(product(one, one, bar) * product(other, other, bar));
    }

    private double product(String one, String other, int bar) {
      double sum = 0;
      for (int t = 0; t <= bar; t++) {
        double product = move(one, t) * move(other, t);
        sum += Double.isNaN(product) ? 0 : Math.pow(2, (t - bar) / 5.0) * product;
      }
      return sum;
    }
  }

  /** Over equity. */
  private static final class Sums {
    private double gross;
    private double net;
    private double heat;
    private final Map<String, Double> bySymbol = new HashMap<>();
    private final Map<String, Double> byGroup = new HashMap<>();
  }
}
