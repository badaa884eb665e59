package io.minhos.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {

  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");
  private static final Instant AUGUST = Instant.parse("2026-08-01T00:00:00Z");

  @TempDir Path dir;

  private final AtomicInteger runs = new AtomicInteger();
  private ModelStore store;

  @BeforeEach
  void open() throws Exception {
    store = ModelStore.at(dir.toString());
  }

  /** By a run of its own. */
  private List<Trial> tried(int variants, Instant from, Instant to) throws Exception {
    return tried(variants, from, to, AUGUST.plusSeconds(runs.getAndIncrement()));
  }

  private List<Trial> tried(int variants, Instant from, Instant to, Instant run) throws Exception {
    return store.tried("lstm", variants, from, to, new Change("train", "", run));
  }

  @Test
  void remembersWhatWasTriedOnTheSameHistory() throws Exception {
    assertThat(tried(1, MAY, JUNE)).extracting(Trial::sequence).containsExactly(1);
    // Nothing of May is in it.
    assertThat(tried(50, JULY, AUGUST)).extracting(Trial::sequence).containsExactly(2);
    assertThat(tried(3, MAY, JULY))
        .extracting(Trial::sequence, Trial::variants)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 1),
            org.assertj.core.groups.Tuple.tuple(2, 50),
            org.assertj.core.groups.Tuple.tuple(3, 3));
    assertThat(tried(1, MAY, JUNE.minusMillis(1)))
        .extracting(Trial::sequence)
        .containsExactly(1, 3, 4);
    assertThat(ModelStore.at(dir.toString()).trials("lstm")).hasSize(4);
    assertThat(store.trials("ensemble")).isEmpty();
    // A trial is no release.
    assertThat(store.models()).isEmpty();
  }

  @Test
  void isAFileThatCanBeRead() throws Exception {
    tried(2, MAY, JUNE);
    assertThat(dir.resolve("lstm/trials/000001.json"))
        .hasContent(
            "{\"sequence\":1,\"variants\":2,\"from\":\"2026-05-01T00:00:00Z\","
                + "\"to\":\"2026-06-01T00:00:00Z\",\"by\":\"train\",\"at\":\"2026-08-01T00:00:00Z\"}");
  }

  @Test
  void oneThatWasTakenAwayIsFound() throws Exception {
    tried(1, MAY, JUNE);
    tried(1, MAY, JUNE);
    Files.delete(dir.resolve("lstm/trials/000001.json"));
    assertThatThrownBy(() -> tried(1, MAY, JUNE))
        .isInstanceOf(StoreRefusal.class)
        .hasMessage("CORRUPT_JOURNAL: model=lstm trial=2: expected trial=1");
    Files.writeString(dir.resolve("lstm/trials/000001.json"), "{}");
    assertThatThrownBy(() -> store.trials("lstm"))
        .hasMessageStartingWith("CORRUPT_JOURNAL: model=lstm trial=1: ");
  }

  @Test
  void noneIsLostWhereManyTry() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<Trial>>> tries = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        tries.add(() -> tried(1, MAY, JUNE));
      }
      List<Integer> counts = new ArrayList<>();
      for (Future<List<Trial>> done : threads.invokeAll(tries)) {
        counts.add(done.get().size());
      }
      assertThat(counts)
          .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
    } finally {
      threads.shutdownNow();
    }
  }

  /** As the variants of a search do, and its best in the end, after another run. */
  @Test
  void aRunIsOneTrialHoweverOftenItSaysSo() throws Exception {
    tried(1, MAY, JUNE);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<Trial>>> variants =
          Collections.nCopies(40, () -> tried(50, MAY, JULY, AUGUST.minusSeconds(1)));
      for (Future<List<Trial>> done : threads.invokeAll(variants)) {
        assertThat(done.get()).extracting(Trial::sequence).containsExactly(1, 2);
      }
    } finally {
      threads.shutdownNow();
    }
    tried(1, MAY, JUNE);
    assertThat(tried(50, MAY, JULY, AUGUST.minusSeconds(1)))
        .extracting(Trial::variants)
        .containsExactly(1, 50);
    assertThat(store.trials("lstm")).extracting(Trial::variants).containsExactly(1, 50, 1);
    // Other history is another trial.
    assertThat(tried(50, MAY, AUGUST, AUGUST.minusSeconds(1))).hasSize(4);
  }
}
