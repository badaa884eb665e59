package io.minhos.trading.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Offset.offset;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.Sizing;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.RiskLevel;
import io.minhos.domain.risk.TradingState;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.BreakerReason;
import io.minhos.domain.safeguards.BreakerState;
import io.minhos.domain.safeguards.InputDrift;
import io.minhos.domain.safeguards.TrackedAccuracy;
import io.minhos.domain.signals.Regime;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.WinEstimate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunCurvesTest {

  private static final long HOUR = 3_600_000;

  private final RunCurves curves = new RunCurves(Map.of("a", 60.0, "b", 40.0));

  /** Two symbols in equal parts from the first valuation at which entries are allowed. */
  @Test
  void holdsFromTheTimeAtWhichEntriesAreAllowed() {
    curves.add(snapshot(1, TradingState.HALTED));
    curves.add(snapshot(2, TradingState.ACTIVE));
    curves.add(signal("A", 1, 50, 80, 1, 0));
    curves.add(signal("A", 2, 80, 88, 1, 0));
    curves.add(signal("B", 2, 10, 10, 1, 0));
    curves.add(signal("A", 3, 88, 96, 1, 0));
    curves.add(signal("B", 3, 10, 9, 1, 0));
    List<Curve.Point> worth = curves.held().worth(200);
    assertThat(worth).extracting(Curve.Point::time).containsExactly(1L, 2L, 3L);
    assertThat(worth.get(0).value()).isEqualTo(200);
    assertThat(worth.get(1).value()).isCloseTo(200 * 1.05, offset(1e-9));
    assertThat(worth.get(2).value()).isCloseTo(200 * (1 + (0.2 - 0.1) / 2), offset(1e-9));
  }

  @Test
  void addsUpTheShadowsOfAllPortfolios() {
    curves.add(book("a", Sizing.FIXED, 1, 61));
    curves.add(book("b", Sizing.KELLY, 1, 4_000));
    curves.add(book("b", Sizing.FIXED, 2, 45));
    assertThat(curves.fixed().curve().points())
        .containsExactly(new Curve.Point(1, 101), new Curve.Point(2, 106));
  }

  @Test
  void meansWeightsOverSymbols() {
    curves.add(signal("A", 1, 1, 1, 1, 0));
    curves.add(signal("B", 1, 1, 1, 0.4, 0.6));
    Chart chart = curves.weights().chart();
    assertThat(chart.series())
        .extracting(Chart.Series::name)
        .containsExactly("ensemble", "technical");
    assertThat(chart.series().get(0).y()).containsExactly(0.3);
    assertThat(chart.series().get(1).y().get(0)).isCloseTo(0.7, offset(1e-12));
  }

  @Test
  void bandsAccuracyByItsIntervalAndTellsBreakersAndSwaps() {
    curves.add(accuracy(HOUR, "", BreakerState.CLOSED, 0.6, 0));
    curves.add(accuracy(HOUR, "A", BreakerState.CLOSED, 0.9, 0.8));
    curves.add(accuracy(2 * HOUR, "", BreakerState.OPEN, 0.58, 0.5));
    curves.add(accuracy(3 * HOUR, "", BreakerState.OPEN, 0.57, 0.5));
    curves.add(signal("A", HOUR / 2, 1, 1, 0.4, 0.6));
    curves.add(signal("A", HOUR, 1, 1, 0.4, 0.6));
    curves.add(
        new Acknowledgement(
            "c",
            ControlType.HALT,
            Acknowledgement.Status.ACCEPTED,
            4 * HOUR,
            0,
            "ann",
            "news",
            ""));
    List<Chart.Series> series = curves.accuracy().chart().series();
    assertThat(series).extracting(Chart.Series::label).containsOnly("ensemble 3");
    assertThat(series.get(0).y()).containsExactly(0.48, 0.48);
    assertThat(series.get(1).y().get(0)).isCloseTo(0.68, offset(1e-12));
    assertThat(series.get(2).y()).containsExactly(0.6, 0.58, 0.57);
    assertThat(curves.events().events())
        .containsExactly(
            new Event(HOUR / 2, Event.Kind.SWAP, "ensemble 3 answers"),
            new Event(2 * HOUR, Event.Kind.BREAKER, "ensemble 3: breaker OPEN, ACCURACY"),
            new Event(4 * HOUR, Event.Kind.COMMAND, "HALT by ann: news"));
  }

  /** A release that was asked and failed, or has too little history, has not answered. */
  @Test
  void whatFailedHasNotAnswered() {
    for (Status status : List.of(Status.INSUFFICIENT_DATA, Status.FAILED)) {
      curves.add(signal("A", HOUR, 1, 1, List.of(component("ensemble", 3, 0, 0, 0, status))));
    }
    assertThat(curves.events().events()).isEmpty();
    curves.add(signal("A", 2 * HOUR, 1, 1, List.of(component("ensemble", 3, 0, 0, 0, Status.OK))));
    assertThat(curves.events().events())
        .containsExactly(new Event(2 * HOUR, Event.Kind.SWAP, "ensemble 3 answers"));
  }

  /** Once for all symbols, and again when it was in force again. */
  @Test
  void marksRollbacks() {
    int[][] answers = {{1, 2, 2}, {2, 3, 3}, {3, 2, 3}, {4, 2, 2}, {5, 3, 2}, {6, 2, 2}, {7, 1, 2}};
    for (int[] answer : answers) {
      curves.add(signal("A", answer[0] * HOUR, 1, 1, 0.4, 0.6, answer[1]));
      curves.add(signal("B", answer[0] * HOUR, 1, 1, 0.4, 0.6, answer[2]));
    }
    assertThat(curves.events().events())
        .containsExactly(
            new Event(HOUR, Event.Kind.SWAP, "ensemble 2 answers"),
            new Event(2 * HOUR, Event.Kind.SWAP, "ensemble 3 answers"),
            new Event(3 * HOUR, Event.Kind.ROLLBACK, "ensemble 2 in place of version 3"),
            new Event(6 * HOUR, Event.Kind.ROLLBACK, "ensemble 2 in place of version 3"),
            new Event(7 * HOUR, Event.Kind.SWAP, "ensemble 1 answers"),
            new Event(7 * HOUR, Event.Kind.ROLLBACK, "ensemble 1 in place of version 2"));
  }

  /** On the way down from a fourth version too. */
  @Test
  void marksTheSameRollbackAgain() {
    int hour = 0;
    for (int version : List.of(2, 3, 2, 4, 3, 2)) {
      curves.add(signal("A", ++hour * HOUR, 1, 1, 0.4, 0.6, version));
    }
    assertThat(curves.events().events())
        .filteredOn(event -> event.kind() == Event.Kind.ROLLBACK)
        .extracting(Event::time, Event::text)
        .containsExactly(
            tuple(3 * HOUR, "ensemble 2 in place of version 3"),
            tuple(5 * HOUR, "ensemble 3 in place of version 4"),
            tuple(6 * HOUR, "ensemble 2 in place of version 3"));
  }

  @Test
  void keepsSoManyEventsAndCountsTheOthers() {
    for (int i = 0; i < 2 * EventLog.MOST + 1; i++) {
      curves.add(accuracy(i, "", i % 2 == 0 ? BreakerState.OPEN : BreakerState.HALF_OPEN, 0.6, 0));
    }
    assertThat(curves.events().events()).hasSize(EventLog.MOST);
    assertThat(curves.events().leftOut()).isEqualTo(EventLog.MOST + 1);
  }

  /** Of 0.2 and 0.24 it claims 0.61 and is right once of twice. */
  @Test
  void holdsClaimsAgainstWhatFollowed() {
    curves.judged(component("ensemble", 3, 0.5, 0.2, 1), 0.01);
    curves.judged(component("ensemble", 3, 0.5, 0.24, -1), 0.01);
    curves.judged(component("ensemble", 3, 0.5, 1, -1), -0.01);
    Chart.Series ensemble = curves.calls().reliability().series().get(0);
    assertThat(ensemble.x()).hasSize(2);
    assertThat(ensemble.x().get(0)).isCloseTo(0.61, offset(1e-12));
    assertThat(ensemble.x().get(1)).isEqualTo(1);
    assertThat(ensemble.y()).containsExactly(0.5, 1.0);
  }

  @Test
  void keepsTheMeanOfALongSeries() {
    MeanCurve curve = new MeanCurve();
    for (int i = 0; i < 6_400; i++) {
      curve.add(i, i % 2);
    }
    assertThat(curve.points())
        .hasSizeLessThanOrEqualTo(MeanCurve.MAX_STRETCHES)
        .hasSizeGreaterThan(MeanCurve.MAX_STRETCHES / 4)
        .allSatisfy(point -> assertThat(point.value()).isEqualTo(0.5));
  }

  private static PortfolioSnapshot snapshot(long time, TradingState state) {
    return new PortfolioSnapshot(
        "a", time, 60, 0, 60, 0, 0, 0, 30, 0, 0, 0, 0.1, RiskLevel.LOW, state);
  }

  private static BookPerformance book(String portfolio, Sizing sizing, long time, double equity) {
    return new BookPerformance(
        portfolio, sizing, "", time, equity, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static AccuracyReport accuracy(
      long time, String symbol, BreakerState breaker, double accuracy, double low) {
    return new AccuracyReport(
        time,
        "ensemble",
        3,
        symbol,
        breaker,
        BreakerReason.ACCURACY,
        "",
        1,
        1,
        new TrackedAccuracy(
            100,
            accuracy,
            low,
            0.25,
            0,
            List.of(),
            List.of(),
            low == 0 ? 0 : low - 0.02,
            low == 0 ? 0 : 2 * accuracy - low + 0.02),
        InputDrift.none());
  }

  private static SignalComponent component(
      String name, int version, double weight, double confidence, double value) {
    return component(name, version, weight, confidence, value, Status.OK);
  }

  private static SignalComponent component(
      String name, int version, double weight, double confidence, double value, Status status) {
    return new SignalComponent(
        name, version, status, weight, Direction.NEUTRAL, value, confidence, 1, List.of());
  }

  private static Signal signal(
      String symbol, long time, double open, double close, List<SignalComponent> components) {
    return new Signal(
        symbol,
        time,
        Direction.NEUTRAL,
        0,
        0,
        components,
        bar(symbol, time, open, close),
        1,
        1,
        0,
        List.of(),
        1,
        Regime.RANGE,
        WinEstimate.none(0, Status.UNTRAINED));
  }

  private static Signal signal(
      String symbol, long time, double open, double close, double technical, double ensemble) {
    return signal(symbol, time, open, close, technical, ensemble, 3);
  }

  private static Signal signal(
      String symbol,
      long time,
      double open,
      double close,
      double technical,
      double ensemble,
      int version) {
    return signal(
        symbol,
        time,
        open,
        close,
        List.of(
            component("technical", 0, technical, 0, 0),
            component("ensemble", ensemble > 0 ? version : 0, ensemble, 0, 0)));
  }

  private static Bar bar(String symbol, long time, double open, double close) {
    return new Bar(
        symbol, time, time + 1, open, open, close, close, 1, Double.NaN, Double.NaN, 0, 1, 1);
  }
}
