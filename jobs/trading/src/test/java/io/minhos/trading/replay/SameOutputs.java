package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two replays that wrote the same bytes. */
final class SameOutputs {

  private SameOutputs() {}

  /** All files that a replay writes. */
  static void assertSame(Path out, Path expected) throws IOException {
    assertSame(out, expected, Replay.OUTPUTS);
  }

  static void assertSame(Path out, Path expected, List<String> outputs) throws IOException {
    for (String output : outputs) {
      // AssertJ reads a byte at a time, and of these there are some hundred million.
      assertThat(Files.mismatch(out.resolve(output), expected.resolve(output)))
          .as("first byte of %s in which %s differs from %s", output, out, expected)
          .isEqualTo(-1);
    }
  }
}
