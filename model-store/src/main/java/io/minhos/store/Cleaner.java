package io.minhos.store;

import io.minhos.store.Debris.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.core.fs.Path;

/**
 * Finds and removes what crashes left behind. Age alone does not tell a crashed writer from a slow
 * one, so a claim is first made impossible to commit by a tombstone under the manifest's name, and
 * only then emptied. Should the writer have been quicker, the release stays.
 */
final class Cleaner {

  private final StoreFiles files;
  private final StoreLayout layout;

  Cleaner(StoreFiles files, StoreLayout layout) {
    this.files = files;
    this.layout = layout;
  }

  List<Debris> find(String model, Instant olderThan) throws StoreRefusal {
    List<Debris> found = new ArrayList<>(claimed(model, olderThan));
    found.addAll(staged(model));
    return found;
  }

  /** Returns what it removed: less than was found where a slow writer came first. */
  List<Debris> clean(String model, Instant olderThan) throws StoreRefusal {
    List<Debris> removed = new ArrayList<>();
    for (Debris debris : claimed(model, olderThan)) {
      if (debris.kind() == Kind.ABANDONED || bury(model, debris.version())) {
        empty(model, debris.version());
        removed.add(debris);
      }
    }
    // Now: a tombstone is what tells that a staged manifest will get its name no more.
    for (Debris debris : staged(model)) {
      files.delete(new Path(debris.path()));
      removed.add(debris);
    }
    return removed;
  }

  private List<Debris> staged(String model) throws StoreRefusal {
    List<Debris> found = new ArrayList<>();
    for (String name : files.list(layout.staging(model))) {
      Optional<Path> target = layout.target(model, name);
      // Without its target it may be about to get its name.
      if (target.isPresent() && files.exists(target.get())) {
        String path = new Path(layout.staging(model), name).toString();
        found.add(new Debris(model, 0, Kind.STAGED, null, path));
      }
    }
    return found;
  }

  private List<Debris> claimed(String model, Instant olderThan) throws StoreRefusal {
    List<Debris> found = new ArrayList<>();
    for (String name : files.list(layout.claims(model))) {
      OptionalInt version = StoreLayout.number(name);
      if (version.isPresent()) {
        claimed(model, version.getAsInt(), olderThan).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Debris> claimed(String model, int version, Instant olderThan)
      throws StoreRefusal {
    String folder = layout.release(model, version).toString();
    Optional<byte[]> manifest = files.read(layout.manifest(model, version));
    if (manifest.isEmpty()) {
      Instant claimedAt = claimedAt(model, version);
      return claimedAt.isBefore(olderThan)
          ? Optional.of(new Debris(model, version, Kind.UNCOMMITTED, claimedAt, folder))
          : Optional.empty();
    }
    return Tombstone.is(manifest.get()) && !leftovers(model, version).isEmpty()
        ? Optional.of(new Debris(model, version, Kind.ABANDONED, null, folder))
        : Optional.empty();
  }

  private Instant claimedAt(String model, int version) throws StoreRefusal {
    Path claim = layout.claim(model, version);
    byte[] content =
        files
            .read(claim)
            .orElseThrow(() -> new StoreRefusal(RefusalCode.MISSING, "claim=" + claim));
    try {
      return StoreJson.read(content, Claim.class).claimedAt();
    } catch (MalformedJsonException e) {
      throw new StoreRefusal(RefusalCode.CORRUPT, "claim=" + claim + ": " + e.getMessage(), e);
    }
  }

  private boolean bury(String model, int version) throws StoreRefusal {
    Path target = layout.manifest(model, version);
    return files.createWhole(target, layout.staged(model, target), Tombstone.bytes());
  }

  private void empty(String model, int version) throws StoreRefusal {
    for (String name : leftovers(model, version)) {
      files.delete(new Path(layout.release(model, version), name));
    }
  }

  private List<String> leftovers(String model, int version) throws StoreRefusal {
    return files.list(layout.release(model, version)).stream()
        .filter(name -> !name.equals(StoreLayout.MANIFEST))
        .toList();
  }
}
