package io.minhos.flink.inference;

import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that a subtask has in memory, the latest few that were asked for. What is announced is
 * loaded by a thread of its own; what is asked for before that is done is waited for.
 *
 * @param <M> what answers
 */
final class ModelCache<M> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);

  /** Those that answer, the next, and what rows behind them may still ask. */
  private static final int CAPACITY = 6;

  private final ModelLoader<M> loader;
  private final Consumer<M> disposal;
  private final Map<ModelRelease, CompletableFuture<M>> models =
      new LinkedHashMap<>(2 * CAPACITY, 0.75f, true);
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "model-loader");
            thread.setDaemon(true);
            return thread;
          });

  private ModelRelease announced;

  /** The last of which the features are not those that are computed. */
  private ModelRelease foreign;

  /**
   * @param disposal what to do with a model that is not needed any more
   */
  ModelCache(ModelLoader<M> loader, Consumer<M> disposal) {
    this.loader = loader;
    this.disposal = disposal;
  }

  /** Begins to load the one of {@code coming} that is of {@code model}. */
  void announce(List<ModelRelease> coming, String model) {
    for (ModelRelease release : coming) {
      if (release.model().equals(model)) {
        // Thousands of rows announce the same: to compare it is cheaper than to look it up.
        if (!release.equals(announced)) {
          announced = release;
          if (!models.containsKey(release)) {
            models.put(release, loading(release));
            evict();
          }
        }
        return;
      }
    }
  }

  /**
   * The model of {@code release}, ready.
   *
   * @throws IllegalStateException if it cannot be loaded, although it could when it was admitted
   */
  M get(ModelRelease release) throws InterruptedException {
    CompletableFuture<M> model = models.get(release);
    // The store may answer now that did not when the release was announced.
    if (model == null || model.isCompletedExceptionally()) {
      model = loading(release);
      models.put(release, model);
      evict();
    }
    try {
      // Not join: a cancelled job must not wait for a store that does not answer.
      return model.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "MODEL_UNAVAILABLE: model=%s version=%d uri=%s"
              .formatted(release.model(), release.version(), release.uri()),
          e.getCause());
    }
  }

  /**
   * The model of {@code release}, ready; none if it was trained on features that this code does not
   * compute. A savepoint may hold such a release, which was admitted by the code before.
   *
   * @throws IllegalStateException if it cannot be loaded for another reason
   */
  Optional<M> find(ModelRelease release) throws InterruptedException {
    if (release.equals(foreign)) {
      return Optional.empty();
    }
    try {
      return Optional.of(get(release));
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof ReleaseRefusedException refused
          && refused.code() == ReleaseRefusedException.Code.WRONG_SCHEMA) {
        LOG.warn("WRONG_SCHEMA: model={} version={}", release.model(), release.version(), e);
        foreign = release;
        return Optional.empty();
      }
      throw e;
    }
  }

  private CompletableFuture<M> loading(ModelRelease release) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return loader.load(release);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        executor);
  }

  private void evict() {
    Iterator<CompletableFuture<M>> eldest = models.values().iterator();
    while (models.size() > CAPACITY) {
      CompletableFuture<M> model = eldest.next();
      eldest.remove();
      var unused = model.thenAccept(disposal);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    for (CompletableFuture<M> model : models.values()) {
      var unused = model.thenAccept(disposal);
    }
    models.clear();
  }
}
