package io.minhos.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.inference.ModelRelease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several threads and two processes on one folder. */
class ConcurrencyTest {

  private static final int WRITERS = 4;
  private static final int EACH = 15;

  @TempDir Path dir;

  private final ExecutorService threads = Executors.newFixedThreadPool(2 * WRITERS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** The second process: publishes under a text of its own. */
  static final class OtherProcess {
    public static void main(String[] args) throws Exception {
      for (int i = 0; i < EACH; i++) {
        ModelRelease release =
            ModelStore.at(args[0])
                .publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("process " + i));
        System.out.println(release.version());
      }
    }
  }

  @Test
  void publishersOfTwoProcessesGetVersionsOfTheirOwnAndLoseNone() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      // Begin when the other has begun, so that both publish at once.
      int first = Integer.parseInt(String.valueOf(other.inputReader().readLine()));
      List<Integer> versions = new ArrayList<>(List.of(first));
      for (ModelRelease release : publishAll()) {
        versions.add(release.version());
      }
      other.inputReader().lines().map(Integer::valueOf).forEach(versions::add);
      assertThat(other.waitFor()).isZero();

      int all = (WRITERS + 1) * EACH;
      assertThat(versions)
          .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, all).boxed().toList());
      List<StoredRelease> listed = ModelStore.at(dir.toString()).list();
      assertThat(listed).hasSize(all).allSatisfy(r -> assertThat(r.problem()).isNull());
      List<String> weights = new ArrayList<>();
      for (StoredRelease release : listed) {
        weights.add(
            new String(
                ReleaseReader.open(release.release()).artifact("lstm.weights"),
                StandardCharsets.UTF_8));
      }
      assertThat(weights).doesNotHaveDuplicates();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void readersNeverSeeHalfARelease() throws Exception {
    ModelStore store = ModelStore.at(dir.toString());
    List<Future<Integer>> readers = new ArrayList<>();
    Future<?> writers = threads.submit(() -> publishAll());
    for (int i = 0; i < 2; i++) {
      readers.add(
          threads.submit(
              () -> {
                int seen = 0;
                boolean last;
                do {
                  last = writers.isDone();
                  for (StoredRelease release : store.list("lstm")) {
                    assertThat(release.problem()).isNull();
                    store.open(release.release());
                    seen++;
                  }
                } while (!last);
                return seen;
              }));
    }
    writers.get(1, TimeUnit.MINUTES);
    for (Future<Integer> reader : readers) {
      assertThat(reader.get(1, TimeUnit.MINUTES)).isGreaterThanOrEqualTo(WRITERS * EACH);
    }
  }

  @Test
  void ofThoseWhoMoveAnAliasAtOnceOneWinsAndTheOthersKnow() throws Exception {
    ModelStore store = ModelStore.at(dir.toString());
    for (int i = 0; i < WRITERS; i++) {
      store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("" + i));
    }
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    List<Future<Boolean>> moves = new ArrayList<>();
    for (int version = 1; version <= WRITERS; version++) {
      int mine = version;
      moves.add(
          threads.submit(
              () -> {
                start.await();
                try {
                  store.promote(
                      "lstm", mine, Alias.CHAMPION, new Change("job " + mine, "", Drafts.T0));
                  return true;
                } catch (StoreRefusal e) {
                  assertThat(e.code()).isEqualTo(RefusalCode.CONFLICT);
                  return false;
                }
              }));
    }
    int won = 0;
    for (Future<Boolean> move : moves) {
      won += move.get(1, TimeUnit.MINUTES) ? 1 : 0;
    }
    assertThat(won).isPositive();
    // Each that won is in the journal, and says truly what it replaced.
    List<JournalEntry> entries = store.journal("lstm").entries();
    assertThat(entries).hasSize(won);
    assertThat(store.journal("lstm").version(Alias.CHAMPION))
        .isEqualTo(entries.get(won - 1).version());
  }

  @Test
  void aMoveDecidedOnAnOldStateIsRefused() throws Exception {
    ModelStore store = ModelStore.at(dir.toString());
    store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one"));
    ModelRelease second = store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("two"));
    Change change = new Change("quant", "", Drafts.T0);
    Journal old = store.journal("lstm");
    store.promote("lstm", 1, Alias.CHAMPION, change);

    StoreLayout layout = new StoreLayout(new org.apache.flink.core.fs.Path("file:" + dir));
    JournalFolder folder = new JournalFolder(StoreFiles.at(layout.root()), layout);
    JournalEntry late = old.promote(2, second.sha256(), Alias.CHAMPION, change);
    StoreRefusal refusal =
        org.junit.jupiter.api.Assertions.assertThrows(
            StoreRefusal.class, () -> folder.append("lstm", late));

    assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT);
    assertThat(store.journal("lstm").version(Alias.CHAMPION)).isEqualTo(1);
  }

  @Test
  void nothingIsLeftInStagingAndNoVersionHasForeignFiles() throws Exception {
    publishAll();
    try (var staged = Files.list(dir.resolve("lstm/staging"))) {
      assertThat(staged).isEmpty();
    }
    try (var files = Files.list(dir.resolve("lstm/000001"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("manifest.json", "lstm.onnx", "lstm.weights");
    }
  }

  private List<ModelRelease> publishAll() throws Exception {
    List<Callable<List<ModelRelease>>> writers = new ArrayList<>();
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    for (int w = 0; w < WRITERS; w++) {
      String name = "thread " + w + " ";
      writers.add(
          () -> {
            start.await();
            List<ModelRelease> mine = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
              mine.add(
                  ModelStore.at(dir.toString())
                      .publish(Drafts.lstm(Drafts.T0), Drafts.artifacts(name + i)));
            }
            return mine;
          });
    }
    List<ModelRelease> all = new ArrayList<>();
    for (Future<List<ModelRelease>> writer : threads.invokeAll(writers)) {
      all.addAll(writer.get());
    }
    return all;
  }
}
