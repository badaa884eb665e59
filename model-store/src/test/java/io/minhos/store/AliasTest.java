package io.minhos.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minhos.domain.inference.ModelRelease;
import io.minhos.store.JournalEntry.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliasTest {

  @TempDir Path dir;

  private ModelStore store;

  @BeforeEach
  void publishFour() throws Exception {
    store = ModelStore.at(dir.toString());
    for (int i = 1; i <= 4; i++) {
      store.publish(Drafts.lstm(Drafts.T0), Drafts.artifacts("" + i));
    }
  }

  @Test
  void nothingIsInForceUntilPromoted() throws Exception {
    assertThat(store.find("lstm", Alias.CHAMPION)).isEmpty();
    assertThat(store.find("nobody", Alias.CHAMPION)).isEmpty();
    refused("NO_PREVIOUS: model=lstm champion=0", () -> store.rollback("lstm", change()));
  }

  @Test
  void theHistorySaysWhoWhenWhyFromAndTo() throws Exception {
    store.promote("lstm", 1, Alias.CHAMPION, new Change("ann", "first", Drafts.T0));
    store.promote("lstm", 2, Alias.CHALLENGER, new Change("bob", "trial", Drafts.T0));
    store.promote("lstm", 2, Alias.CHAMPION, new Change("ann", "won", Drafts.T0.plusSeconds(1)));

    List<JournalEntry> entries = store.journal("lstm").entries();
    assertThat(entries)
        .extracting(JournalEntry::moves)
        .containsExactly(
            List.of(new AliasMove(Alias.CHAMPION, 0, 1)),
            List.of(new AliasMove(Alias.CHALLENGER, 0, 2)),
            List.of(new AliasMove(Alias.CHAMPION, 1, 2), new AliasMove(Alias.CHALLENGER, 2, 0)));
    assertThat(entries.get(2).by()).isEqualTo("ann");
    assertThat(entries.get(2).why()).isEqualTo("won");
    assertThat(entries.get(2).at()).isEqualTo(Drafts.T0.plusSeconds(1));
    assertThat(Files.readString(dir.resolve("lstm/journal/000001.json")))
        .isEqualTo(
            "{\"sequence\":1,\"action\":\"PROMOTE\",\"version\":1,\"manifestSha256\":\""
                + entries.get(0).manifestSha256()
                + "\",\"moves\":[{\"alias\":\"champion\",\"from\":0,\"to\":1}],"
                + "\"by\":\"ann\",\"why\":\"first\",\"at\":\"2024-03-01T12:00:00Z\"}");
  }

  @Test
  void theChampionOpensAndOldEntriesNeverChange() throws Exception {
    store.promote("lstm", 3, Alias.CHAMPION, change());
    byte[] first = Files.readAllBytes(dir.resolve("lstm/journal/000001.json"));
    store.promote("lstm", 4, Alias.CHAMPION, change());

    ModelRelease champion = store.find("lstm", Alias.CHAMPION).orElseThrow();
    assertThat(ReleaseReader.open(champion).manifest().version()).isEqualTo(4);
    assertThat(Files.readAllBytes(dir.resolve("lstm/journal/000001.json"))).isEqualTo(first);
  }

  @Test
  void rollbacksInARowGoBackFurther() throws Exception {
    promote(1, 2, 3);

    assertThat(store.rollback("lstm", change()).version()).isEqualTo(2);
    assertThat(store.rollback("lstm", change()).version()).isEqualTo(1);
    refused("NO_PREVIOUS: model=lstm champion=1", () -> store.rollback("lstm", change()));
    promote(4);
    assertThat(store.rollback("lstm", change()).version()).isEqualTo(1);
    assertThat(store.journal("lstm").entries()).hasSize(7);
  }

  @Test
  void aRollbackPassesOverWhatWasRetired() throws Exception {
    promote(1, 2, 3);
    store.retire("lstm", 2, change());

    assertThat(store.rollback("lstm", change()).version()).isEqualTo(1);
  }

  @Test
  void aRollbackAfterAReturnGoesToTheOneBetween() throws Exception {
    promote(1, 2, 1);

    assertThat(store.rollback("lstm", change()).version()).isEqualTo(2);
    assertThat(store.rollback("lstm", change()).version()).isEqualTo(1);
  }

  @Test
  void aRollbackToABrokenReleaseIsRefusedAndTheChampionStays() throws Exception {
    promote(1, 2);
    Files.writeString(dir.resolve("lstm/000001/lstm.onnx"), "broken");

    refused("CORRUPT: artifact=lstm.onnx", () -> store.rollback("lstm", change()));
    assertThat(store.journal("lstm").version(Alias.CHAMPION)).isEqualTo(2);
  }

  @Test
  void whatIsRetiredStaysOutAndStaysThere() throws Exception {
    promote(1);
    store.promote("lstm", 2, Alias.CHALLENGER, change());
    ModelRelease second = store.find("lstm", Alias.CHALLENGER).orElseThrow();
    JournalEntry retired = store.retire("lstm", 2, change());

    assertThat(retired.moves()).containsExactly(new AliasMove(Alias.CHALLENGER, 2, 0));
    refused(
        "RETIRED: model=lstm version=2", () -> store.promote("lstm", 2, Alias.CHAMPION, change()));
    refused(
        "RETIRED: model=lstm version=2",
        () -> store.promote("lstm", 2, Alias.CHALLENGER, change()));
    refused("ALREADY: model=lstm version=2 is retired", () -> store.retire("lstm", 2, change()));
    assertThat(store.open(second).manifest().version()).isEqualTo(2);
    assertThat(store.show("lstm", 2).retired()).isTrue();
  }

  @Test
  void whatIsInForceIsNotRetired() throws Exception {
    promote(1);

    refused("IN_FORCE: model=lstm version=1", () -> store.retire("lstm", 1, change()));
  }

  @Test
  void whatTheGateRefusedMayBeChallengerAlone() throws Exception {
    store.publish(Drafts.lstm("lstm", Drafts.T0, false), Drafts.artifacts("5"));

    refused(
        "NOT_RELEASED: model=lstm version=5: [t=0.3 < 2.4]",
        () -> store.promote("lstm", 5, Alias.CHAMPION, change()));
    store.promote("lstm", 5, Alias.CHALLENGER, change());
    assertThat(store.show("lstm", 5).aliases()).containsExactly(Alias.CHALLENGER);
  }

  @Test
  void whatIsSoAlreadyIsSaid() throws Exception {
    promote(1);

    refused(
        "ALREADY: model=lstm version=1 is champion",
        () -> store.promote("lstm", 1, Alias.CHAMPION, change()));
    refused(
        "ALREADY: model=lstm version=1 is champion",
        () -> store.promote("lstm", 1, Alias.CHALLENGER, change()));
  }

  @Test
  void theUnknownIsNamedWithWhatIsKnown() {
    refused(
        "MISSING: model=lstm version=9, known: [1, 2, 3, 4]",
        () -> store.promote("lstm", 9, Alias.CHAMPION, change()));
    refused("MISSING: model=other, known: [lstm]", () -> store.retire("other", 1, change()));
    refused("MISSING: model=other, known: [lstm]", () -> store.show("other", 1));
    refused("MISSING: model=lstm version=-1, known: [1, 2, 3, 4]", () -> store.show("lstm", -1));
  }

  @Test
  void modelsHaveAliasesOfTheirOwn() throws Exception {
    store.publish(Drafts.lstm("lstm-2", Drafts.T0, true), Drafts.artifacts("other"));
    promote(2);
    store.promote("lstm-2", 1, Alias.CHAMPION, change());

    assertThat(store.find("lstm", Alias.CHAMPION).orElseThrow().version()).isEqualTo(2);
    assertThat(store.find("lstm-2", Alias.CHAMPION).orElseThrow().version()).isEqualTo(1);
    assertThat(store.models()).containsExactly("lstm", "lstm-2");
  }

  /** Any order of changes: what is in force is what a list of champions says. */
  @Test
  void anyHistoryFollowsTheRules() throws Exception {
    Random random = new Random(7);
    for (int run = 0; run < 300; run++) {
      Journal journal = new Journal("m", List.of());
      List<Integer> champions = new ArrayList<>();
      for (int step = 0; step < 25; step++) {
        int version = 1 + random.nextInt(5);
        JournalEntry entry = decide(journal, random.nextInt(8), version);
        if (entry == null) {
          continue;
        }
        List<JournalEntry> entries = new ArrayList<>(journal.entries());
        entries.add(entry);
        journal = new Journal("m", entries);
        int champion = journal.version(Alias.CHAMPION);
        if (entry.action() == Action.PROMOTE && champion == entry.version()) {
          champions.add(champion);
        } else if (entry.action() == Action.ROLLBACK) {
          int left = champions.remove(champions.size() - 1);
          assertThat(champion).isNotEqualTo(left);
          while (champions.get(champions.size() - 1) != champion) {
            int skipped = champions.remove(champions.size() - 1);
            assertThat(journal.retired(skipped) || skipped == left).isTrue();
          }
        }
        assertThat(champion)
            .isEqualTo(champions.isEmpty() ? 0 : champions.get(champions.size() - 1));
        assertThat(journal.retired(champion)).isFalse();
        assertThat(journal.retired(journal.version(Alias.CHALLENGER))).isFalse();
        if (champion != 0) {
          assertThat(journal.version(Alias.CHALLENGER)).isNotEqualTo(champion);
        }
      }
    }
  }

  private static JournalEntry decide(Journal journal, int choice, int version) {
    try {
      return switch (choice) {
        case 0, 1, 2, 3 -> journal.promote(version, "a".repeat(64), Alias.CHAMPION, change());
        case 4 -> journal.promote(version, "a".repeat(64), Alias.CHALLENGER, change());
        case 5, 6 -> journal.rollback(change());
        default -> journal.retire(version, "a".repeat(64), change());
      };
    } catch (StoreRefusal e) {
      assertThat(e.code().usage()).isTrue();
      return null;
    }
  }

  private void promote(int... versions) throws StoreRefusal {
    for (int version : versions) {
      store.promote("lstm", version, Alias.CHAMPION, change());
    }
  }

  private static Change change() {
    return new Change("quant", "", Drafts.T0);
  }

  private interface Call {
    Object run() throws StoreRefusal;
  }

  private static void refused(String message, Call call) {
    assertThatThrownBy(call::run).isInstanceOf(StoreRefusal.class).hasMessageStartingWith(message);
  }
}
