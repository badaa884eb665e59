package io.minhos.trading.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.flink.control.ControlArrival;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Entries of the control log as JSON, which may hold more than we know. */
public final class ControlJson {

  private static final ObjectReader READER =
      Json.MAPPER
          .readerFor(ControlEntry.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private ControlJson() {}

  /** The entry that {@code text} holds, or the rejection of what is none. */
  public static ControlArrival read(String source, long ordinal, String text) {
    String flaw = "null";
    try {
      ControlEntry entry = READER.readValue(text);
      if (entry != null) {
        return new ControlArrival(source, ordinal, entry, null, text);
      }
    } catch (JsonProcessingException e) {
      flaw = e.getOriginalMessage();
    }
    Rejection rejection = new Rejection(source, ordinal, RejectCode.UNPARSABLE, flaw, "", 0, text);
    return new ControlArrival(source, ordinal, null, rejection, text);
  }

  /** The entries of a commands file, one JSON object a line; empty lines are passed over. */
  public static List<ControlArrival> readFile(Path file) throws IOException {
    List<ControlArrival> entries = new ArrayList<>();
    String source = file.getFileName().toString();
    long line = 0;
    for (String text : Files.readAllLines(file)) {
      line++;
      if (!text.isBlank()) {
        entries.add(read(source, line, text));
      }
    }
    return entries;
  }
}
