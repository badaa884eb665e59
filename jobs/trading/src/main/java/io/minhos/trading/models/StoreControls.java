package io.minhos.trading.models;

import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.flink.control.ControlArrival;
import io.minhos.store.Alias;
import io.minhos.store.Manifest;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseReader;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.output.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a store has in force, as entries of a control log. */
public final class StoreControls {

  private StoreControls() {}

  /**
   * The champion of each model, in force once the last label that it learned from was known: before
   * that it would be asked for what it was told.
   */
  public static List<ControlArrival> champions(ModelStore store) throws StoreRefusal {
    List<ControlArrival> entries = new ArrayList<>();
    for (String model : store.models()) {
      Optional<ModelRelease> champion = store.find(model, Alias.CHAMPION);
      if (champion.isPresent()) {
        Manifest manifest = ReleaseReader.open(champion.get()).manifest();
        Instant from = manifest.training().to().plusMillis(1);
        ControlEntry entry =
            ControlEntry.release(champion.get(), "store", "champion of the store", from);
        entries.add(new ControlArrival("store", 0, entry, null, Json.line(entry)));
      }
    }
    return entries;
  }
}
