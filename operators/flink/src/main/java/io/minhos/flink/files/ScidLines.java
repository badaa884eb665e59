package io.minhos.flink.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * The records of a Sierra Chart intraday data file as the lines of the CSV file that it might have
 * been: the first record is line 2, the symbol is the file's name without its ending. Holds a
 * buffer of it, whatever its size.
 *
 * <p>A header of 56 bytes: {@code SCID}, its size, the size of a record, the version. Records of 40
 * bytes, little-endian: microseconds since 1899-12-30T00:00Z, the floats open, high, low, close,
 * and, unsigned, number of trades, volume, bid volume, ask volume (Sierra Chart, Intraday Data File
 * Format; IntradayRecord.h).
 *
 * <p>A record is a tick if open is 0, or one of the two marks of the first and the last part of a
 * trade that was unbundled: then high is the ask, low the bid and close the price. A single trade
 * whose four prices are one is a tick without quote. Each part of an unbundled trade is a trade.
 * What traded at the bid was sold, what traded at the ask was bought; where both or neither had
 * volume the aggressor is not known. Trades of one millisecond are told apart, and ordered, by
 * their place in the file. Any other record is a bar that begins at its time.
 *
 * <p>A float is written with the fewest digits that read back as the same float, which is the price
 * that was quoted as long as that has no more than six or seven digits.
 */
final class ScidLines implements MarketLines {

  static final String ENDING = ".scid";

  private static final int HEADER = 56;
  private static final int RECORD = 40;
  private static final int VERSION = 1;

  /** As many whole records as fit into 64 KiB. */
  private static final int BUFFER = (1 << 16) / RECORD * RECORD;

  /** −1.99900095e37 and −1.99900197e37 in Sierra Chart's header, the same floats. */
  private static final float FIRST_PART = -1.999001E37f;

  private static final float LAST_PART = -1.999002E37f;

  private static final Instant EPOCH = Instant.parse("1899-12-30T00:00:00Z");
  private static final long EPOCH_MICROS = ChronoUnit.MICROS.between(EPOCH, Instant.EPOCH);

  private final MarketFile file;
  private final String symbol;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final StringBuilder line = new StringBuilder();

  /** Records that were in the file when it was opened and are still to come. */
  private long records;

  private long ordinal = 1;

  /**
   * @throws MalformedFileException if the header is damaged, or the last record is not whole
   */
  ScidLines(MarketFile of) throws IOException {
    this.file = of;
    Path path = Path.of(of.path());
    String name = path.getFileName().toString();
    this.symbol = quoted(name.substring(0, name.length() - ENDING.length()));
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      long header = readHeader();
      long bytes = channel.size() - header;
      if (bytes % RECORD != 0) {
        throw broken(
            "TRUNCATED_RECORD", "records=%d bytes=%d".formatted(bytes / RECORD, bytes % RECORD));
      }
      records = bytes / RECORD;
      channel.position(header);
      buffer.limit(0);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String quoted(String name) {
    return name.contains(",") || name.contains("\"")
        ? '"' + name.replace("\"", "\"\"") + '"'
        : name;
  }

  /** Checks it, and returns where the records begin. */
  private long readHeader() throws IOException {
    buffer.limit(HEADER);
    fill();
    if (buffer.hasRemaining()) {
      throw broken("BROKEN_HEADER", "bytes=%d expected=%d".formatted(buffer.position(), HEADER));
    }
    buffer.flip();
    byte[] magic = new byte[4];
    buffer.get(magic);
    String text = new String(magic, StandardCharsets.ISO_8859_1);
    long size = Integer.toUnsignedLong(buffer.getInt());
    long record = Integer.toUnsignedLong(buffer.getInt());
    int version = Short.toUnsignedInt(buffer.getShort());
    require("SCID".equals(text), "magic", text);
    require(size >= HEADER && size <= channel.size(), "headerSize", size);
    require(record == RECORD, "recordSize", record);
    require(version == VERSION, "version", version);
    return size;
  }

  private void require(boolean valid, String field, Object value) {
    if (!valid) {
      throw broken("BROKEN_HEADER", field + "=" + value);
    }
  }

  private void fill() throws IOException {
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = channel.read(buffer);
    }
  }

  @Override
  public OptionalLong left() {
    return OptionalLong.of(records);
  }

  @Override
  public String header() {
    return file.kind() == MarketFile.Kind.TRADES
        ? "symbol,event_time_ms,price,size,aggressor,bid,ask"
        : "symbol,open_time,open,high,low,close,volume,buy_volume,sell_volume,trades";
  }

  @Override
  public String next() throws IOException {
    ordinal++;
    if (records == 0) {
      return null;
    }
    if (!buffer.hasRemaining()) {
      buffer.clear();
      // Sierra Chart may be appending: what it writes from now on is not read.
      buffer.limit((int) Math.min(BUFFER, records * RECORD));
      fill();
      if (buffer.hasRemaining()) {
        throw broken("TRUNCATED_RECORD", "line=" + ordinal);
      }
      buffer.flip();
    }
    records--;
    long micros = buffer.getLong() - EPOCH_MICROS;
    float open = buffer.getFloat();
    float high = buffer.getFloat();
    float low = buffer.getFloat();
    float close = buffer.getFloat();
    long trades = Integer.toUnsignedLong(buffer.getInt());
    long volume = Integer.toUnsignedLong(buffer.getInt());
    long bidVolume = Integer.toUnsignedLong(buffer.getInt());
    long askVolume = Integer.toUnsignedLong(buffer.getInt());
    boolean quoted = open == 0 || open == FIRST_PART || open == LAST_PART;
    line.setLength(0);
    line.append(symbol).append(',');
    if (file.kind() == MarketFile.Kind.TRADES) {
      if (!quoted && !(trades == 1 && open == high && high == low && low == close)) {
        throw broken("NOT_TICKS", "line=%d open=%s trades=%d".formatted(ordinal, open, trades));
      }
      line.append(Math.floorDiv(micros, 1000)).append(',');
      line.append(close).append(',').append(volume).append(',');
      line.append(aggressor(bidVolume, askVolume)).append(',');
      price(quoted, low).append(',');
      price(quoted, high);
    } else {
      if (quoted) {
        throw broken("NOT_BARS", "line=%d open=%s trades=%d".formatted(ordinal, open, trades));
      }
      line.append(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)).append(',');
      line.append(open).append(',').append(high).append(',').append(low).append(',').append(close);
      line.append(',').append(volume).append(',').append(askVolume).append(',').append(bidVolume);
      line.append(',').append(trades);
    }
    return line.toString();
  }

  private static String aggressor(long bidVolume, long askVolume) {
    if (bidVolume > 0 == askVolume > 0) {
      return "";
    }
    return askVolume > 0 ? "BUY" : "SELL";
  }

  /** A side of the quote, 0 where the feed had none. */
  private StringBuilder price(boolean quoted, float price) {
    return quoted && price != 0 ? line.append(price) : line;
  }

  @Override
  public long ordinal() {
    return ordinal;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private MalformedFileException broken(String code, String detail) {
    return new MalformedFileException("%s: file=%s %s".formatted(code, file.path(), detail));
  }
}
