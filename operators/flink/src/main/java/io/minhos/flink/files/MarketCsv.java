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
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Reads one file of trades or bars, line by line: header row, UTC, plain or gzip. A line that
 * cannot be read becomes a rejection and the next is tried.
 *
 * <ul>
 *   <li>trades: {@code symbol,event_time_ms,trade_id,price,size[,aggressor,bid,bid_size,ask,
 *       ask_size]}; without ids the line's ordinal is the id
 *   <li>bars: {@code symbol,open_time,open,high,low,close,volume[,buy_volume,sell_volume,trades]}
 * </ul>
 */
public final class MarketCsv implements Iterator<Arrival>, AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final String source;
  private final MarketFile.Kind kind;
  private final long barLengthMillis;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> lines;
  private final Map<String, Integer> columns = new HashMap<>();

  /**
   * @param barLengthMillis length of the file's bars; unused for trades
   * @throws IOException if the file cannot be opened
   * @throws MalformedFileException if the header lacks a column
   */
  public MarketCsv(MarketFile file, long barLengthMillis) throws IOException {
    Path path = Path.of(file.path());
    this.source = path.getFileName().toString();
    this.kind = file.kind();
    this.barLengthMillis = barLengthMillis;
    InputStream bytes = Files.newInputStream(path);
    InputStream plain = file.path().endsWith(".gz") ? new GZIPInputStream(bytes, BUFFER) : bytes;
    this.reader =
        CsvReader.builder().ofCsvRecord(new InputStreamReader(plain, StandardCharsets.UTF_8));
    this.lines = reader.iterator();
    if (!lines.hasNext()) {
      throw new MalformedFileException("EMPTY_FILE: file=" + file.path());
    }
    List<String> header = lines.next().getFields();
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
  }

  @Override
  public boolean hasNext() {
    return lines.hasNext();
  }

  @Override
  public Arrival next() {
    CsvRecord line = lines.next();
    long ordinal = line.getStartingLineNumber();
    try {
      return Arrival.of(
          kind == MarketFile.Kind.TRADES
              ? MarketRecord.of(source, ordinal, trade(line))
              : MarketRecord.of(source, ordinal, bar(line)));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return Arrival.of(
          new Rejection(
              source,
              ordinal,
              RejectCode.UNPARSABLE,
              String.valueOf(e.getMessage()),
              "",
              0,
              String.join(",", line.getFields())));
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private Trade trade(CsvRecord line) {
    String id = optional(line, "trade_id");
    String aggressor = optional(line, "aggressor");
    return new Trade(
        symbol(line),
        Long.parseLong(required(line, "event_time_ms")),
        id.isEmpty() ? Long.toString(line.getStartingLineNumber()) : id,
        number(line, "price"),
        number(line, "size"),
        aggressor.isEmpty() ? Aggressor.UNKNOWN : Aggressor.valueOf(aggressor),
        optionalNumber(line, "bid"),
        optionalNumber(line, "bid_size"),
        optionalNumber(line, "ask"),
        optionalNumber(line, "ask_size"));
  }

  private Bar bar(CsvRecord line) {
    long openTime = Instant.parse(required(line, "open_time")).toEpochMilli();
    double trades = optionalNumber(line, "trades");
    return new Bar(
        symbol(line),
        openTime,
        openTime + barLengthMillis,
        number(line, "open"),
        number(line, "high"),
        number(line, "low"),
        number(line, "close"),
        number(line, "volume"),
        optionalNumber(line, "buy_volume"),
        optionalNumber(line, "sell_volume"),
        Double.isNaN(trades) ? 0 : (long) trades,
        Double.NaN,
        Double.NaN);
  }

  private String symbol(CsvRecord line) {
    String symbol = required(line, "symbol");
    if (symbol.isEmpty()) {
      throw new IllegalArgumentException("column=symbol value=");
    }
    return symbol;
  }

  private String optional(CsvRecord line, String column) {
    Integer index = columns.get(column);
    return index == null || index >= line.getFieldCount() ? "" : line.getField(index);
  }

  private String required(CsvRecord line, String column) {
    int index = columns.get(column);
    if (index >= line.getFieldCount()) {
      throw new IllegalArgumentException("missing=" + column);
    }
    return line.getField(index);
  }

  private double number(CsvRecord line, String column) {
    return parse(column, required(line, column));
  }

  private double optionalNumber(CsvRecord line, String column) {
    String value = optional(line, column);
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
