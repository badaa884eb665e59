package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.control.ControlArrival;
import io.minhos.trading.Models;
import io.minhos.trading.config.TradingConfig.KafkaConfig;
import io.minhos.trading.control.ControlJson;
import io.minhos.trading.kafka.BytesProducer;
import io.minhos.trading.kafka.MarketDataPublisher;
import io.minhos.trading.kafka.TopicReader;
import io.minhos.trading.kafka.Topics;
import io.minhos.trading.output.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Releases written into the control log of a running job, at once, too late and ahead of time,
 * while task managers are killed: what is in force is what the log says, and nothing else.
 */
class ControlLogTest {

  private static final int TRADES = 20_000;
  private static final int PARTS = 10;
  private static final int BROKEN = 4;

  @TempDir Path dir;

  @Test
  void whatIsInForceIsAFunctionOfTheLog() throws Exception {
    List<Trade> trades = RealTrades.lines(TRADES, 5).stream().map(BitstampTrades::trade).toList();
    // These models always say the same, which is not judged here.
    List<String> jobSettings = new ArrayList<>(BenchModels.LOG_ALONE);
    jobSettings.add("admission.arrivalTime=false");
    jobSettings.add("safeguards.tracking.alertAccuracy=0");
    try (LiveJob live = new LiveJob(dir, 2, jobSettings.toArray(String[]::new))) {
      live.start(models());
      KafkaConfig kafka = live.config().kafka();
      TopicReader reader = live.reader();
      int signals = 0;
      int version = 0;
      try (MarketDataPublisher publisher =
              new MarketDataPublisher(
                  kafka.bootstrapServers(), kafka.partitions(), live.config().boundaryMarks());
          var control = BytesProducer.open(kafka.bootstrapServers())) {
        for (int part = 0; part < PARTS; part++) {
          List<Trade> some = trades.subList(TRADES * part / PARTS, TRADES * (part + 1) / PARTS);
          Instant now = Instant.ofEpochMilli(some.get(0).time());
          send(control, Json.line(release(++version, null)));
          send(control, Json.line(release(++version, now.minusSeconds(7_200))));
          some.forEach(publisher::publish);
          send(control, Json.line(release(++version, now.plusSeconds(3_601))));
          if (part == 5) {
            send(control, "{\"type\":\"RELEASE\",\"model\":\"ensemble\"}");
            send(control, "no entry");
          }
          signals = reader.read(Topics.SIGNALS).size();
          live.await(Topics.SIGNALS, signals + 1);
          if (part % 3 == 2) {
            live.killTaskManager();
          }
        }
        publisher.finish(trades.get(TRADES - 1).time());
      }
      int bars = bars(trades);
      live.await(Topics.SIGNALS, bars);

      List<String> log = reader.read(Topics.CONTROL);
      NavigableMap<Long, Integer> inForce = inForce(log);
      assertThat(inForce).hasSizeGreaterThan(2 * PARTS);
      List<String> lines = reader.read(Topics.SIGNALS);
      assertThat(lines).hasSize(bars);
      Set<Integer> answered = new LinkedHashSet<>();
      for (String line : lines) {
        Signal signal = Json.read(line, Signal.class);
        int of = signal.components().get(2).version();
        assertThat(of).isEqualTo(inForce.floorEntry(signal.time()).getValue());
        answered.add(of);
      }
      assertThat(answered).hasSizeGreaterThan(PARTS).doesNotContain(BROKEN);
      assertThat(reader.read(Topics.ALERTS)).singleElement().asString().contains("\"version\":4");
      assertThat(
              reader.read(Topics.REJECTS).stream()
                  .map(r -> Json.read(r, Rejection.class))
                  .filter(r -> r.source().equals("control.v1-0"))
                  .map(Rejection::code))
          .containsExactlyInAnyOrder(RejectCode.INVALID_COMMAND, RejectCode.UNPARSABLE);

      // Without state, from the logs alone.
      live.cancel();
      live.start(models());
      live.await(Topics.SIGNALS, 2L * bars);
      assertThat(new LinkedHashSet<>(reader.read(Topics.SIGNALS)))
          .containsExactlyInAnyOrderElementsOf(lines);
    }
  }

  /** The rule of the log, told once more: (from → version), the later entry over the earlier. */
  private static NavigableMap<Long, Integer> inForce(List<String> log) {
    TreeMap<Long, Integer> inForce = new TreeMap<>();
    inForce.put(Long.MIN_VALUE, 0);
    long heartbeat = Long.MIN_VALUE;
    for (String text : log) {
      ControlArrival arrival = ControlJson.read("", 0, text);
      if (arrival.entry() == null || arrival.entry().flaw().isPresent()) {
        continue;
      }
      ControlEntry entry = arrival.entry();
      if (entry.type() == ControlType.HEARTBEAT) {
        heartbeat = Math.max(heartbeat, entry.effectiveFromMillis());
      } else if (entry.version() != BROKEN) {
        long after = heartbeat == Long.MIN_VALUE ? heartbeat : heartbeat + 1;
        inForce.put(Math.max(entry.effectiveFromMillis(), after), entry.version());
      }
    }
    return inForce;
  }

  private static int bars(List<Trade> trades) {
    Set<String> bars = new LinkedHashSet<>();
    for (Trade trade : trades) {
      if (trade.size() > 0) {
        bars.add(trade.symbol() + trade.time() / 60_000);
      }
    }
    return bars.size();
  }

  private static void send(KafkaProducer<byte[], byte[]> control, String entry) throws Exception {
    control
        .send(new ProducerRecord<>(Topics.CONTROL, entry.getBytes(StandardCharsets.UTF_8)))
        .get();
  }

  private static ControlEntry release(int version, Instant from) {
    return ControlEntry.release(
        new ModelRelease("ensemble", version, "none:" + version, "00"), "test", "", from);
  }

  private static Models models() {
    return new Models(
        release -> {
          throw new ReleaseRefusedException(Code.MISSING, "");
        },
        release -> features -> new EnsembleAnswer(0.5, 1, new double[0]),
        release -> {
          throw new ReleaseRefusedException(Code.MISSING, "");
        },
        release -> ReleaseProfile.unknown(),
        release -> {
          if (release.version() == BROKEN) {
            throw new ReleaseRefusedException(Code.CORRUPT, "artifact=x");
          }
        });
  }
}
