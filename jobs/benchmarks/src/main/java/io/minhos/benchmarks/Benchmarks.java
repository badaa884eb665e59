package io.minhos.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures in rounds. A round asks JMH for what is compared together, one after the other, each in
 * a JVM of its own, so that both meet the machine in the same state.
 */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = {
      "Flat trees beside XGBoost and LightGBM, the LSTM's engines beside each other and SGEMM,",
      "what portfolio heat and a decision cost.",
      "Times are of the processor: what a call computes; with cuda, of the clock.",
      "Prints ratios, and writes them to",
      "FOLDER/benchmarks.json and JMH's own output, which has the time that passed, beside it."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all bars passed", "1:a bar was missed, or a failure", "2:wrong usage"})
final class Benchmarks implements Callable<Integer> {

  /** What is compared: all methods of a benchmark with those parameters. */
  record Group(Class<?> type, Map<String, String> parameters) {

    String key(String method) {
      return Timings.key(type, method, parameters);
    }

    String name() {
      return type.getSimpleName() + " " + new TreeMap<>(parameters);
    }
  }

  /** What is measured. */
  enum Subject {
    TREES,
    LSTM,
    HEAT,
    DECISION,
    CUDA
  }

  /** The core's best, measured before the LSTM's engines. */
  static final Group SQUARE = new Group(SgemmBenchmark.class, Map.of());

  /** Sequences that the LSTM is asked together. */
  private static final List<String> BATCHES = List.of("1", "8", "32", "128", "512");

  private static final int WARM_UPS = 3;
  private static final int ITERATIONS = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "SUBJECT",
      description = "trees, lstm, heat, decision or cuda; all but cuda if not given.")
  private Subject only;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often all is measured, at least 1; the median is told. Default: 5.")
  private int rounds;

  @Option(
      names = "--millis",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Length of an iteration, 3 to warm up and 2 to measure, ms. Default: 1000.")
  private int millis;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "var/benchmarks",
      description = "Where the figures go. Default: var/benchmarks.")
  private Path out;

  private Benchmarks() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    check("--rounds", rounds);
    check("--millis", millis);
    String threads = System.getenv("OMP_NUM_THREADS");
    if (!"1".equals(threads)) {
      throw new ParameterException(
          spec.commandLine(), "OMP_NUM_THREADS must be 1, one core is compared: " + threads);
    }
    PrintWriter console = spec.commandLine().getOut();
    Files.createDirectories(out);
    double loadBefore = load();
    List<Group> groups = groups();
    Path trees = Files.createDirectories(out.resolve("trees"));
    if (measures(Subject.TREES)) {
      console.println("training three models of 100 trees");
      console.flush();
      new TrainedTrees(trees).train(20_000);
    }
    Timings timings = new Timings();
    for (int round = 1; round <= rounds; round++) {
      for (Group group : groups) {
        console.printf("round %d of %d: %s%n", round, rounds, group.name());
        console.flush();
        measure(group, trees, timings);
      }
    }
    Report report = Report.of(timings, groups);
    report.print(console);
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processor", processor());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("java", Runtime.version().toString());
    machine.put("loadBefore", loadBefore);
    machine.put("loadAfter", load());
    console.println("machine: " + machine);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine);
    json.put("bars", report.bars());
    json.put("tables", report.tables());
    json.put("microsPerCallByRound", timings.all());
    Path file = out.resolve("benchmarks.json");
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
    console.println("figures: " + file);
    console.flush();
    return report.passed() ? 0 : 1;
  }

  private void check(String key, int value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), key + " must be >= 1: " + value);
    }
  }

  private List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    if (measures(Subject.TREES)) {
      for (String batch : List.of("1", "512")) {
        for (String model : List.of("forest", "xgboost", "lightgbm")) {
          groups.add(new Group(TreesBenchmark.class, Map.of("model", model, "batch", batch)));
        }
        groups.add(new Group(StackBenchmark.class, Map.of("batch", batch)));
      }
    }
    if (measures(Subject.LSTM)) {
      groups.add(SQUARE);
      for (String architecture : List.of("full", "small")) {
        for (String batch : BATCHES) {
          groups.add(
              new Group(LstmBenchmark.class, Map.of("architecture", architecture, "batch", batch)));
        }
      }
    }
    if (measures(Subject.HEAT)) {
      groups.add(new Group(HeatBenchmark.class, Map.of()));
    }
    if (measures(Subject.DECISION)) {
      groups.add(new Group(DecisionBenchmark.class, Map.of()));
    }
    if (measures(Subject.CUDA)) {
      for (String batch : BATCHES) {
        groups.add(new Group(CudaBenchmark.class, Map.of("batch", batch)));
      }
    }
    return groups;
  }

  private boolean measures(Subject subject) {
    // Few machines have a GPU.
    return only == null ? subject != Subject.CUDA : only == subject;
  }

  private void measure(Group group, Path trees, Timings timings) throws RunnerException {
    TimeValue length = TimeValue.milliseconds(millis);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + group.type().getName().replace(".", "\\.") + "\\.")
            .forks(1)
            .warmupIterations(WARM_UPS)
            .warmupTime(length)
            .measurementIterations(ITERATIONS)
            .measurementTime(length)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.NORMAL)
            .output(out.resolve(group.name().replaceAll("[^A-Za-z0-9=]+", "-") + ".log").toString())
            .jvmArgs(
                "-Xmx2g",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.maxbytes=1g",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=6g",
                // LightGBM4J maps a file there, which a second JVM must not overwrite.
                "-Djava.io.tmpdir=" + trees.toAbsolutePath(),
                "-D" + TrainedTrees.FOLDER + "=" + trees.toAbsolutePath());
    group.parameters().forEach(options::param);
    for (RunResult result : new Runner(options.build()).run()) {
      String benchmark = result.getParams().getBenchmark();
      String key = group.key(benchmark.substring(benchmark.lastIndexOf('.') + 1));
      if (group.type() == CudaBenchmark.class) {
        // What a GPU computes is no processor's time.
        timings.add(key, result.getPrimaryResult().getScore());
      } else {
        timings.add(key, result);
      }
    }
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** As Linux calls it. */
  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
