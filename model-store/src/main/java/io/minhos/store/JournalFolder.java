package io.minhos.store;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.core.fs.Path;

/**
 * The journal's entries, a file each. The next entry is the creation of the next file: of two who
 * decided on the same state, one finds the name taken.
 */
final class JournalFolder {

  private final StoreFiles files;
  private final StoreLayout layout;

  JournalFolder(StoreFiles files, StoreLayout layout) {
    this.files = files;
    this.layout = layout;
  }

  Journal read(String model) throws StoreRefusal {
    List<JournalEntry> entries = new ArrayList<>();
    for (String name : files.list(layout.journal(model))) {
      OptionalInt sequence = StoreLayout.number(name);
      if (sequence.isEmpty()) {
        continue;
      }
      JournalEntry entry = entry(model, sequence.getAsInt());
      if (entry.sequence() != sequence.getAsInt()) {
        throw corrupt(model, sequence.getAsInt(), "says sequence=" + entry.sequence(), null);
      }
      entries.add(entry);
    }
    return new Journal(model, entries);
  }

  /**
   * Writes the entry.
   *
   * @throws StoreRefusal CONFLICT if another one has its place
   */
  void append(String model, JournalEntry entry) throws StoreRefusal {
    Path target = layout.entry(model, entry.sequence());
    if (!files.createWhole(target, layout.staged(model, target), StoreJson.bytes(entry))) {
      throw new StoreRefusal(
          RefusalCode.CONFLICT,
          "model=" + model + " was changed by another at sequence=" + entry.sequence());
    }
  }

  private JournalEntry entry(String model, int sequence) throws StoreRefusal {
    byte[] content =
        files
            .read(layout.entry(model, sequence))
            .orElseThrow(() -> corrupt(model, sequence, "vanished", null));
    try {
      return StoreJson.read(content, JournalEntry.class);
    } catch (MalformedJsonException e) {
      throw corrupt(model, sequence, e.getMessage(), e);
    }
  }

  private static StoreRefusal corrupt(String model, int sequence, String why, Exception cause) {
    return new StoreRefusal(
        RefusalCode.CORRUPT_JOURNAL,
        "model=" + model + " sequence=" + sequence + ": " + why,
        cause);
  }
}
