package io.minhos.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.minhos.domain.inference.ModelRelease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are really broken. */
class CorruptionTest {

  private static final Change CHANGE = new Change("quant", "", Drafts.T0);

  @TempDir Path dir;

  private ModelStore store;
  private ModelRelease release;
  private Path folder;

  @BeforeEach
  void publish() throws Exception {
    store = ModelStore.at(dir.toString());
    release = store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("one"));
    folder = dir.resolve("lstm/000001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "lstm.onnx", "lstm.weights"})
  void everyFlippedByteIsRefused(String name) throws Exception {
    byte[] sound = Files.readAllBytes(folder.resolve(name));
    for (int i = 0; i < sound.length; i++) {
      byte[] flipped = sound.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      Files.write(folder.resolve(name), flipped);

      String expected = "CORRUPT: artifact=" + name + " expected=" + Sha256.of(sound) + " got=";
      assertThatThrownBy(() -> ReleaseReader.open(release))
          .isInstanceOf(StoreRefusal.class)
          .hasMessageStartingWith(expected);
      assertThat(store.show("lstm", 1).problem()).startsWith(expected);
    }
    assertThatThrownBy(() -> store.promote("lstm", 1, Alias.CHAMPION, CHANGE))
        .hasMessageStartingWith("CORRUPT: artifact=" + name);
    Files.write(folder.resolve(name), sound);
    assertThat(ReleaseReader.open(release).manifest().version()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "lstm.onnx", "lstm.weights"})
  void shorterLongerAndMissingAreRefused(String name) throws Exception {
    byte[] sound = Files.readAllBytes(folder.resolve(name));
    for (int length : new int[] {0, sound.length - 1, sound.length + 1}) {
      Files.write(folder.resolve(name), Arrays.copyOf(sound, length));
      refused(RefusalCode.CORRUPT, "artifact=" + name);
    }
    Files.delete(folder.resolve(name));
    refused(RefusalCode.MISSING, "artifact=" + name);
  }

  @Test
  void aFolderInPlaceOfAFileIsRefused() throws Exception {
    Files.delete(folder.resolve("lstm.onnx"));
    Files.createDirectory(folder.resolve("lstm.onnx"));

    assertThatThrownBy(() -> ReleaseReader.open(release)).isInstanceOf(StoreRefusal.class);
  }

  @Test
  void aManifestThatIsNoneIsRefusedThoughItsChecksumIsRight() throws Exception {
    byte[] content = "{\"modelId\":\"lstm\"}".getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("manifest.json"), content);
    release = new ModelRelease("lstm", 1, release.uri(), Sha256.of(content));

    refused(RefusalCode.UNREADABLE_MANIFEST, "kind");
  }

  @Test
  void aReferenceToAnotherModelOrVersionIsRefused() {
    release = new ModelRelease("lstm", 2, release.uri(), release.sha256());
    refused(RefusalCode.MISMATCH, "expected=lstm/2 manifest=lstm/1");
    release = new ModelRelease("ensemble", 1, release.uri(), release.sha256());
    refused(RefusalCode.MISMATCH, "expected=ensemble/1 manifest=lstm/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "hdfs://there/lstm/000001", "nonsense:", "/no/scheme"})
  void aReferenceToNowhereIsRefused(String uri) {
    release = new ModelRelease("lstm", 1, uri, release.sha256());

    assertThatThrownBy(() -> ReleaseReader.open(release)).isInstanceOf(StoreRefusal.class);
  }

  @Test
  void aVerdictThatWasTurnedIsNotPromoted() throws Exception {
    store.publish(Drafts.lstm("lstm", Drafts.T0, false), Drafts.artifacts("two"));
    Path manifest = dir.resolve("lstm/000002/manifest.json");
    String turned = Files.readString(manifest).replace("\"released\":false", "\"released\":true");
    Files.writeString(manifest, turned);

    assertThatThrownBy(() -> store.promote("lstm", 2, Alias.CHAMPION, CHANGE))
        .hasMessageStartingWith("CORRUPT: artifact=manifest.json");
    assertThat(store.list("lstm").get(1).problem()).startsWith("CORRUPT");
  }

  @Test
  void aBrokenReleaseHidesNoneBesideItAndCanBeRetired() throws Exception {
    ModelRelease second = store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("two"));
    Files.writeString(folder.resolve("manifest.json"), "{");

    assertThat(store.list()).hasSize(2);
    assertThat(store.list().get(0).problem()).startsWith("CORRUPT");
    assertThat(store.list().get(0).manifest()).isNull();
    assertThat(store.list().get(1).release()).isEqualTo(second);
    store.retire("lstm", 1, CHANGE);
    assertThat(store.list().get(0).retired()).isTrue();
  }

  @Test
  void theChampionIsPinnedToItsBytes() throws Exception {
    store.promote("lstm", 1, Alias.CHAMPION, CHANGE);
    Files.writeString(
        folder.resolve("manifest.json"),
        Files.readString(folder.resolve("manifest.json")).replace("0.58", "0.68"));

    release = store.find("lstm", Alias.CHAMPION).orElseThrow();
    refused(RefusalCode.CORRUPT, "artifact=manifest.json");
  }

  @Test
  void noFlippedByteOfTheJournalMovesAnAliasToAnUncheckedRelease() throws Exception {
    ModelRelease second = store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("two"));
    store.promote("lstm", 1, Alias.CHAMPION, CHANGE);
    Path entry = dir.resolve("lstm/journal/000001.json");
    byte[] sound = Files.readAllBytes(entry);
    for (int i = 0; i < sound.length; i++) {
      byte[] flipped = sound.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      Files.write(entry, flipped);
      try {
        ModelRelease champion = store.find("lstm", Alias.CHAMPION).orElse(null);
        if (champion != null) {
          assertThat(ReleaseReader.open(champion).release()).isEqualTo(release);
        }
      } catch (StoreRefusal e) {
        assertThat(e.code())
            .isIn(RefusalCode.CORRUPT_JOURNAL, RefusalCode.CORRUPT, RefusalCode.MISSING);
      }
    }
    assertThat(second.version()).isEqualTo(2);
  }

  @Test
  void aJournalWithAGapIsRefused() throws Exception {
    store.promote("lstm", 1, Alias.CHALLENGER, CHANGE);
    store.promote("lstm", 1, Alias.CHAMPION, CHANGE);
    Files.delete(dir.resolve("lstm/journal/000001.json"));

    assertThatThrownBy(() -> store.find("lstm", Alias.CHAMPION))
        .hasMessage("CORRUPT_JOURNAL: model=lstm sequence=2: expected sequence=1");
  }

  private void refused(RefusalCode code, String message) {
    assertThatThrownBy(() -> ReleaseReader.open(release))
        .asInstanceOf(type(StoreRefusal.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code))
        .satisfies(e -> assertThat(e).hasMessageContaining(message));
  }
}
