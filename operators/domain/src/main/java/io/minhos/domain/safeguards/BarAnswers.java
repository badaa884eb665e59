package io.minhos.domain.safeguards;

import io.minhos.domain.inference.Prediction;
import java.util.List;

/**
 * What was answered at one bar of a symbol, and what it scored of earlier answers.
 *
 * @param symbol instrument
 * @param time event time of the bar, milliseconds since the epoch
 * @param answers of every release that was asked, those in shadow too, and of technical analysis
 * @param scores of the answers whose horizon ends with the bar
 * @param duels one a model at most, sorted by model
 * @param accuracy how each release did on the symbol, at its first bar of an hour or day, sorted by
 *     release; null, of one that was kept from before there was any, makes it empty
 */
public record BarAnswers(
    String symbol,
    long time,
    List<Prediction> answers,
    List<ScoredAnswer> scores,
    List<Duel> duels,
    List<SymbolAccuracy> accuracy) {

  public BarAnswers {
    accuracy = accuracy == null ? List.of() : accuracy;
  }

  /** Where no hour begins. */
  public BarAnswers(
      String symbol,
      long time,
      List<Prediction> answers,
      List<ScoredAnswer> scores,
      List<Duel> duels) {
    this(symbol, time, answers, scores, duels, List.of());
  }
}
