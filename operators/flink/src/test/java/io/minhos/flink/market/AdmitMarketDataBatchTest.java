package io.minhos.flink.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.Instrument;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/**
 * Partitions that a batch job reads, one after the other and sorted, against a streaming job, which
 * reads them beside each other.
 */
class AdmitMarketDataBatchTest {

  private static final long T0 = 1_700_000_040_000L;
  private static final long LATENESS = 5_000;
  private static final long FUTURE = 600_000;

  @Test
  void judgesEachPartitionInItsOwnOrderAndSettlesItAtItsEnd() throws Exception {
    Map<String, List<Long>> partitions = new TreeMap<>();
    partitions.put("confirmed", List.of(T0, T0 + 1, T0 + 2 * FUTURE, T0 + 2 * FUTURE + 1));
    partitions.put("lone", List.of(T0));
    partitions.put("strayAtItsEnd", List.of(T0, T0 + 1, T0 + 9 * FUTURE));
    partitions.put("strayAmidst", List.of(T0, T0 + 1, T0 + 9 * FUTURE, T0 + 2));
    SplittableRandom random = new SplittableRandom(3);
    List<Long> unsorted = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      unsorted.add(T0 + 500L * i - random.nextLong(3 * LATENESS));
    }
    partitions.put("unsorted", unsorted);

    List<String> batch = fates(partitions, RuntimeExecutionMode.BATCH);
    assertThat(batch)
        .isEqualTo(fates(partitions, RuntimeExecutionMode.STREAMING))
        .hasSize(2_000 + 12)
        .contains("lone 0 ADMITTED", "strayAtItsEnd 2 FUTURE", "strayAmidst 2 FUTURE")
        .contains("confirmed 2 ADMITTED")
        .anyMatch(fate -> fate.startsWith("unsorted") && fate.endsWith("LATE"));
  }

  private static List<String> fates(Map<String, List<Long>> partitions, RuntimeExecutionMode mode)
      throws Exception {
    Configuration settings = new Configuration();
    settings.set(ExecutionOptions.RUNTIME_MODE, mode);
    var env = StreamExecutionEnvironment.createLocalEnvironment(2, settings);
    List<Arrival> arrivals = new ArrayList<>();
    partitions.forEach(
        (name, times) -> {
          for (int i = 0; i < times.size(); i++) {
            arrivals.add(
                Arrival.of(
                    MarketRecord.of(name, i, Trade.of("A", times.get(i), name + i, 100, 1))));
          }
        });
    var admitted =
        env.fromData(arrivals, TypeInformation.of(Arrival.class))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Arrival>noWatermarks()
                    .withTimestampAssigner((arrival, before) -> arrival.ordinal()))
            .keyBy(Arrival::source)
            .transform(
                "AdmitMarketData",
                TypeInformation.of(MarketRecord.class),
                new AdmitMarketData(
                    new PartitionAdmission(LATENESS, FUTURE, FUTURE),
                    new Instruments(Map.of(), new Instrument(0.01, 1, false), false),
                    new BarClock(60_000),
                    List.copyOf(partitions.keySet()),
                    false));
    var fates =
        admitted
            .map(r -> r.source() + " " + r.ordinal() + " ADMITTED")
            .returns(Types.STRING)
            .union(
                admitted
                    .getSideOutput(Rejects.TAG)
                    .map(r -> r.source() + " " + r.ordinal() + " " + r.code())
                    .returns(Types.STRING));
    return fates.executeAndCollect(2 * arrivals.size()).stream().sorted().toList();
  }
}
