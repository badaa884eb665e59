package io.minhos.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.risk.Assessment.Sizing;
import io.minhos.domain.risk.PortfolioStep;
import io.minhos.engines.lstm.LstmArchitecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what is measured works and answers the same; nothing is measured. */
class BenchmarksTest {

  @Test
  void treesAndTheirLibrariesAnswerTheSame(@TempDir Path folder)
      throws IOException, InterruptedException {
    new TrainedTrees(folder).train(1_000);
    System.setProperty(TrainedTrees.FOLDER, folder.toString());
    try {
      for (String model : List.of("forest", "xgboost", "lightgbm")) {
        for (int batch : new int[] {1, 512}) {
          TreesBenchmark benchmark = new TreesBenchmark(model, batch);
          // Compares every answer.
          benchmark.open();
          benchmark.close();
        }
      }
      StackBenchmark stack = new StackBenchmark(512);
      stack.open();
      // Twice through all rows.
      for (int i = 0; i < 2 * TreesBenchmark.ROWS / 512; i++) {
        assertThat(stack.stack(new CpuTime())).hasSize(512).doesNotContainNull();
      }
    } finally {
      System.clearProperty(TrainedTrees.FOLDER);
    }
  }

  @Test
  void enginesAnswerTheSame() {
    for (int batch : new int[] {1, 8}) {
      LstmBenchmark benchmark = new LstmBenchmark("small", batch);
      // Compares every answer.
      benchmark.open();
      benchmark.sgemm(new CpuTime());
      benchmark.close();
    }
  }

  @Test
  void countsTheMultiplicationsOfTheNetwork() {
    // By hand: 2·20·(800·208 + 400·300) + 2·(100·50 + 50).
    assertThat(LstmGemms.flops(LstmArchitecture.defaults(), 1)).isEqualTo(11_466_100);
    assertThat(LstmGemms.flops(LstmArchitecture.defaults(), 32)).isEqualTo(32 * 11_466_100.0);
  }

  @Test
  void ratiosAreTakenWithinARound() {
    Timings timings = new Timings();
    // The third round met a machine ten times slower.
    for (double slowdown : new double[] {1, 1.1, 10}) {
      timings.add("slow", 6 * slowdown);
      timings.add("fast", 2 * slowdown);
    }
    assertThat(timings.ratio("slow", "fast")).isCloseTo(3, within(1e-12));
    assertThat(timings.micros("fast")).isCloseTo(2.2, within(1e-12));
  }

  @Test
  void aMissedBarIsTold() {
    Benchmarks.Group stack = new Benchmarks.Group(StackBenchmark.class, Map.of("batch", "1"));
    Benchmarks.Group lstm =
        new Benchmarks.Group(LstmBenchmark.class, Map.of("architecture", "full", "batch", "32"));
    assertThat(report(stack, 10, lstm, 60, 600).passed()).isTrue();
    assertThat(report(stack, 10.1, lstm, 60, 600).passed()).isFalse();
    assertThat(report(stack, 10, lstm, 59, 600).passed()).as("share at shapes").isFalse();
    assertThat(report(stack, 10, lstm, 60, 6).passed()).as("share of square").isFalse();
  }

  @Test
  void aGpuIsToldBesideTheCpu() {
    Benchmarks.Group group = new Benchmarks.Group(CudaBenchmark.class, Map.of("batch", "8"));
    Timings timings = new Timings();
    timings.add(group.key("cpu"), 200);
    timings.add(group.key("cuda"), 50);
    assertThat(Report.of(timings, List.of(group)).tables().get("cuda"))
        .containsExactly(
            new Report.Line(
                "full × 8",
                Map.of("cpu rows/s", 40_000.0, "cuda rows/s", 160_000.0, "cpu/cuda", 4.0)));
  }

  @Test
  void heatHasBars() {
    HeatBenchmark benchmark = new HeatBenchmark();
    benchmark.open();
    assertThat(benchmark.heat(new CpuTime())).isBetween(0.0, 1.0);
    assertThat(benchmark.update(new CpuTime()).symbols()).hasSize(HeatBenchmark.SYMBOLS);
    assertThat(heat(5_000, 50).passed()).isTrue();
    assertThat(heat(5_001, 50).passed()).isFalse();
    assertThat(heat(5_000, 51).passed()).isFalse();
  }

  private static Report heat(double updateMicros, double heatMicros) {
    Benchmarks.Group group = new Benchmarks.Group(HeatBenchmark.class, Map.of());
    Timings timings = new Timings();
    timings.add(group.key("update"), updateMicros);
    timings.add(group.key("heat"), heatMicros);
    return Report.of(timings, List.of(group));
  }

  @Test
  void aDecisionHasABar() {
    DecisionBenchmark benchmark = new DecisionBenchmark();
    benchmark.open();
    // Beyond the steps after which it begins anew: each enters beside all that is held.
    for (int i = 0; i < 1_010; i++) {
      PortfolioStep step = benchmark.decide(new CpuTime());
      assertThat(step.orders()).hasSize(3);
      assertThat(step.state().holdings()).hasSize(DecisionBenchmark.HELD);
      assertThat(step.decisions().get(0).assessment().sizing()).isEqualTo(Sizing.KELLY);
    }
    assertThat(decision(50).passed()).isTrue();
    assertThat(decision(50.1).passed()).isFalse();
  }

  private static Report decision(double micros) {
    Benchmarks.Group group = new Benchmarks.Group(DecisionBenchmark.class, Map.of());
    Timings timings = new Timings();
    timings.add(group.key("decide"), micros);
    return Report.of(timings, List.of(group));
  }

  /** Of an engine that takes 100 µs. */
  private static Report report(
      Benchmarks.Group stack,
      double stackMicros,
      Benchmarks.Group lstm,
      double shapesMicros,
      double squareMicros) {
    Timings timings = new Timings();
    timings.add(stack.key("stack"), stackMicros);
    timings.add(lstm.key("onnx"), 100);
    timings.add(lstm.key("dl4j"), 300);
    timings.add(lstm.key("sgemm"), shapesMicros);
    timings.add(Benchmarks.SQUARE.key("sgemm"), squareMicros);
    return Report.of(timings, List.of(stack, lstm));
  }
}
