package io.minhos.domain.features;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minhos.domain.market.Bar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Real markets for tests: trades of a week at Bitstamp, and hourly bars beside the repository. */
public final class RealBars {

  private static final Path HOURLY =
      Path.of("../../../shared/data/bars/fx-hourly-2012-2018.csv.gz");
  private static final long HOUR = 3_600_000;

  private RealBars() {}

  /** 100,000 real BTC/USD trades as bars of that length; intervals without a trade have none. */
  public static List<Bar> bitstamp(long lengthMillis) {
    List<Bar> bars = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                RealBars.class.getResourceAsStream("/bitstamp_trades_from_20131125_usd.csv"),
                StandardCharsets.UTF_8))) {
      Bar bar = null;
      for (String line : lines.lines().skip(1).toList()) {
        String[] fields = line.split(",", -1);
        long time = Long.parseLong(fields[0]) * 1_000;
        double price = Double.parseDouble(fields[1]);
        double size = Double.parseDouble(fields[2]);
        long open = Math.floorDiv(time, lengthMillis) * lengthMillis;
        if (bar != null && bar.openTime() != open) {
          bars.add(bar);
          bar = null;
        }
        bar =
            bar == null
                ? bar(open, open + lengthMillis, price, price, price, price, size, 1, price)
                : bar(
                    open,
                    open + lengthMillis,
                    bar.open(),
                    Math.max(bar.high(), price),
                    Math.min(bar.low(), price),
                    price,
                    bar.volume() + size,
                    bar.trades() + 1,
                    (bar.vwap() * bar.volume() + price * size) / (bar.volume() + size));
      }
      bars.add(bar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bars;
  }

  private static Bar bar(
      long openTime,
      long closeTime,
      double open,
      double high,
      double low,
      double close,
      double volume,
      long trades,
      double vwap) {
    return new Bar(
        "BTCUSD",
        openTime,
        closeTime,
        open,
        high,
        low,
        close,
        volume,
        Double.NaN,
        Double.NaN,
        trades,
        vwap,
        Double.NaN);
  }

  /** Hourly bars of one symbol; skips the test where the data are not there. */
  public static List<Bar> hourly(String symbol) {
    assumeTrue(Files.exists(HOURLY), () -> "no real hourly bars here: " + HOURLY.toAbsolutePath());
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(HOURLY)), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> line.startsWith(symbol + ","))
          .map(line -> line.split(",", -1))
          .map(RealBars::hour)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bar hour(String[] fields) {
    long open = Instant.parse(fields[1]).toEpochMilli();
    return Bar.of(
        fields[0],
        open,
        open + HOUR,
        Double.parseDouble(fields[2]),
        Double.parseDouble(fields[3]),
        Double.parseDouble(fields[4]),
        Double.parseDouble(fields[5]),
        Double.parseDouble(fields[6]));
  }
}
