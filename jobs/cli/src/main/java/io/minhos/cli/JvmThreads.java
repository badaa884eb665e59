package io.minhos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JVM's own threads, which Java does not see: those of its compiler and its collector. */
final class JvmThreads {

  private static final Path THREADS = Path.of("/proc/self/task");

  /** How their names begin; the system cuts names after 15 letters. */
  private static final List<String> NAMES =
      List.of("C1 CompilerThre", "C2 CompilerThre", "GC Thread#", "G1 ", "VM Thread");

  /** Linux counts time for programs in hundredths of a second, whatever its clock. */
  private static final double TICKS_PER_SECOND = 100;

  private JvmThreads() {}

  /** Time of each that is there, by its number; empty where the system does not tell. */
  static Map<Path, Double> ticks() throws IOException {
    if (!Files.isDirectory(THREADS)) {
      return Map.of();
    }
    Map<Path, Double> ticks = new TreeMap<>();
    try (Stream<Path> threads = Files.list(THREADS)) {
      threads.forEach(thread -> ticks.put(thread, ticks(thread)));
    }
    return ticks;
  }

  /** Processor seconds since then of those that are there: one that ended is not told. */
  static double secondsSince(Map<Path, Double> before) throws IOException {
    double ticks = 0;
    for (Map.Entry<Path, Double> now : ticks().entrySet()) {
      ticks += Math.max(0, now.getValue() - before.getOrDefault(now.getKey(), 0.0));
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static double ticks(Path thread) {
    String stat;
    try {
      stat = Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      // It has just ended.
      return 0;
    }
    // NUMBER (NAME) STATE …; the name may hold blanks and brackets.
    int end = stat.lastIndexOf(')');
    String name = stat.substring(stat.indexOf('(') + 1, end);
    if (NAMES.stream().noneMatch(name::startsWith)) {
      return 0;
    }
    // proc(5): fields 14 and 15 are user and system time; the state is field 3.
    String[] fields = stat.substring(end + 2).split(" ", -1);
    return Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
  }
}
