package io.minhos.cli.backtest;

import io.minhos.cli.backtest.WindowPlan.Window;
import io.minhos.domain.evaluation.MeanInterval;
import io.minhos.domain.evaluation.Performance;
import io.minhos.retraining.TrainingVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a walk-forward backtest found: {@code walkforward.json}. Nothing in it hangs on the machine.
 *
 * @param from event time at which the data begin
 * @param until event time at which they end, exclusive
 * @param tradedFrom from when on there was trade: before, the first models were in training
 * @param bars all symbols'
 * @param steps in order
 * @param releases how those that answered did, by model and version
 * @param books by name: what traded, the same at a constant size, technical analysis alone, buy and
 *     hold. All begin with the data, flat until {@code tradedFrom}: that is in their Sharpe ratios
 *     and exposures
 * @param growth log growth of the books from {@code tradedFrom} to the end, but of the one of
 *     constant size, with its 95 % interval over {@link GrowthBlocks}, whose bounds are NaN where
 *     there are less than two
 */
public record BacktestResult(
    Instant from,
    Instant until,
    Instant tradedFrom,
    long bars,
    List<StepResult> steps,
    List<ReleaseUse> releases,
    Map<String, Performance> books,
    Map<String, MeanInterval> growth) {

  /**
   * The book that traded: sized by the Kelly criterion where {@code winprob} answered, else by the
   * fixed fraction times confidence.
   */
  public static final String TRADED = "traded";

  /** Its shadow, the same trades at a constant size. */
  public static final String CONSTANT = "constantSize";

  /** The same run without a release: by technical analysis alone. */
  public static final String TECHNICAL = "technical";

  /** All symbols in equal parts, bought at the first open and kept, without costs. */
  public static final String BUY_AND_HOLD = "buyAndHold";

  /**
   * A step, and log growth while what it released, or left in force, answered.
   *
   * @param until event time at which the next step's releases take over, or the data end
   */
  public record StepResult(
      Window window,
      Instant until,
      List<TrainingVerdict> verdicts,
      double traded,
      double technical,
      double buyAndHold) {}

  /**
   * What a release answered while it was in force, which is all out of its sample. What it answers
   * while its breaker is open does not count in signals, nor here: a release that was disabled for
   * being wrong has that time left out.
   *
   * @param judged answers with a direction whose outcome is known and has one
   * @param accuracy part of them that was right
   * @param low lower end of its 95 % interval over blocks of bars; 0 with less than two
   * @param high upper end; 1 with less than two
   */
  public record ReleaseUse(
      String model, int version, long judged, double accuracy, double low, double high) {}
}
