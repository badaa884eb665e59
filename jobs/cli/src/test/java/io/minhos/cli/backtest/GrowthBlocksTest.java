package io.minhos.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minhos.domain.evaluation.MeanInterval;
import org.junit.jupiter.api.Test;

class GrowthBlocksTest {

  private static final long DAY = 86_400_000L;

  @Test
  void areOfTwentyDaysOrOfOne() {
    assertThat(GrowthBlocks.of(5, 5 + 800 * DAY).starts()).hasSize(41).endsWith(5 + 800 * DAY);
    assertThat(GrowthBlocks.of(0, 3 * DAY + 1).starts())
        .containsExactly(0L, DAY, 2 * DAY, 3 * DAY + 1);
    assertThat(GrowthBlocks.of(0, DAY / 2).starts()).containsExactly(0L, DAY / 2);
  }

  /** Days of 0.01, 0.03 and 0.02 = 0.005 + 0.015: 0.06 ± 3·4.3027·0.01/√3. */
  @Test
  void addUpTheirGrowth() {
    GrowthBlocks blocks = GrowthBlocks.of(0, 3 * DAY);
    long[] times = blocks.with(new long[] {2 * DAY + 7, 3 * DAY});
    assertThat(times).containsExactly(0, DAY, 2 * DAY, 2 * DAY + 7, 3 * DAY);
    double[] growth = {0.01, 0.03, 0.005, 0.015};
    MeanInterval all = blocks.interval(growth, times);
    assertThat(all.mean()).isEqualTo(0.06, within(1e-15));
    assertThat(all.high() - all.mean())
        .isEqualTo(3 * 4.302652729911275 * 0.01 / Math.sqrt(3), within(1e-10));
    assertThat(GrowthBlocks.sums(growth, times, new long[] {2 * DAY + 7, 3 * DAY}))
        .containsExactly(0.015);
  }

  @Test
  void oneAloneHasNoInterval() {
    GrowthBlocks blocks = GrowthBlocks.of(0, 7);
    MeanInterval one = blocks.interval(new double[] {0.5}, blocks.with(new long[] {0, 7}));
    assertThat(one.mean()).isEqualTo(0.5);
    assertThat(one.low()).isNaN();
  }
}
