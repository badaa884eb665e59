package io.minhos.cli.data;

import io.minhos.domain.market.Trade;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A week (25 November to 1 December 2013) of real BTC/USD trades at Bitstamp, 100,000 of them, as
 * the ta4j-examples artifact carries them: time in seconds, price, amount. They have no ids, so the
 * line's ordinal is the id.
 */
public final class BitstampTrades {

  public static final String SYMBOL = "BTCUSD";
  public static final String HEADER = "symbol,event_time_ms,trade_id,price,size";

  private static final String RESOURCE = "/bitstamp_trades_from_20131125_usd.csv";

  private BitstampTrades() {}

  /** What is done with a line. */
  public interface LineConsumer {
    void accept(String line) throws IOException;
  }

  /** Gives each trade as a line under {@link #HEADER}, in the order of the resource. */
  public static void forEachLine(LineConsumer consumer) throws IOException {
    try (InputStream in =
            Objects.requireNonNull(BitstampTrades.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader.readLine();
      long ordinal = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] fields = line.split(",", -1);
        consumer.accept(
            SYMBOL
                + ","
                + Math.multiplyExact(Long.parseLong(fields[0]), 1000L)
                + ","
                + ++ordinal
                + ","
                + fields[1]
                + ","
                + fields[2]);
      }
    }
  }

  /** The trade that a line of {@link #forEachLine} holds. */
  public static Trade trade(String line) {
    String[] fields = line.split(",", -1);
    return Trade.of(
        fields[0],
        Long.parseLong(fields[1]),
        fields[2],
        Double.parseDouble(fields[3]),
        Double.parseDouble(fields[4]));
  }
}
