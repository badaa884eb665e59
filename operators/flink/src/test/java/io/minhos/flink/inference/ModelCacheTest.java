package io.minhos.flink.inference;

import static io.minhos.flink.control.Rows.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ModelCacheTest {

  private final BlockingQueue<Integer> loaded = new LinkedBlockingQueue<>();
  private final List<Integer> closed = new ArrayList<>();
  private final AtomicBoolean down = new AtomicBoolean();
  private final ModelCache<Integer> cache =
      new ModelCache<>(
          release -> {
            if (down.get()) {
              loaded.add(-release.version());
              throw new IOException("no answer");
            }
            loaded.add(release.version());
            return release.version();
          },
          closed::add);

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void keepsTheLastSixThatWereAskedForAndClosesTheOthers() throws Exception {
    for (int version : new int[] {1, 2, 3, 4, 5, 6, 1, 7, 8}) {
      assertThat(get(version)).isEqualTo(version);
    }
    assertThat(loaded).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(closed).containsExactly(2, 3);
    assertThat(get(2)).isEqualTo(2);
    assertThat(loaded).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 2);
    cache.close();
    assertThat(closed).containsExactlyInAnyOrder(2, 3, 4, 1, 5, 6, 7, 8, 2);
  }

  @Test
  void theNextIsLoadedBeforeItIsAskedFor() throws Exception {
    get(1);
    announce(2, 3, 4);
    assertThat(next()).isEqualTo(1);
    assertThat(next()).isEqualTo(2);
    assertThat(get(2)).isEqualTo(2);
    assertThat(loaded).isEmpty();
  }

  /** However long a run: what was in force before makes room. */
  @Test
  void theNextIsLoadedEarlyHoweverManyCameBefore() throws Exception {
    get(1);
    assertThat(next()).isEqualTo(1);
    for (int version = 2; version <= 20; version++) {
      announce(version);
      assertThat(next()).isEqualTo(version);
      assertThat(get(version)).isEqualTo(version);
    }
    assertThat(closed).hasSize(14);
  }

  @Test
  void whatIsInForceStaysHoweverMuchIsAnnounced() throws Exception {
    for (int version = 1; version <= 6; version++) {
      get(version);
    }
    announce(7, 8, 9, 10, 11, 12);
    announce(7, 8, 9, 10, 11, 12);
    assertThat(closed).containsExactly(1);
    get(6);
    get(7);
    assertThat(loaded).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(closed).containsExactly(1);
  }

  @Test
  void whatIsAnnouncedOfAnotherModelIsNoneOfIts() throws Exception {
    cache.announce(List.of(release("lstm", 7)), "ensemble");
    get(1);
    assertThat(loaded).containsExactly(1);
  }

  /** A savepoint of other code may hold it: the job must not fail at it again and again. */
  @Test
  void whatWasTrainedOnOtherFeaturesIsNoneAndIsAskedForOnce() throws Exception {
    List<Integer> asked = new ArrayList<>();
    try (ModelCache<Integer> other =
        new ModelCache<>(
            release -> {
              asked.add(release.version());
              throw new ReleaseRefusedException(
                  release.version() == 1 ? Code.WRONG_SCHEMA : Code.MISSING, "no");
            },
            model -> {})) {
      assertThat(other.find(release("winprob", 1))).isEmpty();
      assertThat(other.find(release("winprob", 1))).isEmpty();
      assertThat(asked).containsExactly(1);
      assertThatIllegalStateException()
          .isThrownBy(() -> other.find(release("winprob", 2)))
          .withCauseInstanceOf(ReleaseRefusedException.class);
    }
    assertThat(cache.find(release("winprob", 3))).contains(3);
  }

  @Test
  void whatCannotBeLoadedSaysWhichAndWhy() throws Exception {
    down.set(true);
    assertThatIllegalStateException()
        .isThrownBy(() -> get(3))
        .withMessage("MODEL_UNAVAILABLE: model=ensemble version=3 uri=none:ensemble/3")
        .withCauseInstanceOf(IOException.class);
    try (ModelCache<Integer> refusing =
        new ModelCache<>(
            release -> {
              throw new ReleaseRefusedException(Code.CORRUPT, "artifact=x");
            },
            model -> {})) {
      assertThatIllegalStateException()
          .isThrownBy(() -> refusing.get(release("ensemble", 4)))
          .withMessageStartingWith("MODEL_UNAVAILABLE: ")
          .havingCause()
          .withMessage("CORRUPT: artifact=x");
    }
    try (ModelCache<Integer> unlinked =
        new ModelCache<>(
            release -> {
              throw new NoClassDefFoundError("org/nd4j/X");
            },
            model -> {})) {
      assertThatIllegalStateException()
          .isThrownBy(() -> unlinked.get(release("ensemble", 4)))
          .withMessageStartingWith("MODEL_UNAVAILABLE: ")
          .withCauseInstanceOf(NoClassDefFoundError.class);
    }
  }

  /** A store that was down for a moment costs no restart. */
  @Test
  void whatCouldNotBeLoadedEarlyIsLoadedWhenItIsAskedFor() throws Exception {
    down.set(true);
    announce(1);
    // The loader's one thread is through with the first when it comes to the second.
    assertThatIllegalStateException().isThrownBy(() -> get(2));
    assertThat(loaded).containsExactly(-1, -2);
    down.set(false);
    assertThat(get(1)).isEqualTo(1);
  }

  @Test
  void whoWaitsForAModelCanBeInterrupted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    BlockingQueue<Class<?>> thrown = new LinkedBlockingQueue<>();
    ModelCache<Integer> hanging =
        new ModelCache<>(
            release -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return 1;
            },
            model -> {});
    try {
      Thread task =
          new Thread(
              () -> {
                try {
                  hanging.get(release("ensemble", 1));
                } catch (InterruptedException | RuntimeException e) {
                  thrown.add(e.getClass());
                }
              });
      task.start();
      task.interrupt();
      assertThat(thrown.poll(10, TimeUnit.SECONDS)).isEqualTo(InterruptedException.class);
    } finally {
      hanging.close();
    }
  }

  private int get(int version) throws InterruptedException {
    return cache.get(release("ensemble", version));
  }

  private void announce(int... versions) {
    cache.announce(
        Arrays.stream(versions)
            .<ModelRelease>mapToObj(version -> release("ensemble", version))
            .toList(),
        "ensemble");
  }

  private Integer next() throws InterruptedException {
    return loaded.poll(10, TimeUnit.SECONDS);
  }
}
