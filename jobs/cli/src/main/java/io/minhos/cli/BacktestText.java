package io.minhos.cli;

import static io.minhos.cli.TextTable.number;

import io.minhos.cli.backtest.BacktestResult;
import io.minhos.cli.backtest.BacktestResult.ReleaseUse;
import io.minhos.cli.backtest.BacktestResult.StepResult;
import io.minhos.domain.evaluation.MeanInterval;
import io.minhos.domain.evaluation.Performance;
import io.minhos.retraining.TrainingVerdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A backtest's result for people. */
final class BacktestText {

  private static final List<String> BOOKS =
      List.of(
          BacktestResult.TRADED,
          BacktestResult.CONSTANT,
          BacktestResult.TECHNICAL,
          BacktestResult.BUY_AND_HOLD);

  private static final Map<String, String> NAMES =
      Map.of(
          BacktestResult.TRADED, "portfolio",
          BacktestResult.CONSTANT, "constant size",
          BacktestResult.TECHNICAL, "technical analysis alone",
          BacktestResult.BUY_AND_HOLD, "buy and hold");

  private BacktestText() {}

  static String of(BacktestResult result) {
    return String.join(
        System.lineSeparator(),
        "%,d bars from %s to %s, traded from %s"
            .formatted(result.bars(), result.from(), result.until(), result.tradedFrom()),
        "",
        steps(result).toString(),
        "",
        releases(result),
        "",
        books(result).toString(),
        "Sharpe ratios and exposures count the time before there was trade.");
  }

  /** Performance under various market conditions, a row a scenario. */
  static String of(Map<String, BacktestResult> scenarios) {
    TextTable table =
        new TextTable(
            "scenario",
            "bars",
            "released",
            "trades",
            "won",
            "portfolio",
            "constant size",
            "technical",
            "hold",
            "max drawdown",
            "Sharpe");
    scenarios.forEach(
        (name, result) -> {
          Performance traded = result.books().get(BacktestResult.TRADED);
          Performance constant = result.books().get(BacktestResult.CONSTANT);
          table.row(
              name,
              count(result.bars()),
              released(result),
              count(traded.trades()),
              number(traded.trades() == 0 ? Double.NaN : traded.winRate(), 3),
              number(traded.logGrowth(), 4),
              number(constant == null ? Double.NaN : constant.logGrowth(), 4),
              number(result.books().get(BacktestResult.TECHNICAL).logGrowth(), 4),
              number(result.books().get(BacktestResult.BUY_AND_HOLD).logGrowth(), 4),
              number(traded.maxDrawdown(), 4),
              number(traded.sharpe(), 2));
        });
    return table.toString();
  }

  /** Such as {@code 2 of 3}: verdicts that let a model through. */
  private static String released(BacktestResult result) {
    List<TrainingVerdict> verdicts =
        result.steps().stream().flatMap(step -> step.verdicts().stream()).toList();
    long released = verdicts.stream().filter(TrainingVerdict::released).count();
    return released + " of " + verdicts.size();
  }

  private static TextTable steps(BacktestResult result) {
    TextTable table =
        new TextTable(
            "step",
            "trained on data to",
            "in force from",
            "model",
            "verdict",
            "accuracy",
            "growth",
            "technical",
            "hold",
            "why");
    for (StepResult step : result.steps()) {
      for (TrainingVerdict verdict : step.verdicts()) {
        table.row(
            step.window().step(),
            step.window().until(),
            step.window().inForce(),
            verdict.model(),
            verdict.released() ? "released v" + verdict.version() : "refused",
            accuracy(verdict.metrics()),
            number(step.traded(), 4),
            number(step.technical(), 4),
            number(step.buyAndHold(), 4),
            why(verdict));
      }
    }
    return table;
  }

  /**
   * The reason that decided, of a refusal not what spoke for the model; and what a search found.
   */
  private static String why(TrainingVerdict verdict) {
    Stream<String> decided =
        verdict.reasons().stream()
            .filter(reason -> reason.startsWith("SKILL") == verdict.released())
            .filter(reason -> !reason.startsWith("LINEAR_STANDS_IN"))
            .limit(1);
    Stream<String> search =
        verdict.reasons().stream().filter(reason -> reason.startsWith("SEARCH"));
    return Stream.concat(decided, search).distinct().collect(Collectors.joining("; "));
  }

  private static TextTable.Cell count(long count) {
    return number((double) count, 0);
  }

  private static String accuracy(TrainingVerdict.Metrics metrics) {
    return metrics == null
        ? "-"
        : accuracy(metrics.accuracy(), metrics.accuracyLow(), metrics.accuracyHigh());
  }

  /** With its 95 % interval. */
  private static String accuracy(double value, double low, double high) {
    return String.format(Locale.ROOT, "%.2f %% [%.2f, %.2f]", 100 * value, 100 * low, 100 * high);
  }

  private static String releases(BacktestResult result) {
    if (result.releases().isEmpty()) {
      return "No release answered: technical analysis traded alone.";
    }
    TextTable table =
        new TextTable("release", "judged answers", "accuracy of answers that counted");
    for (ReleaseUse use : result.releases()) {
      table.row(
          use.model() + " v" + use.version(),
          count(use.judged()),
          accuracy(use.accuracy(), use.low(), use.high()));
    }
    return table.toString();
  }

  private static String interval(MeanInterval growth) {
    return growth == null || Double.isNaN(growth.low())
        ? "-"
        : String.format(Locale.ROOT, "[%.4f, %.4f]", growth.low(), growth.high());
  }

  private static TextTable books(BacktestResult result) {
    TextTable table =
        new TextTable(
            "book",
            "log growth",
            "95 % interval",
            "max drawdown",
            "Sharpe",
            "trades",
            "won",
            "avg exposure");
    for (String name : BOOKS) {
      Performance book = result.books().get(name);
      if (book != null) {
        table.row(
            NAMES.get(name),
            number(book.logGrowth(), 4),
            interval(result.growth().get(name)),
            number(book.maxDrawdown(), 4),
            number(book.sharpe(), 2),
            count(book.trades()),
            number(book.trades() == 0 ? Double.NaN : book.winRate(), 3),
            number(book.avgGrossExposure(), 3));
      }
    }
    return table;
  }
}
