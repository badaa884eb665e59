package io.minhos.store;

import io.minhos.domain.inference.ModelRelease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.fs.Path;

/**
 * Releases of models and what is in force of them, in a folder of any of Flink's file systems that
 * is local or an object store. Holds no state: any number of processes may have one on the same
 * folder, with the limits that {@link PutFiles} names for object stores.
 *
 * <p>Releases never change. What is in force is a journal to which entries are added. Nothing here
 * knows what time it is.
 */
public final class ModelStore {

  private final StoreFiles files;
  private final StoreLayout layout;
  private final JournalFolder journals;
  private final TrialFolder ledger;
  private final Seals seals;
  private final ReleaseReader reader;

  ModelStore(StoreFiles files, Path root) {
    this.files = files;
    this.layout = new StoreLayout(root);
    this.journals = new JournalFolder(files, layout);
    this.ledger = new TrialFolder(files, layout);
    this.seals = new Seals(files, layout);
    this.reader = new ReleaseReader(files);
  }

  /**
   * The store in a folder, which need not exist yet.
   *
   * @param root a path of the local disk or a URI, such as {@code s3://bucket/models}
   * @throws StoreRefusal UNSUPPORTED if the file system cannot keep the store's promises
   */
  public static ModelStore at(String root) throws StoreRefusal {
    Path path = path(root);
    return new ModelStore(StoreFiles.at(path), path);
  }

  /**
   * The store in a folder that is there.
   *
   * @throws StoreRefusal MISSING if it is not
   */
  public static ModelStore existing(String root) throws StoreRefusal {
    ModelStore store = at(root);
    if (!store.files.exists(store.layout.root())) {
      throw new StoreRefusal(RefusalCode.MISSING, "store=" + store.layout.root());
    }
    return store;
  }

  /**
   * Publishes a release under the next version. It is not in force until promoted.
   *
   * @param artifacts content by file name
   * @throws StoreRefusal INVALID before anything is written; ABANDONED if a cleanup took this for
   *     dead; UNREACHABLE, after which the release is there whole or not at all
   */
  public ModelRelease publish(ReleaseDraft draft, Map<String, byte[]> artifacts)
      throws StoreRefusal {
    return new Publisher(files, layout).publish(draft, artifacts);
  }

  /** Reads a release and checks every byte; see {@link ReleaseReader#open}. */
  public LoadedRelease open(ModelRelease release) throws StoreRefusal {
    return reader.read(release);
  }

  /** Ids of the models that have a release, sorted. */
  public List<String> models() throws StoreRefusal {
    List<String> models = new ArrayList<>();
    for (String model : candidates()) {
      if (!versions(model).isEmpty()) {
        models.add(model);
      }
    }
    return models;
  }

  /** All releases by model and version. */
  public List<StoredRelease> list() throws StoreRefusal {
    List<StoredRelease> releases = new ArrayList<>();
    for (String model : candidates()) {
      releases.addAll(list(model));
    }
    return releases;
  }

  /** The releases of a model by version; none if there is no such model. Reads manifests alone. */
  public List<StoredRelease> list(String model) throws StoreRefusal {
    Journal journal = journal(model);
    List<StoredRelease> releases = new ArrayList<>();
    for (Map.Entry<Integer, byte[]> manifest : versions(model).entrySet()) {
      releases.add(describe(model, manifest.getKey(), manifest.getValue(), journal));
    }
    return releases;
  }

  /**
   * One release, every byte of it checked.
   *
   * @throws StoreRefusal MISSING if there is none
   */
  public StoredRelease show(String model, int version) throws StoreRefusal {
    StoredRelease release = describe(model, version, manifest(model, version), journal(model));
    if (release.problem() != null) {
      return release;
    }
    return new StoredRelease(
        release.release(),
        release.manifest(),
        release.aliases(),
        release.retired(),
        problem(release.release()));
  }

  /** The release that has the alias, pinned to the manifest that was promoted. */
  public Optional<ModelRelease> find(String model, Alias alias) throws StoreRefusal {
    Journal journal = journal(model);
    int version = journal.version(alias);
    return version == 0
        ? Optional.empty()
        : Optional.of(reference(model, version, journal.pinned(version)));
  }

