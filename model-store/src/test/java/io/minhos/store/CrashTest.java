package io.minhos.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.inference.ModelRelease;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A crash at each single operation of the file system, until one run gets through. */
class CrashTest {

  private static final Change CHANGE = new Change("quant", "better", Drafts.T0);

  @TempDir java.nio.file.Path dir;

  private interface Action {
    void on(ModelStore store) throws StoreRefusal;
  }

  private interface Check {
    void that(ModelStore store, FileSystem files, Path root) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void aCrashLeavesAWholeReleaseOrNothingThatCounts(Disk disk) throws Exception {
    int[] whole = {0};
    int crashes =
        crashEverywhere(
            disk,
            store -> store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one")),
            store -> store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("two")),
            (store, files, root) -> {
              List<StoredRelease> releases = store.list();
              assertThat(releases).hasSizeBetween(1, 2);
              whole[0] += releases.size() - 1;
              openAll(store, releases);
              ModelRelease next =
                  store.publish(Drafts.lstm(Drafts.T0.plusSeconds(10)), Drafts.artifacts("three"));
              assertThat(store.open(next).artifact("lstm.weights"))
                  .isEqualTo(Drafts.artifacts("three").get("lstm.weights"));
              store.clean(Drafts.T0.plusSeconds(5));
              assertThat(store.debris(Drafts.T0.plusSeconds(5))).isEmpty();
              assertThat(store.list()).hasSize(releases.size() + 1);
              openAll(store, store.list());
            });
    // Some crashes come after the commit, most before it.
    assertThat(whole[0]).isBetween(1, crashes / 2);
    assertThat(crashes).isGreaterThan(15);
  }

  @ParameterizedTest
  @EnumSource
  void aCrashMovesAnAliasOrDoesNot(Disk disk) throws Exception {
    int crashes =
        crashEverywhere(
            disk,
            CrashTest::twoReleases,
            store -> store.promote("lstm", 2, Alias.CHAMPION, CHANGE),
            (store, files, root) -> {
              int champion = store.find("lstm", Alias.CHAMPION).orElseThrow().version();
              assertThat(champion).isIn(1, 2);
              assertThat(store.journal("lstm").entries()).hasSize(champion);
              if (champion == 1) {
                store.promote("lstm", 2, Alias.CHAMPION, CHANGE);
              }
              store.rollback("lstm", CHANGE);
              store.retire("lstm", 2, CHANGE);
              assertThat(store.find("lstm", Alias.CHAMPION).map(ModelRelease::version))
                  .isEqualTo(Optional.of(1));
              store.clean(Drafts.T0);
              assertThat(store.debris(Drafts.T0)).isEmpty();
            });
    assertThat(crashes).isGreaterThan(8);
  }

  @ParameterizedTest
  @EnumSource
  void aCrashOfTheCleanupLosesNoReleaseAndIsCleanedUp(Disk disk) throws Exception {
    int commit = firstThatCommits(disk);
    int crashes =
        crashEverywhere(
            disk,
            CrashTest::twoReleases,
            store -> store.clean(Drafts.T0.plusSeconds(5)),
            (store, files, root) -> {
              assertThat(store.list()).hasSize(2);
              store.clean(Drafts.T0.plusSeconds(5));
              assertThat(store.debris(Drafts.T0.plusSeconds(5))).isEmpty();
              openAll(store, store.list());
            },
            // A publication that died just before its commit, or a little earlier.
            (files, root) -> {
              for (int at : new int[] {commit - 1, commit - 5}) {
                ModelStore store = disk.crashing(files, root, new Crash(at));
                assertThatThrownBy(
                        () -> store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("dead")))
                    .isInstanceOf(StoreRefusal.class);
              }
              assertThat(disk.sound(files, root).debris(Drafts.T0.plusSeconds(5)))
                  .extracting(Debris::version)
                  .contains(3, 4);
            });
    assertThat(crashes).isGreaterThan(8);
  }

  /** The first operation of a third publication whose crash comes too late. */
  private int firstThatCommits(Disk disk) throws Exception {
    for (int at = 0; ; at++) {
      FileSystem files = disk.files();
      Path root = new Path("file:" + dir.resolve("commit-" + at));
      twoReleases(disk.sound(files, root));
      try {
        disk.crashing(files, root, new Crash(at))
            .publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("dead"));
      } catch (StoreRefusal e) {
        assertThat(e.code()).isEqualTo(RefusalCode.UNREACHABLE);
      }
      if (disk.sound(files, root).list().size() == 3) {
        return at;
      }
    }
  }

  private interface Prelude {
    void on(FileSystem files, Path root) throws Exception;
  }

  private int crashEverywhere(Disk disk, Action before, Action action, Check check)
      throws Exception {
    return crashEverywhere(disk, before, action, check, (files, root) -> {});
  }

  /** Returns at how many operations it crashed. */
  private int crashEverywhere(Disk disk, Action before, Action action, Check check, Prelude prelude)
      throws Exception {
    for (int at = 0; ; at++) {
      FileSystem files = disk.files();
      Path root = new Path("file:" + dir.resolve("at-" + at));
      before.on(disk.sound(files, root));
      prelude.on(files, root);
      Crash crash = new Crash(at);
      try {
        action.on(disk.crashing(files, root, crash));
      } catch (StoreRefusal e) {
        assertThat(e.code()).isEqualTo(RefusalCode.UNREACHABLE);
        assertThat(crash.happened()).isTrue();
      }
      check.that(disk.sound(files, root), files, root);
      if (!crash.happened()) {
        return at;
      }
    }
  }

  private static void twoReleases(ModelStore store) throws StoreRefusal {
    store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one"));
    store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("two"));
    store.promote("lstm", 1, Alias.CHAMPION, CHANGE);
  }

  private static void openAll(ModelStore store, List<StoredRelease> releases) throws StoreRefusal {
    for (StoredRelease release : releases) {
      assertThat(release.problem()).isNull();
      assertThat(store.open(release.release()).manifest()).isEqualTo(release.manifest());
    }
  }
}
