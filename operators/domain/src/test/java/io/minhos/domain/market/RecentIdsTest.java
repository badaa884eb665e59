package io.minhos.domain.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

  @Test
  void remembersFromTheOldestOnAndForgetsWhatIsBefore() {
    RecentIds ids = RecentIds.empty().plus(Map.of("a", 10L, "b", 11L, "c", 12L), Long.MIN_VALUE);
    RecentIds later = ids.plus(Map.of("d", 20L, "e", 10L), 11);

    assertThat(later.contains("a", Long.MIN_VALUE)).isFalse();
    assertThat(later.contains("b", Long.MIN_VALUE)).isTrue();
    assertThat(later.contains("c", Long.MIN_VALUE)).isTrue();
    assertThat(later.contains("d", Long.MIN_VALUE)).isTrue();
    assertThat(later.contains("e", Long.MIN_VALUE)).as("added, but before the oldest").isFalse();
    assertThat(later.seen()).containsOnlyKeys("b", "c", "d");
  }

  @Test
  void tellsWhetherAnIdWasSeenSinceThen() {
    RecentIds ids = RecentIds.empty().plus(Map.of("a", 10L), 0);
    assertThat(ids.contains("a", 10)).isTrue();
    assertThat(ids.contains("a", 11)).isFalse();
    assertThat(ids.contains("b", 0)).isFalse();
  }

  @Test
  void foldingLeavesTheValueBeforeAsItWas() {
    RecentIds before = RecentIds.empty().plus(Map.of("a", 10L), 0);
    assertThat(before.plus(Map.of("b", 99L), 50).contains("a", Long.MIN_VALUE)).isFalse();
    assertThat(before.seen()).isEqualTo(Map.of("a", 10L));
    assertThat(RecentIds.empty().contains("a", Long.MIN_VALUE)).isFalse();
  }

  /** Ids of one bar, each with how long before the bar's end it was traded. */
  @Provide
  Arbitrary<List<Map<String, Long>>> bars() {
    return Arbitraries.maps(
            Arbitraries.integers().between(0, 200).map(String::valueOf),
            Arbitraries.longs().between(0, 9))
        .ofMaxSize(5)
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 200)
  void knowsExactlyTheIdsWithinTheWindow(
      @ForAll("bars") List<Map<String, Long>> bars, @ForAll @IntRange(max = 50) int window) {
    RecentIds ids = RecentIds.empty();
    Map<String, Long> lastSeen = new HashMap<>();
    long end = 0;
    for (Map<String, Long> bar : bars) {
      end += 10;
      Map<String, Long> added = new HashMap<>();
      for (Map.Entry<String, Long> entry : bar.entrySet()) {
        added.put(entry.getKey(), end - entry.getValue());
      }
      ids = ids.plus(added, end - window);
      lastSeen.putAll(added);
      for (Map.Entry<String, Long> entry : lastSeen.entrySet()) {
        assertThat(ids.contains(entry.getKey(), Long.MIN_VALUE))
            .isEqualTo(entry.getValue() >= end - window);
      }
      // Bounded: no more than fits into the window.
      assertThat(ids.seen().size()).isLessThanOrEqualTo(5 * (window / 10 + 1));
    }
  }
}
