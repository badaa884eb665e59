package io.minhos.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the measuring thread computes, whatever else runs on the machine. All that is compared
 * computes on the thread that asks, so on a core of its own this is the time that passes. With
 * neighbours the time that passes tells about them: tenfold, and not alike for two benchmarks.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class CpuTime {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long began;
  private long calls;
  private long nanos;

  /** Begins to count, on the measuring thread. */
  @Setup(Level.Iteration)
  public void begin() {
    calls = 0;
    nanos = 0;
    began = THREADS.getCurrentThreadCpuTime();
  }

  /** Ends. */
  @TearDown(Level.Iteration)
  public void end() {
    nanos = THREADS.getCurrentThreadCpuTime() - began;
  }

  void called() {
    calls++;
  }

  /** Calls in the iteration, those included that JMH itself does not count. */
  public long calls() {
    return calls;
  }

  /** What they took together, ns. */
  public long cpuNanos() {
    return nanos;
  }
}
