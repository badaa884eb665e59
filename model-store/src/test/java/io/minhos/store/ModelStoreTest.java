package io.minhos.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.minhos.domain.inference.ModelRelease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {

  @TempDir Path dir;

  @Test
  void whatWasPublishedComesBack() throws Exception {
    ModelRelease release = store().publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one"));

    assertThat(release.uri()).isEqualTo("file:" + dir + "/lstm/000001");
    byte[] manifest = Files.readAllBytes(dir.resolve("lstm/000001/manifest.json"));
    assertThat(release.sha256()).isEqualTo(Sha256.of(manifest));
    LoadedRelease loaded = ReleaseReader.open(release);
    assertThat(loaded.manifest().bytes()).isEqualTo(manifest);
    assertThat(loaded.artifacts()).containsOnlyKeys("lstm.onnx", "lstm.weights");
    assertThat(loaded.artifact("lstm.onnx")).isEqualTo(Drafts.artifacts("one").get("lstm.onnx"));
    assertThatThrownBy(() -> loaded.artifact("other"))
        .hasMessage("MISSING: artifact=other of lstm version=1");
  }

  @Test
  void equalContentGetsAVersionOfItsOwnAndOneChecksumOfEachArtifact() throws Exception {
    ModelRelease first = store().publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("same"));
    ModelRelease second = store().publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("same"));

    assertThat(second.version()).isEqualTo(2);
    assertThat(second.sha256()).isNotEqualTo(first.sha256());
    assertThat(ReleaseReader.open(second).manifest().artifacts())
        .isEqualTo(ReleaseReader.open(first).manifest().artifacts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "50%25", "ünïcode", "a+b&c"})
  void theFolderMayHaveAnyName(String name) throws Exception {
    ModelRelease release =
        ModelStore.at(dir.resolve(name).toString())
            .publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one"));

    assertThat(dir.resolve(name).resolve("lstm/000001/manifest.json")).exists();
    assertThat(ReleaseReader.open(release).manifest().version()).isEqualTo(1);
  }

  @Test
  void aUriAndAPathAreOneStore() throws Exception {
    store().publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one"));

    assertThat(ModelStore.at("file://" + dir).list()).hasSize(1);
    assertThat(ModelStore.existing(dir.toUri().toString()).list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "../x", "a/b", "a\\b", ".", "", "Lstm", "-a", "a.b", "a\u0000", "a\n"})
  void aModelIdThatIsNoNameIsRefused(String model) throws Exception {
    ReleaseDraft draft = Drafts.lstm(model, Drafts.T0, true);
    refused("INVALID: modelId must match", () -> store().publish(draft, Drafts.artifacts("x")));
    refused("INVALID: modelId must match", () -> store().show(model, 1));
    refused("INVALID: modelId must match", () -> store().list(model));
    assertThat(everything()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "..",
        "a/b",
        "a\\b",
        ".hidden",
        "a..b",
        "",
        "A",
        "manifest.json",
        "a.",
        "a\u0000b"
      })
  void anArtifactNameThatIsNoneIsRefused(String name) throws Exception {
    Map<String, byte[]> artifacts = new HashMap<>(Drafts.artifacts("x"));
    artifacts.put(name, new byte[1]);

    refused("INVALID: artifact", () -> store().publish(Drafts.lstm(Drafts.T0), artifacts));
    assertThat(everything()).isEmpty();
  }

  @Test
  void aKindWithoutItsArtifactsIsRefusedBeforeAnythingIsWritten() throws Exception {
    refused(
        "INVALID: artifacts of LSTM must include [lstm.onnx, lstm.weights]: [lstm.onnx]",
        () -> store().publish(Drafts.lstm(Drafts.T0), Map.of("lstm.onnx", new byte[] {1, 2})));
    assertThat(everything()).isEmpty();
  }

  @Test
  void aVersionIsNeverGivenTwice() throws Exception {
    store().publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one"));
    // A claim of a writer that died, and a folder that came without its claim.
    Files.writeString(dir.resolve("lstm/claims/000004.json"), "{}");
    Files.createDirectory(dir.resolve("lstm/000006"));

    assertThat(store().publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("two")).version())
        .isEqualTo(7);
    assertThat(store().list()).hasSize(2);
  }

  @Test
  void whatIsForeignIsPassedOver() throws Exception {
    store().publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one"));
    Files.writeString(dir.resolve("README"), "x");
    Files.createDirectories(dir.resolve("lost+found"));
    Files.createDirectories(dir.resolve("empty"));
    Files.createDirectories(dir.resolve("lstm/old"));
    Files.writeString(dir.resolve("lstm/000009"), "a file");
    Files.writeString(dir.resolve("notes"), "a file whose name could be a model's");

    assertThat(store().models()).containsExactly("lstm");
    assertThat(store().list()).hasSize(1);
    assertThat(store().debris(Drafts.T0.plusSeconds(1))).isEmpty();
  }

  @Test
  void aStoreThatIsNotThereIsRefusedOrEmpty() throws Exception {
    refused(
        "MISSING: store=file:" + dir + "/none",
        () -> ModelStore.existing(dir.resolve("none").toString()));
    assertThat(ModelStore.at(dir.resolve("none").toString()).list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs://host/models", "http://host/models"})
  void aFileSystemThatCannotIsRefused(String root) {
    refused("UNSUPPORTED: the store needs file: or an object store", () -> ModelStore.at(root));
  }

  @Test
  void aCleanupTakesTheVersionFromASlowWriterWhole() throws Exception {
    // The writer stops before its commit, and the cleanup comes.
    StoreLayout layout = new StoreLayout(new org.apache.flink.core.fs.Path("file:" + dir));
    StoreFiles sound = StoreFiles.at(layout.root());
    org.apache.flink.core.fs.FileSystem disk = layout.root().getFileSystem();
    int[] links = {0};
    StoreFiles slow =
        new StoreFiles(
            disk,
            new LinkedFiles(
                disk,
                (existing, name) -> {
                  if (++links[0] == 2) {
                    try {
                      assertThat(store().clean(Drafts.T0)).isEmpty();
                      assertThat(store().clean(Drafts.T0.plusSeconds(1)))
                          .extracting(Debris::kind)
                          .containsExactly(Debris.Kind.UNCOMMITTED, Debris.Kind.STAGED);
                    } catch (StoreRefusal e) {
                      throw new AssertionError(e);
                    }
                  }
                  return LinkedFiles.hardLink(existing, name);
                }),
            true);

    refused(
        "ABANDONED: model=lstm version=1",
        () ->
            new Publisher(slow, layout).publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("slow")));
    assertThat(store().list()).isEmpty();
    try (Stream<Path> files = Files.list(dir.resolve("lstm/000001"))) {
      assertThat(files).containsExactly(dir.resolve("lstm/000001/manifest.json"));
    }
    refused("MISSING: model=lstm, known: []", () -> store().show("lstm", 1));
    // What it still writes does not count and goes with the next cleanup.
    sound.write(
        new org.apache.flink.core.fs.Path(layout.release("lstm", 1), "lstm.onnx"), new byte[1]);
    assertThat(store().clean(Drafts.T0))
        .extracting(Debris::kind)
        .containsExactly(Debris.Kind.ABANDONED);
    assertThat(store().debris(Drafts.T0.plusSeconds(1))).isEmpty();
    assertThat(store().publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("next")).version())
        .isEqualTo(2);
  }

  @Test
  void aCleanupTouchesNoReleaseAndNothingYoung() throws Exception {
    store().publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one"));
    Files.writeString(
        dir.resolve("lstm/claims/000002.json"),
        new String(StoreJson.bytes(new Claim(Drafts.T0, "t")), StandardCharsets.UTF_8));

    assertThat(store().debris(Drafts.T0)).isEmpty();
    assertThat(store().debris(Drafts.T0.plusMillis(1)))
        .containsExactly(
            new Debris(
                "lstm", 2, Debris.Kind.UNCOMMITTED, Drafts.T0, "file:" + dir + "/lstm/000002"));
    store().clean(Drafts.T0.plusMillis(1));
    assertThat(store().debris(Drafts.T0.plusMillis(1))).isEmpty();
    assertThat(store().list()).hasSize(1);
    assertThat(store().show("lstm", 1).problem()).isNull();
  }

  private ModelStore store() throws StoreRefusal {
    return ModelStore.at(dir.toString());
  }

  private java.util.List<Path> everything() throws Exception {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(file -> !file.equals(dir)).toList();
    }
  }

  private interface Call {
    Object run() throws StoreRefusal;
  }

  private static void refused(String message, Call call) {
    assertThat(assertThrows(StoreRefusal.class, call::run)).hasMessageStartingWith(message);
  }
}