  /**
   * The release that is in force of a model.
   *
   * @throws StoreRefusal MISSING if there is no such model or nothing of it is in force
   */
  public ModelRelease champion(String model) throws StoreRefusal {
    requireModel(model);
    return find(model, Alias.CHAMPION)
        .orElseThrow(() -> new StoreRefusal(RefusalCode.MISSING, "champion of model=" + model));
  }

  /**
   * Does nothing if the model has a release.
   *
   * @throws StoreRefusal MISSING, with the models that have
   */
  public void requireModel(String model) throws StoreRefusal {
    if (versions(model).isEmpty()) {
      throw new StoreRefusal(RefusalCode.MISSING, "model=" + model + ", known: " + models());
    }
  }

  /** Who changed what is in force of a model, when and why. */
  public Journal journal(String model) throws StoreRefusal {
    return journals.read(checked(model));
  }

  /**
   * Gives a release an alias. One that is challenger and becomes champion is challenger no more.
   *
   * @throws StoreRefusal MISSING, or what is wrong with its bytes; NOT_RELEASED if the gate refused
   *     it and it is to be champion; RETIRED; ALREADY; CONFLICT if another changed the model
   *     meanwhile
   */
  public JournalEntry promote(String model, int version, Alias alias, Change change)
      throws StoreRefusal {
    Journal journal = journal(model);
    manifest(model, version);
    ModelRelease release = reference(model, version, seals.read(model, version));
    JournalEntry entry = journal.promote(version, release.sha256(), alias, change);
    LoadedRelease loaded = open(release);
    if (alias == Alias.CHAMPION) {
      requireReleased(loaded);
    }
    journals.append(model, entry);
    return entry;
  }

  /**
   * A release that may be put in force, every byte of it checked.
   *
   * @throws StoreRefusal MISSING, or what is wrong with its bytes; RETIRED; NOT_RELEASED
   */
  public ModelRelease eligible(String model, int version) throws StoreRefusal {
    manifest(model, version);
    ModelRelease release = reference(model, version, seals.read(model, version));
    requireReleased(open(release));
    if (journal(model).retired(version)) {
      throw new StoreRefusal(RefusalCode.RETIRED, "model=%s version=%d".formatted(model, version));
    }
    return release;
  }

  private static void requireReleased(LoadedRelease loaded) throws StoreRefusal {
    Manifest manifest = loaded.manifest();
    if (!manifest.verdict().released()) {
      throw new StoreRefusal(
          RefusalCode.NOT_RELEASED,
          "model=%s version=%d: %s"
              .formatted(manifest.modelId(), manifest.version(), manifest.verdict().reasons()));
    }
  }

  /**
   * Makes the champion before this one champion again.
   *
   * @throws StoreRefusal NO_PREVIOUS; what is wrong with the bytes of the one before; CONFLICT
   */
  public JournalEntry rollback(String model, Change change) throws StoreRefusal {
    Journal journal = journal(model);
    JournalEntry entry = journal.rollback(change);
    open(reference(model, entry.version(), entry.manifestSha256()));
    journals.append(model, entry);
    return entry;
  }

  /**
   * Bars a release from being promoted ever again. Deletes nothing, and works on a corrupt one.
   *
   * @throws StoreRefusal MISSING; IN_FORCE if it is champion; ALREADY; CONFLICT
   */
  public JournalEntry retire(String model, int version, Change change) throws StoreRefusal {
    Journal journal = journal(model);
    StoredRelease release = describe(model, version, manifest(model, version), journal);
    JournalEntry entry = journal.retire(version, release.release().sha256(), change);
    journals.append(model, entry);
    return entry;
  }

  /** The trainings and searches of a model, oldest first. */
  public List<Trial> trials(String model) throws StoreRefusal {
    return ledger.read(checked(model));
  }

