package io.minhos.trading.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.minhos.domain.risk.Outcome;
import io.minhos.trading.output.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads of a file of decisions when each was made, its outcome and the code of its denial. */
public final class Denials {

  private Denials() {}

  /** Told of each decision. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A decision.
     *
     * @param time event time, milliseconds since the epoch
     * @param outcome what was decided
     * @param code of a denial, null of any other
     */
    void decided(long time, String outcome, String code);
  }

  /** How many entries were denied, by code. */
  public static Map<String, Long> count(Path decisions) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    read(
        decisions,
        (time, outcome, code) -> {
          if (code != null) {
            counts.merge(code, 1L, Long::sum);
          }
        });
    return counts;
  }

  /** Goes through the file. */
  public static void read(Path decisions, Listener listener) throws IOException {
    JsonFactory json = Json.MAPPER.getFactory();
    try (BufferedReader lines = Files.newBufferedReader(decisions)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try (JsonParser fields = json.createParser(line)) {
          read(fields, listener);
        }
      }
    }
  }

  /**
   * Time, outcome and reason stand at the front of a line, in that order, and the evidence behind
   * them is most of it: it is not read.
   */
  private static void read(JsonParser fields, Listener listener) throws IOException {
    long time = 0;
    String outcome = null;
    String reason = null;
    fields.nextToken();
    while ((outcome == null || reason == null) && fields.nextToken() == JsonToken.FIELD_NAME) {
      String name = fields.currentName();
      fields.nextToken();
      switch (name) {
        case "time" -> time = fields.getLongValue();
        case "outcome" -> outcome = fields.getText();
        case "reason" -> reason = fields.getText();
        default -> fields.skipChildren();
      }
    }
    if (outcome != null) {
      boolean denied = reason != null && Outcome.DENIED.name().equals(outcome);
      listener.decided(time, outcome, denied ? code(reason) : null);
    }
  }

  private static String code(String reason) {
    int colon = reason.indexOf(':');
    return colon < 0 ? reason : reason.substring(0, colon);
  }
}
