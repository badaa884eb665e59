package io.minhos.flink.files;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The lines of a text file, plain or gzip. */
final class TextLines implements MarketLines {

  private static final int BUFFER = 1 << 16;

  private final String source;
  private final BufferedReader lines;
  private long ordinal;

  TextLines(MarketFile file) throws IOException {
    this.source = file.source();
    this.lines =
        new BufferedReader(
            new InputStreamReader(open(Path.of(file.path())), StandardCharsets.UTF_8), BUFFER);
  }

  @Override
  public String header() throws IOException {
    String line = next();
    // Spreadsheets put a byte order mark before the first name.
    return line != null && line.startsWith("\uFEFF") ? line.substring(1) : line;
  }

  @Override
  public String next() throws IOException {
    try {
      String line;
      do {
        line = lines.readLine();
        ordinal++;
      } while (line != null && line.isEmpty());
      return line;
    } catch (EOFException | ZipException e) {
      throw broken(source, ordinal + 1, e);
    }
  }

  @Override
  public long ordinal() {
    return ordinal;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private static InputStream open(Path path) throws IOException {
    InputStream bytes = Files.newInputStream(path);
    if (!path.toString().endsWith(".gz")) {
      return bytes;
    }
    try {
      return new GZIPInputStream(bytes, BUFFER);
    } catch (EOFException | ZipException e) {
      bytes.close();
      throw broken(path.getFileName().toString(), 1, e);
    }
  }

  private static MalformedFileException broken(String source, long line, IOException e) {
    return new MalformedFileException(
        "BROKEN_GZIP: file=%s line=%d: %s".formatted(source, line, e.getMessage()));
  }
}
