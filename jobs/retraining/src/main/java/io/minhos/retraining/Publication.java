package io.minhos.retraining;

import io.minhos.domain.evaluation.Trials;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.retraining.trees.TrainingException;
import io.minhos.store.Alias;
import io.minhos.store.Change;
import io.minhos.store.LoadedRelease;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.StoreRefusal;
import io.minhos.store.Trial;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where releases go, and what their manifests say of where they come from.
 *
 * @param store root of the model store
 * @param codeVersion of the code that trains
 * @param at when the run was started; the ledger of trials tells runs by it, so no two have the
 *     same
 * @param forced whether what the gate refuses is published all the same, and says so
 * @param variants how many settings are tried, of which the one that does best is judged
 * @param assesses whether this run only tells how a variant does: nothing is published
 * @param search what there is to say of the search that found what is trained; empty if none was
 */
public record Publication(
    String store,
    String codeVersion,
    Instant at,
    boolean forced,
    int variants,
    boolean assesses,
    String search)
    implements Serializable {

  private static final String BY = "train";
  private static final String FORCED =
      "FORCED: the gate refused it; it was released on the trainer's demand";

  /** Of what the gate releases. */
  public Publication(String store, String codeVersion, Instant at) {
    this(store, codeVersion, at, false, 1, false, "");
  }

  /** Of everything that could be trained, for experiments. */
  public Publication force() {
    return new Publication(store, codeVersion, at, true, variants, assesses, search);
  }

  /** Of a run that only tells how a variant does. */
  public Publication assessing() {
    return new Publication(store, codeVersion, at, false, variants, true, search);
  }

  /** Of the variant that does best of so many. */
  public Publication bestOf(int tried) {
    return new Publication(store, codeVersion, at, forced, tried, assesses, search);
  }

  /** Of what a search found. */
  public Publication bestOf(VariantSearch found) {
    return new Publication(
        store, codeVersion, at, forced, found.variants().size(), assesses, found.reason());
  }

  /** Whether what the gate says so of is published. */
  boolean publishes(boolean released) {
    return !assesses && (released || forced);
  }

  /**
   * Writes down that a model is about to be judged, or a variant of it told, and says how much was
   * tried on its history. A search and the judgement of its best are one trial.
   *
   * @param from first event time of the history, milliseconds since the epoch
   * @param to last event time of it
   * @param candidates how many this run judges
   */
  Trials trials(String model, long from, long to, int candidates) throws StoreRefusal {
    List<Trial> overlapping =
        ModelStore.at(store)
            .tried(
                model,
                variants,
                Instant.ofEpochMilli(from),
                Instant.ofEpochMilli(to),
                new Change(BY, "", at));
    return new Trials(
        candidates,
        overlapping.size(),
        overlapping.stream().mapToInt(Trial::variants).max().orElseThrow(),
        overlapping.stream().mapToInt(Trial::variants).sum());
  }

  /**
   * What the manifest and the verdict say.
   *
   * @param released whether the gate released it
   * @param reasons the gate's
   */
  List<String> reasons(boolean released, List<String> reasons) {
    List<String> all = new ArrayList<>(reasons);
    if (!released && forced) {
      all.add(0, FORCED);
    }
    return searched(all);
  }

  /** The verdict on what could not be trained or judged, or was refused by the store. */
  TrainingVerdict failed(String model, String reason) {
    return new TrainingVerdict(model, false, null, searched(List.of(reason)), null);
  }

  private List<String> searched(List<String> reasons) {
    return search.isEmpty() ? reasons : Stream.concat(reasons.stream(), Stream.of(search)).toList();
  }

  /**
   * Publishes, and makes it champion.
   *
   * @param released whether the gate released it
   * @return the version
   */
  int publish(ReleaseDraft draft, Map<String, byte[]> artifacts, boolean released)
      throws StoreRefusal {
    ModelStore models = ModelStore.at(store);
    ModelRelease release = models.publish(draft, artifacts);
    models.promote(
        draft.modelId(),
        release.version(),
        Alias.CHAMPION,
        new Change(BY, released ? "released by the gate" : FORCED, at));
    return release.version();
  }

  /** The champion of a model; empty if it has none. */
  Optional<LoadedRelease> champion(String model) throws StoreRefusal {
    ModelStore models = ModelStore.at(store);
    Optional<ModelRelease> champion = models.find(model, Alias.CHAMPION);
    return champion.isEmpty() ? Optional.empty() : Optional.of(models.open(champion.get()));
  }

  /**
   * Those of the models that have a champion.
   *
   * @throws TrainingException if the store does not say
   */
  List<String> champions(List<String> of) {
    try {
      ModelStore models = ModelStore.at(store);
      List<String> found = new ArrayList<>();
      for (String model : of) {
        if (models.find(model, Alias.CHAMPION).isPresent()) {
          found.add(model);
        }
      }
      return found;
    } catch (StoreRefusal e) {
      throw new TrainingException("STORE: " + e.getMessage(), e);
    }
  }
}
