package io.minhos.flink.inference;

import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The models that a subtask has in memory, the latest few that were asked for. What is announced is
 * loaded by a thread of its own; what is asked for before that is done is waited for.
 *
 * @param <M> what answers
 */
final class ModelCache<M> implements AutoCloseable {

  /** The one in force, the next, and what rows behind them may still ask. */
  private static final int CAPACITY = 4;

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

  /**
   * @param disposal what to do with a model that is not needed any more
   */
  ModelCache(ModelLoader<M> loader, Consumer<M> disposal) {
    this.loader = loader;
    this.disposal = disposal;
  }

  /** Begins to load {@code release}, where there is room: what is announced must not evict. */
  void announce(ModelRelease release) {
    if (!models.containsKey(release) && models.size() < CAPACITY) {
      models.put(release, loading(release));
    }
  }

  /**
   * The model of {@code release}, ready.
   *
   * @throws IllegalStateException if it cannot be loaded, although it could when it was admitted
   */
  M get(ModelRelease release) {
    CompletableFuture<M> model = models.get(release);
    if (model == null) {
      model = loading(release);
      models.put(release, model);
      evict();
    }
    try {
      return model.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "MODEL_UNAVAILABLE: model=%s version=%d uri=%s"
              .formatted(release.model(), release.version(), release.uri()),
          e.getCause());
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