  /**
   * Writes down that a model is about to be judged; to be called before it is. A run may call this
   * again, as each variant of a search does: its trial is one, told by the instant of the change.
   *
   * @param variants settings that were tried, at least 1
   * @param from first event time of the history
   * @param to last event time of it
   * @return all trials whose history overlaps with this one's, oldest first, this one the last
   */
  public List<Trial> tried(String model, int variants, Instant from, Instant to, Change change)
      throws StoreRefusal {
    return ledger.append(checked(model), variants, from, to, change);
  }

  /** What crashes left behind: claims older than that, and files that nobody needs. */
  public List<Debris> debris(Instant olderThan) throws StoreRefusal {
    List<Debris> found = new ArrayList<>();
    for (String model : candidates()) {
      found.addAll(new Cleaner(files, layout).find(model, olderThan));
    }
    return found;
  }

  /** Removes debris and returns what was removed. A writer that is slow loses, whole. */
  public List<Debris> clean(Instant olderThan) throws StoreRefusal {
    List<Debris> removed = new ArrayList<>();
    for (String model : candidates()) {
      removed.addAll(new Cleaner(files, layout).clean(model, olderThan));
    }
    return removed;
  }

  private StoredRelease describe(String model, int version, byte[] manifest, Journal journal)
      throws StoreRefusal {
    String problem = null;
    Manifest read = null;
    String sha256 = Sha256.of(manifest);
    try {
      sha256 = seals.read(model, version);
      ReleaseReader.check(StoreLayout.MANIFEST, sha256, manifest);
      read = Manifest.read(manifest);
      ReleaseReader.checkIdentity(model, version, read);
    } catch (StoreRefusal e) {
      if (e.code() == RefusalCode.UNREACHABLE) {
        throw e;
      }
      problem = e.getMessage();
    }
    return new StoredRelease(
        reference(model, version, sha256),
        read,
        journal.aliases(version),
        journal.retired(version),
        problem);
  }

  /** What is wrong with any byte of the release, or null. */
  private String problem(ModelRelease release) throws StoreRefusal {
    try {
      open(release);
      return null;
    } catch (StoreRefusal e) {
      if (e.code() == RefusalCode.UNREACHABLE) {
        throw e;
      }
      return e.getMessage();
    }
  }

  private ModelRelease reference(String model, int version, String sha256) {
    return new ModelRelease(model, version, layout.release(model, version).toString(), sha256);
  }

  /** The manifests of a model's complete releases by version. */
  private SortedMap<Integer, byte[]> versions(String model) throws StoreRefusal {
    SortedMap<Integer, byte[]> manifests = new TreeMap<>();
    for (String name : files.list(layout.model(checked(model)))) {
      OptionalInt version = StoreLayout.number(name);
      if (version.isPresent()) {
        committed(model, version.getAsInt())
            .ifPresent(manifest -> manifests.put(version.getAsInt(), manifest));
      }
    }
    return manifests;
  }

  private Optional<byte[]> committed(String model, int version) throws StoreRefusal {
    return files.read(layout.manifest(model, version)).filter(manifest -> !Tombstone.is(manifest));
  }

  private byte[] manifest(String model, int version) throws StoreRefusal {
    Optional<byte[]> manifest = committed(checked(model), version);
    if (manifest.isPresent()) {
      return manifest.get();
    }
    Set<Integer> known = versions(model).keySet();
    throw new StoreRefusal(
        RefusalCode.MISSING,
        known.isEmpty()
            ? "model=" + model + ", known: " + models()
            : "model=" + model + " version=" + version + ", known: " + known);
  }

  /** Folders that can be a model's. */
  private List<String> candidates() throws StoreRefusal {
    return files.list(layout.root()).stream().filter(Names::isModel).toList();
  }

  private static String checked(String model) throws StoreRefusal {
    try {
      return Names.model(model);
    } catch (IllegalArgumentException e) {
      throw new StoreRefusal(RefusalCode.INVALID, e.getMessage(), e);
    }
  }

  private static Path path(String root) throws StoreRefusal {
    try {
      Path path = new Path(root);
      return path.toUri().getScheme() == null
          ? new Path("file:" + java.nio.file.Path.of(root).toAbsolutePath().normalize())
          : path;
    } catch (IllegalArgumentException e) {
      throw new StoreRefusal(RefusalCode.INVALID, "store=" + root, e);
    }
  }
}
