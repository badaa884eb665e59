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

/** Counts a file of decisions by the code of their denial. */
public final class Denials {

  private Denials() {}

  /** How many entries were denied, by code. */
  public static Map<String, Long> count(Path decisions) throws IOException {
    JsonFactory json = Json.MAPPER.getFactory();
    Map<String, Long> counts = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(decisions)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try (JsonParser fields = json.createParser(line)) {
          String code = code(fields);
          if (code != null) {
            counts.merge(code, 1L, Long::sum);
          }
        }
      }
    }
    return counts;
  }

  /**
   * The code of a denial, null of any other decision. Outcome and reason stand at the front of a
   * line, and the evidence behind them is most of it: it is not read.
   */
  private static String code(JsonParser fields) throws IOException {
    String outcome = null;
    String reason = null;
    fields.nextToken();
    while ((outcome == null || reason == null) && fields.nextToken() == JsonToken.FIELD_NAME) {
      String name = fields.currentName();
      fields.nextToken();
      switch (name) {
        case "outcome" -> outcome = fields.getText();
        case "reason" -> reason = fields.getText();
        default -> fields.skipChildren();
      }
    }
    if (reason == null || !Outcome.DENIED.name().equals(outcome)) {
      return null;
    }
    int colon = reason.indexOf(':');
    return colon < 0 ? reason : reason.substring(0, colon);
  }
}
