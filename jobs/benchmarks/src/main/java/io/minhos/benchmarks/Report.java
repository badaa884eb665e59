package io.minhos.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures side by side, and the bars that they have to pass.
 *
 * @param tables by title
 * @param bars what has to hold
 */
record Report(Map<String, List<Line>> tables, List<Bar> bars) {

  /** Longest time that three models and the stack may take for a row, µs. */
  static final double STACK_MICROS = 10;

  /**
   * Least share, at {@link #SGEMM_BATCH}, of the SGEMM rate at the network's shapes or of that of
   * square matrices, whichever is greater.
   */
  static final double SGEMM_SHARE = 0.6;

  static final int SGEMM_BATCH = 32;

  /** Longest time that the closes of 1,000 symbols may take, µs. */
  static final double UPDATE_MICROS = 5_000;

  /** Longest time that the heat of 100 positions and one entry may take, µs. */
  static final double HEAT_MICROS = 50;

  /** Longest time that a decision that enters beside 100 positions may take, µs. */
  static final double DECISION_MICROS = 50;

  /** Figures of one subject by their name and unit. */
  record Line(String subject, Map<String, Double> figures) {}

  /**
   * What has to hold.
   *
   * @param bound inclusive
   * @param got what was measured
   */
  record Bar(String name, double bound, double got, boolean passed) {}

  boolean passed() {
    return bars.stream().allMatch(Bar::passed);
  }

  /** Compares what was measured; groups that were left out are left out here. */
  static Report of(Timings timings, List<Benchmarks.Group> groups) {
    Map<String, List<Line>> tables = new LinkedHashMap<>();
    List<Bar> bars = new ArrayList<>();
    for (Benchmarks.Group group : groups) {
      int batch = Integer.parseInt(group.parameters().getOrDefault("batch", "1"));
      if (group.type() == TreesBenchmark.class) {
        add(tables, "trees", group.parameters().get("model"), batch, trees(timings, group, batch));
      } else if (group.type() == StackBenchmark.class) {
        double micros = timings.micros(group.key("stack")) / batch;
        add(tables, "stack", "three models", batch, Map.of("µs/row", micros));
        if (batch == 1) {
          bars.add(atMost("three models and the stack, µs a row at most", STACK_MICROS, micros));
        }
      } else if (group.type() == LstmBenchmark.class) {
        String architecture = group.parameters().get("architecture");
        Map<String, Double> figures = lstm(timings, group, batch);
        add(tables, "lstm", architecture, batch, figures);
        if (architecture.equals("full") && batch == SGEMM_BATCH) {
          double share = Math.min(figures.get("onnx/sgemm"), figures.get("onnx/square"));
          bars.add(
              new Bar(
                  "onnx as a share of SGEMM, at shapes or square, at batch 32, at least",
                  SGEMM_SHARE,
                  share,
                  share >= SGEMM_SHARE));
        }
      } else if (group.type() == HeatBenchmark.class) {
        double update = timings.micros(group.key("update"));
        double heat = timings.micros(group.key("heat"));
        add(tables, "heat", "update", HeatBenchmark.SYMBOLS, Map.of("µs", update));
        add(tables, "heat", "heat + entry", HeatBenchmark.POSITIONS, Map.of("µs", heat));
        bars.add(atMost("closes of 1,000 symbols, µs at most", UPDATE_MICROS, update));
        bars.add(atMost("heat of 100 positions and one entry, µs at most", HEAT_MICROS, heat));
      } else if (group.type() == DecisionBenchmark.class) {
        double decide = timings.micros(group.key("decide"));
        add(tables, "decision", "entry", DecisionBenchmark.HELD, Map.of("µs", decide));
        bars.add(
            atMost(
                "decision that enters beside 100 positions, µs at most", DECISION_MICROS, decide));
      } else if (group.type() == CudaBenchmark.class) {
        String cpu = group.key("cpu");
        String cuda = group.key("cuda");
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("cpu rows/s", batch * 1e6 / timings.micros(cpu));
        figures.put("cuda rows/s", batch * 1e6 / timings.micros(cuda));
        figures.put("cpu/cuda", timings.ratio(cpu, cuda));
        add(tables, "cuda", "full", batch, figures);
      } else {
        add(
            tables,
            "sgemm",
            "square",
            SgemmBenchmark.SIZE,
            Map.of("GFLOP/s", squareGigaflops(timings)));
      }
    }
    return new Report(tables, bars);
  }

  private static Bar atMost(String name, double bound, double got) {
    return new Bar(name, bound, got, got <= bound);
  }

  private static void add(
      Map<String, List<Line>> tables,
      String title,
      String subject,
      int size,
      Map<String, Double> figures) {
    tables
        .computeIfAbsent(title, absent -> new ArrayList<>())
        .add(new Line(subject + " × " + size, figures));
  }

  private static Map<String, Double> trees(Timings timings, Benchmarks.Group group, int batch) {
    String flat = group.key("flat");
    String library = group.key("library");
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("flat µs/row", timings.micros(flat) / batch);
    figures.put("library µs/row", timings.micros(library) / batch);
    figures.put("library/flat", timings.ratio(library, flat));
    return figures;
  }

  private static Map<String, Double> lstm(Timings timings, Benchmarks.Group group, int batch) {
    String onnx = group.key("onnx");
    String dl4j = group.key("dl4j");
    String sgemm = group.key("sgemm");
    double flops =
        LstmGemms.flops(LstmBenchmark.architecture(group.parameters().get("architecture")), batch);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("onnx µs/row", timings.micros(onnx) / batch);
    figures.put("dl4j µs/row", timings.micros(dl4j) / batch);
    figures.put("dl4j/onnx", timings.ratio(dl4j, onnx));
    figures.put("onnx GFLOP/s", gigaflops(flops, timings.micros(onnx)));
    figures.put("sgemm GFLOP/s", gigaflops(flops, timings.micros(sgemm)));
    figures.put("onnx/sgemm", timings.ratio(sgemm, onnx));
    figures.put("dl4j/sgemm", timings.ratio(sgemm, dl4j));
    figures.put("onnx/square", gigaflops(flops, timings.micros(onnx)) / squareGigaflops(timings));
    return figures;
  }

  private static double squareGigaflops(Timings timings) {
    double micros = timings.micros(Benchmarks.SQUARE.key("sgemm"));
    return gigaflops(2 * Math.pow(SgemmBenchmark.SIZE, 3), micros);
  }

  private static double gigaflops(double flops, double micros) {
    return flops / micros / 1e3;
  }

  /** Prints a table after the other, then the bars. */
  void print(PrintWriter out) {
    tables.forEach(
        (title, lines) -> {
          out.printf(Locale.ROOT, "%n%-20s", title);
          lines.get(0).figures().keySet().forEach(name -> out.printf("%16s", name));
          out.println();
          for (Line line : lines) {
            out.printf("%-20s", line.subject());
            line.figures().values().forEach(value -> out.printf(Locale.ROOT, "%16.2f", value));
            out.println();
          }
        });
    out.println();
    for (Bar bar : bars) {
      out.printf(
          Locale.ROOT,
          "%s: %s: %.2f, measured %.2f%n",
          bar.passed() ? "PASSED" : "MISSED",
          bar.name(),
          bar.bound(),
          bar.got());
    }
    out.flush();
  }
}
