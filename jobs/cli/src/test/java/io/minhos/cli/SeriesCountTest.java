package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.domain.market.Trade;
import io.minhos.flink.metrics.TradingMetric;
import io.minhos.trading.Models;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand symbols, as many of them watched as may be: what a task manager has to tell. */
class SeriesCountTest {

  private static final int SYMBOLS = 1_000;
  private static final int TRADES = 3_000;
  private static final int WATCHED = 20;

  @TempDir Path dir;

  @Test
  void countsFewerSeriesThanFiveThousand() throws Exception {
    List<Trade> trades =
        RealTrades.lines(TRADES, SYMBOLS).stream().map(BitstampTrades::trade).toList();
    List<String> watched = IntStream.range(0, WATCHED).mapToObj(i -> "BTC" + i).toList();
    try (LiveJob live =
        new LiveJob(
            dir,
            2,
            "admission.arrivalTime=false",
            "metrics.watchedSymbols=" + watched,
            "portfolios=[one, two]",
            // All that is shown of a trade is shown.
            "fusion.neutralBand=0",
            "job.metricsPort=" + DemoCommand.freePort())) {
      live.start(Models.none());
      try (MarketDataPublisher publisher =
          new MarketDataPublisher(
              live.config().kafka().bootstrapServers(),
              live.config().kafka().partitions(),
              live.config().boundaryMarks())) {
        trades.forEach(publisher::publish);
        publisher.finish(trades.get(TRADES - 1).time());
      }
      long bars =
          trades.stream()
              .filter(t -> t.size() > 0)
              .map(t -> t.symbol() + live.config().bars().clock().openTime(t.time()))
              .distinct()
              .count();
      assertThat(trades.stream().map(Trade::symbol).distinct()).hasSize(SYMBOLS);
      live.await(Topics.DECISIONS, 2 * bars);

      PrometheusText scrape = PrometheusText.scrape(live.config().job().metricsPort());
      String strength = TradingMetric.SIGNAL_STRENGTH.prometheusName();
      assertThat(scrape.sums(strength, "symbol")).containsOnlyKeys(watched);
      System.out.println("series: " + scrape.series());
      assertThat(scrape.series()).isLessThan(5_000);
    }
  }
}
