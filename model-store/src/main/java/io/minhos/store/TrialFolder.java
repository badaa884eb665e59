package io.minhos.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.core.fs.Path;

/**
 * The ledger of trials, a file each. As in the journal the next entry is the creation of the next
 * file; who finds the name taken takes the one after, since no trial forbids another.
 */
final class TrialFolder {

  private final StoreFiles files;
  private final StoreLayout layout;

  TrialFolder(StoreFiles files, StoreLayout layout) {
    this.files = files;
    this.layout = layout;
  }

  /**
   * Oldest first.
   *
   * @throws StoreRefusal CORRUPT_JOURNAL if one is missing or broken
   */
  List<Trial> read(String model) throws StoreRefusal {
    List<Trial> trials = new ArrayList<>();
    for (String name : files.list(layout.trials(model))) {
      OptionalInt sequence = StoreLayout.number(name);
      if (sequence.isPresent()) {
        Trial trial = trial(model, sequence.getAsInt());
        if (trial.sequence() != sequence.getAsInt() || trial.sequence() != trials.size() + 1) {
          throw corrupt(model, sequence.getAsInt(), "expected trial=" + (trials.size() + 1), null);
        }
        trials.add(trial);
      }
    }
    return trials;
  }

  /** Overlapping trials up to this one, which is there once however often it is appended. */
  List<Trial> append(String model, int variants, Instant from, Instant to, Change change)
      throws StoreRefusal {
    while (true) {
      List<Trial> trials = read(model);
      Trial next = new Trial(trials.size() + 1, variants, from, to, change.by(), change.at());
      for (Trial trial : trials) {
        if (trial.isOfSameRun(next)) {
          return overlapping(trials, trial);
        }
      }
      Path target = layout.trial(model, next.sequence());
      if (files.createWhole(target, layout.staged(model, target), StoreJson.bytes(next))) {
        trials.add(next);
        return overlapping(trials, next);
      }
    }
  }

  private static List<Trial> overlapping(List<Trial> trials, Trial last) {
    return trials.subList(0, last.sequence()).stream().filter(last::overlaps).toList();
  }

  private Trial trial(String model, int sequence) throws StoreRefusal {
    byte[] content =
        files
            .read(layout.trial(model, sequence))
            .orElseThrow(() -> corrupt(model, sequence, "vanished", null));
    try {
      return StoreJson.read(content, Trial.class);
    } catch (MalformedJsonException e) {
      throw corrupt(model, sequence, e.getMessage(), e);
    }
  }

  private static StoreRefusal corrupt(String model, int sequence, String why, Exception cause) {
    return new StoreRefusal(
        RefusalCode.CORRUPT_JOURNAL, "model=" + model + " trial=" + sequence + ": " + why, cause);
  }
}
