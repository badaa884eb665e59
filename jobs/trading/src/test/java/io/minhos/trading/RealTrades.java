package io.minhos.trading;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Real BTC/USD trades as lines of a trades file. */
public final class RealTrades {

  public static final String HEADER = "symbol,event_time_ms,trade_id,price,size";

  private RealTrades() {}

  /** The first {@code count} trades; the ordinal is the id. */
  public static List<String> lines(int count) throws IOException {
    String resource = "/bitstamp_trades_from_20131125_usd.csv";
    List<String> lines = new ArrayList<>(count);
    try (InputStream in =
            Objects.requireNonNull(RealTrades.class.getResourceAsStream(resource), resource);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader.readLine();
      for (int i = 1; i <= count; i++) {
        String[] f = reader.readLine().split(",", -1);
        lines.add("BTCUSD," + f[0] + "000," + i + "," + f[1] + "," + f[2]);
      }
    }
    return lines;
  }

  /** Writes {@code lines} under the header. */
  public static Path write(Path file, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(lines.size() + 1);
    all.add(HEADER);
    all.addAll(lines);
    return Files.write(file, all);
  }
}
