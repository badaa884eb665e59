package io.minhos.store;

import io.minhos.store.JournalEntry.Action;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * All changes of what is in force of one model, and where they lead: a fold over the entries.
 * Decides which change may follow; writes nothing.
 *
 * <p>Champions form a stack. A promotion pushes, a rollback pops until the champion before, so
 * rollbacks in a row go back further each time.
 */
public final class Journal {

  private final String model;
  private final List<JournalEntry> entries = new ArrayList<>();
  private final Map<Alias, Integer> aliases = new EnumMap<>(Alias.class);
  private final Deque<Integer> champions = new ArrayDeque<>();
  private final Set<Integer> retired = new HashSet<>();
  private final Map<Integer, String> pinned = new HashMap<>();

  /**
   * The journal of these entries, oldest first.
   *
   * @throws StoreRefusal CORRUPT_JOURNAL if one is missing or contradicts those before it
   */
  Journal(String model, List<JournalEntry> entries) throws StoreRefusal {
    this.model = model;
    for (JournalEntry entry : entries) {
      follow(entry);
    }
  }

  /** Oldest first. */
  public List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** The version that has the alias, 0 if none. */
  public int version(Alias alias) {
    return aliases.getOrDefault(alias, 0);
  }

  /** The roles of that version. */
  public List<Alias> aliases(int version) {
    return aliases.entrySet().stream()
        .filter(alias -> alias.getValue() == version)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** True if {@code version} may not be put in force any more. */
  public boolean retired(int version) {
    return retired.contains(version);
  }

  /** The champion that a rollback goes back to: the latest before this one that is not retired. */
  public OptionalInt previousChampion() {
    return champions.stream()
        .skip(1)
        .filter(version -> !retired.contains(version) && version != version(Alias.CHAMPION))
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  /** SHA-256 of the manifest of a version that was once promoted. */
  String pinned(int version) {
    return pinned.get(version);
  }

  JournalEntry promote(int version, String manifestSha256, Alias alias, Change change)
      throws StoreRefusal {
    if (retired.contains(version)) {
      throw refusal(RefusalCode.RETIRED, version);
    }
    List<Alias> roles = aliases(version);
    if (roles.contains(alias) || roles.contains(Alias.CHAMPION)) {
      throw new StoreRefusal(
          RefusalCode.ALREADY,
          "model=" + model + " version=" + version + " is " + roles.get(0).label());
    }
    return entry(Action.PROMOTE, version, manifestSha256, moves(alias, version), change);
  }

  JournalEntry rollback(Change change) throws StoreRefusal {
    int version =
        previousChampion()
            .orElseThrow(
                () ->
                    new StoreRefusal(
                        RefusalCode.NO_PREVIOUS,
                        "model=" + model + " champion=" + version(Alias.CHAMPION)));
    return entry(
        Action.ROLLBACK, version, pinned.get(version), moves(Alias.CHAMPION, version), change);
  }

  JournalEntry retire(int version, String manifestSha256, Change change) throws StoreRefusal {
    if (retired.contains(version)) {
      throw new StoreRefusal(
          RefusalCode.ALREADY, "model=" + model + " version=" + version + " is retired");
    }
    if (version(Alias.CHAMPION) == version) {
      throw refusal(RefusalCode.IN_FORCE, version);
    }
    List<AliasMove> moves =
        aliases(version).stream().map(alias -> new AliasMove(alias, version, 0)).toList();
    return entry(Action.RETIRE, version, manifestSha256, moves, change);
  }

  private JournalEntry entry(
      Action action, int version, String sha256, List<AliasMove> moves, Change change) {
    return new JournalEntry(
        entries.size() + 1, action, version, sha256, moves, change.by(), change.why(), change.at());
  }

  /** {@code alias} goes to {@code version}, which gives up the other role it may have. */
  private List<AliasMove> moves(Alias alias, int version) {
    List<AliasMove> moves = new ArrayList<>();
    moves.add(new AliasMove(alias, version(alias), version));
    for (Alias other : aliases(version)) {
      moves.add(new AliasMove(other, version, 0));
    }
    return moves;
  }

  private void follow(JournalEntry entry) throws StoreRefusal {
    if (entry.sequence() != entries.size() + 1) {
      throw corrupt(entry, "expected sequence=" + (entries.size() + 1));
    }
    for (AliasMove move : entry.moves()) {
      if (version(move.alias()) != move.from()) {
        throw corrupt(entry, move.alias().label() + " was " + version(move.alias()));
      }
      aliases.put(move.alias(), move.to());
    }
    switch (entry.action()) {
      case PROMOTE -> {
        if (version(Alias.CHAMPION) == entry.version()) {
          champions.push(entry.version());
        }
      }
      case ROLLBACK -> {
        while (!champions.isEmpty() && champions.peek() != entry.version()) {
          champions.pop();
        }
        if (champions.isEmpty()) {
          throw corrupt(entry, "version was never champion");
        }
      }
      case RETIRE -> retired.add(entry.version());
    }
    if (entry.action() != Action.RETIRE) {
      pinned.put(entry.version(), entry.manifestSha256());
    }
    entries.add(entry);
  }

  private StoreRefusal refusal(RefusalCode code, int version) {
    return new StoreRefusal(code, "model=" + model + " version=" + version);
  }

  private StoreRefusal corrupt(JournalEntry entry, String why) {
    return new StoreRefusal(
        RefusalCode.CORRUPT_JOURNAL,
        "model=" + model + " sequence=" + entry.sequence() + ": " + why);
  }
}
