package io.minhos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * What threads of this JVM execute in Java, by the samples of its flight recorder; what they
 * execute in native libraries, the compiler and the collector is not among them.
 */
final class StackSamples implements AutoCloseable {

  private static final String EVENT = "jdk.ExecutionSample";
  private static final Duration EVERY = Duration.ofMillis(10);

  private final Recording recording = new Recording();

  /**
   * A sample.
   *
   * @param thread its Java id
   * @param classes of its frames, innermost first
   */
  record Stack(long thread, List<String> classes) {

    /** The class that is at work: the innermost of {@code packages}; empty if there is none. */
    String at(List<String> packages) {
      return classes.stream()
          .filter(name -> packages.stream().anyMatch(name::startsWith))
          .findFirst()
          .orElse("");
    }
  }

  /** Begins to sample. */
  StackSamples() {
    recording.enable(EVENT).withPeriod(EVERY);
    recording.start();
  }

  /** Ends it and reads what came. */
  List<Stack> taken() throws IOException {
    recording.stop();
    Path file = Files.createTempFile("minhos", ".jfr");
    try {
      recording.dump(file);
      List<Stack> stacks = new ArrayList<>();
      for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
        RecordedThread thread = event.getThread("sampledThread");
        if (thread != null && event.getStackTrace() != null) {
          stacks.add(
              new Stack(
                  thread.getJavaThreadId(),
                  event.getStackTrace().getFrames().stream()
                      .filter(RecordedFrame::isJavaFrame)
                      .map(frame -> frame.getMethod().getType().getName())
                      .toList()));
        }
      }
      return stacks;
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
