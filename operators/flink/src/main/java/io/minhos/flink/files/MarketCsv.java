package io.minhos.flink.files;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.minhos.domain.market.Aggressor;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import io.minhos.flink.market.Arrival;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Reads one file of trades or bars, line by line: header row, UTC, plain, gzip, Parquet or Sierra
 * Chart's. A line that cannot be read becomes a rejection and the next is tried.
 *
 * <ul>
 *   <li>trades: {@code symbol,event_time_ms,trade_id,price,size[,aggressor,bid,bid_size,ask,
 *       ask_size]}; without ids the line's ordinal is the id
 *   <li>bars: {@code symbol,open_time,open,high,low,close,volume[,buy_volume,sell_volume,trades]}
 * </ul>
 */
public final class MarketCsv implements Iterator<Arrival>, AutoCloseable {

  private final String source;
  private final MarketFile.Kind kind;
  private final long barLengthMillis;
  private final MarketLines lines;
  private final Map<String, Integer> columns = new HashMap<>();

  /** The line that comes next, null at the end. */
  private String line;

  /**
   * @param barLengthMillis length of the file's bars; unused for trades
   * @throws IOException if the file cannot be opened
   * @throws MalformedFileException if the header lacks a column
   */
  public MarketCsv(MarketFile file, long barLengthMillis) throws IOException {
    this.source = file.source();
    this.kind = file.kind();
    this.barLengthMillis = barLengthMillis;
    this.lines = MarketLines.open(file);
    String first = lines.header();
    if (first == null) {
      throw new MalformedFileException("EMPTY_FILE: file=" + file.path());
    }
    List<String> header = fields(first);
    for (int i = 0; i < header.size(); i++) {
      columns.put(header.get(i).strip(), i);
    }
    for (String needed :
        kind == MarketFile.Kind.TRADES
            ? List.of("symbol", "event_time_ms", "price", "size")
            : List.of("symbol", "open_time", "open", "high", "low", "close", "volume")) {
      if (!columns.containsKey(needed)) {
        throw new MalformedFileException(
            "MISSING_COLUMN: file=%s column=%s".formatted(file.path(), needed));
      }
    }
    advance();
  }

  @Override
  public boolean hasNext() {
    return line != null;
  }

  @Override
  public Arrival next() {
    if (line == null) {
      throw new NoSuchElementException(source);
    }
    Arrival arrival = parse(line);
    advance();
    return arrival;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private void advance() {
    try {
      line = lines.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Arrival parse(String raw) {
    long ordinal = lines.ordinal();
    try {
      List<String> fields = fields(raw);
      return Arrival.of(
          kind == MarketFile.Kind.TRADES
              ? MarketRecord.of(source, ordinal, trade(fields, ordinal))
              : MarketRecord.of(source, ordinal, bar(fields)));
    } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
      return Arrival.of(
          new Rejection(
              source, ordinal, RejectCode.UNPARSABLE, String.valueOf(e.getMessage()), "", 0, raw));
    }
  }

  /** Each line for itself, so that a quote that nobody closes costs no line but its own. */
  private static List<String> fields(String line) {
    if (line.indexOf('"') >= 0) {
      try (CsvReader<CsvRecord> reader =
          CsvReader.builder().skipEmptyLines(false).ofCsvRecord(line)) {
        return reader.iterator().next().getFields();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
      fields.add(line.substring(from, comma));
      from = comma + 1;
    }
    fields.add(line.substring(from));
    return fields;
  }

  private Trade trade(List<String> fields, long ordinal) {
    String id = optional(fields, "trade_id");
    String aggressor = optional(fields, "aggressor");
    return new Trade(
        symbol(fields),
        Long.parseLong(required(fields, "event_time_ms")),
        id.isEmpty() ? Long.toString(ordinal) : id,
        number(fields, "price"),
        number(fields, "size"),
        aggressor.isEmpty() ? Aggressor.UNKNOWN : Aggressor.valueOf(aggressor),
        optionalNumber(fields, "bid"),
        optionalNumber(fields, "bid_size"),
        optionalNumber(fields, "ask"),
        optionalNumber(fields, "ask_size"));
  }

  private Bar bar(List<String> fields) {
    long openTime = Instant.parse(required(fields, "open_time")).toEpochMilli();
    double trades = optionalNumber(fields, "trades");
    return new Bar(
        symbol(fields),
        openTime,
        Math.addExact(openTime, barLengthMillis),
        number(fields, "open"),
        number(fields, "high"),
        number(fields, "low"),
        number(fields, "close"),
        number(fields, "volume"),
        optionalNumber(fields, "buy_volume"),
        optionalNumber(fields, "sell_volume"),
        Double.isNaN(trades) ? 0 : (long) trades,
        Double.NaN,
        Double.NaN);
  }

  private String symbol(List<String> fields) {
    String symbol = required(fields, "symbol");
    if (symbol.isEmpty()) {
      throw new IllegalArgumentException("column=symbol value=");
    }
    return symbol;
  }

  private String optional(List<String> fields, String column) {
    Integer index = columns.get(column);
    return index == null || index >= fields.size() ? "" : fields.get(index);
  }

  private String required(List<String> fields, String column) {
    int index = columns.get(column);
    if (index >= fields.size()) {
      throw new IllegalArgumentException("missing=" + column);
    }
    return fields.get(index);
  }

  private double number(List<String> fields, String column) {
    return parse(column, required(fields, column));
  }

  private double optionalNumber(List<String> fields, String column) {
    String value = optional(fields, column);
    return value.isEmpty() ? Double.NaN : parse(column, value);
  }

  private static double parse(String column, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("column=" + column + " value=" + value, e);
    }
  }
}
