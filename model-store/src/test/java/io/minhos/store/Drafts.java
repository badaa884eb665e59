package io.minhos.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Small releases to publish. */
final class Drafts {

  static final Instant T0 = Instant.parse("2024-03-01T12:00:00Z");

  private Drafts() {}

  static ReleaseDraft lstm(Instant createdAt) {
    return lstm("lstm", createdAt, true);
  }

  static ReleaseDraft lstm(String model, Instant createdAt, boolean released) {
    return new ReleaseDraft(
        model,
        ModelKind.LSTM,
        "sequence-8",
        1,
        "0123456789abcdef".repeat(4),
        20,
        Scaling.of(new double[] {-0.5, 0}, new double[] {0.1 + 0.2, 1e-300}),
        new Training(
            Instant.parse("2024-01-01T00:00:00Z"),
            Instant.parse("2024-02-01T00:00:00Z"),
            44_640,
            List.of("BTCUSD", "ETHUSD"),
            5,
            42),
        Map.of("loss", 0.25, "accuracy", 0.58),
        new Verdict(released, released ? List.of() : List.of("t=0.3 < 2.4")),
        "1.0.0",
        createdAt);
  }

  /** Artifacts that tell whose they are: two calls with one text are equal, others differ. */
  static Map<String, byte[]> artifacts(String text) {
    return Map.of(
        "lstm.onnx", ("onnx " + text).repeat(20).getBytes(StandardCharsets.UTF_8),
        "lstm.weights", ("weights " + text).getBytes(StandardCharsets.UTF_8));
  }
}
