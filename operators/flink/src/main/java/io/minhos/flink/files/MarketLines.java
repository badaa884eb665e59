package io.minhos.flink.files;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * The lines of a file of market data as text in CSV, whatever the file is: so there is one place
 * that reads fields, checks them and says which line is wrong.
 */
public interface MarketLines extends AutoCloseable {

  /**
   * Those of {@code file}, by the ending of its name.
   *
   * @throws IOException if the file cannot be opened
   * @throws MalformedFileException if it is not what its name says
   */
  static MarketLines open(MarketFile file) throws IOException {
    if (file.path().endsWith(ParquetLines.ENDING)) {
      return new ParquetLines(file);
    }
    return file.path().endsWith(ScidLines.ENDING) ? new ScidLines(file) : new TextLines(file);
  }

  /** The names of the columns, to be read first; null if the file is empty. */
  String header() throws IOException;

  /** The next line that is not empty, or null at the end. */
  String next() throws IOException;

  /** How many lines are still to come, where the file says so. */
  default OptionalLong left() {
    return OptionalLong.empty();
  }

  /** The number of the line that was read last; the header is line 1. */
  long ordinal();

  @Override
  void close() throws IOException;
}
