package io.minhos.state;

import io.minhos.domain.risk.Holding;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.PortfolioState;
import io.minhos.domain.risk.PositionSnapshot;
import io.minhos.flink.risk.SizePositions;
import io.minhos.trading.JobSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;

/**
 * The books in a checkpoint or savepoint against the database as of the event time that each
 * portfolio had come to. What the database has later does not count.
 *
 * @param portfolios how many were compared
 * @param positions how many open ones they hold
 * @param differences by portfolio, symbol and figure; none if all agrees
 */
public record SavepointAudit(int portfolios, int positions, List<Difference> differences) {

  /** What floating point makes of one sum in two orders. */
  private static final double ROUNDING = 1e-9;

  /**
   * A figure that is not the same.
   *
   * @param symbol of a position; empty of the portfolio
   */
  public record Difference(
      String portfolio, String symbol, String figure, String savepoint, String database) {}

  /** Reads the savepoint at {@code path}, a folder or URI, and compares. */
  public static SavepointAudit of(String path, StateReader database) throws Exception {
    List<Difference> differences = new ArrayList<>();
    int positions = 0;
    List<PortfolioState> books = read(path);
    for (PortfolioState book : books) {
      String portfolio = book.portfolio();
      PortfolioSnapshot snapshot =
          database.portfolios(book.time()).stream()
              .filter(p -> p.portfolio().equals(portfolio))
              .findFirst()
              .orElse(null);
      compare(portfolio, "", figures(book), figures(snapshot), differences);
      Map<String, Holding> held = new TreeMap<>(book.holdings());
      held.values().removeIf(holding -> !holding.isOpen());
      positions += held.size();
      Map<String, PositionSnapshot> kept =
          database.positions(book.time()).stream()
              .map(ValuedPosition::snapshot)
              .filter(p -> p.portfolio().equals(portfolio) && p.quantity() != 0)
              .collect(Collectors.toMap(PositionSnapshot::symbol, Function.identity()));
      TreeSet<String> symbols = new TreeSet<>(held.keySet());
      symbols.addAll(kept.keySet());
      for (String symbol : symbols) {
        compare(
            portfolio, symbol, figures(held.get(symbol)), figures(kept.get(symbol)), differences);
      }
    }
    return new SavepointAudit(books.size(), positions, differences);
  }

  /** Each portfolio's state, by name. */
  private static List<PortfolioState> read(String path) throws Exception {
    Configuration settings = JobSettings.flink();
    // The reader's own operators have none.
    settings.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, settings);
    List<PortfolioState> found = new ArrayList<>();
    CloseableIterator<PortfolioState> books =
        SavepointReader.read(env, path)
            .readKeyedState(
                OperatorIdentifier.forUid("size-positions"),
                new ReadPortfolio(),
                Types.STRING,
                TypeInformation.of(PortfolioState.class))
            .executeAndCollect();
    try {
      books.forEachRemaining(found::add);
    } finally {
      books.close();
    }
    found.sort(Comparator.comparing(PortfolioState::portfolio));
    return found;
  }

  private static final class ReadPortfolio
      extends KeyedStateReaderFunction<String, PortfolioState> {
    private transient ValueState<PortfolioState> portfolio;

    @Override
    public void open(OpenContext context) {
      portfolio = getRuntimeContext().getState(SizePositions.PORTFOLIO);
    }

    @Override
    public void readKey(String key, Context context, Collector<PortfolioState> out)
        throws Exception {
      if (portfolio.value() != null) {
        out.collect(portfolio.value());
      }
    }
  }

  private static Map<String, Object> figures(PortfolioState book) {
    double value = 0;
    for (Holding holding : new TreeMap<>(book.holdings()).values()) {
      value += holding.quantity() * holding.lastPrice();
    }
    return Map.of(
        "time", book.time(),
        "cash", book.cash(),
        "realisedPnl", book.realisedPnl(),
        "commission", book.commission(),
        "maxDrawdown", book.maxDrawdown(),
        "equity", book.cash() + value);
  }

  private static Map<String, Object> figures(PortfolioSnapshot snapshot) {
    return snapshot == null
        ? Map.of()
        : Map.of(
            "time", snapshot.time(),
            "cash", snapshot.cash(),
            "realisedPnl", snapshot.realisedPnl(),
            "commission", snapshot.commission(),
            "maxDrawdown", snapshot.maxDrawdown(),
            "equity", snapshot.equity());
  }

  private static Map<String, Object> figures(Holding holding) {
    return holding == null
        ? Map.of()
        : Map.of(
            "quantity", holding.quantity(),
            "avgPrice", holding.avgPrice(),
            "entryTime", holding.entryTime(),
            "entryClOrdId", holding.entryClOrdId());
  }

  private static Map<String, Object> figures(PositionSnapshot position) {
    return position == null
        ? Map.of()
        : Map.of(
            "quantity", position.quantity(),
            "avgPrice", position.avgPrice(),
            "entryTime", position.entryTime(),
            "entryClOrdId", position.entryClOrdId());
  }

  private static void compare(
      String portfolio,
      String symbol,
      Map<String, Object> savepoint,
      Map<String, Object> database,
      List<Difference> differences) {
    TreeSet<String> figures = new TreeSet<>(savepoint.keySet());
    figures.addAll(database.keySet());
    for (String figure : figures) {
      Object there = savepoint.get(figure);
      Object here = database.get(figure);
      if (!agree(figure, there, here)) {
        differences.add(new Difference(portfolio, symbol, figure, text(there), text(here)));
      }
    }
  }

  /** Equity alone is summed anew; all else must be the same to the bit. */
  private static boolean agree(String figure, Object there, Object here) {
    if (figure.equals("equity") && there instanceof Double a && here instanceof Double b) {
      return Math.abs(a - b) <= ROUNDING * Math.abs(a);
    }
    return there != null && there.equals(here);
  }

  private static String text(Object value) {
    return value == null ? "-" : value.toString();
  }
}
