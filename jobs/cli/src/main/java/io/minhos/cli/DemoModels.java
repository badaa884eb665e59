package io.minhos.cli;

import io.minhos.cli.data.BitstampTrades;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.flink.files.MarketFile;
import io.minhos.retraining.Publication;
import io.minhos.retraining.Retraining;
import io.minhos.retraining.TrainingVerdict;
import io.minhos.store.ModelStore;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.kafka.ControlLog;
import io.minhos.trading.output.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains on the trades that were published so far, and puts what the gate releases in force behind
 * the last of them, while the job goes on.
 */
final class DemoModels {

  private final TradingConfig config;
  private final Path work;
  private final Path store;
  private final List<ControlEntry> entries = new ArrayList<>();
  private final List<String> verdicts = new ArrayList<>();
  private int runs;

  /**
   * @param store root of the model store
   */
  DemoModels(TradingConfig config, Path work, Path store) {
    this.config = config;
    this.work = work;
    this.store = store;
  }

  /**
   * Trains and releases; returns a line a verdict.
   *
   * @param lines the trades so far, as lines of a file
   * @param lastTime event time of the last of them
   */
  List<String> retrain(List<String> lines, long lastTime) throws Exception {
    Path file = work.resolve("trades-" + ++runs + ".csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(BitstampTrades.HEADER + "\n");
      for (String line : lines) {
        out.write(line + "\n");
      }
    }
    List<TrainingVerdict> judged =
        Retraining.run(
            List.of(new MarketFile(file.toString(), MarketFile.Kind.TRADES)),
            config,
            new Publication(store.toAbsolutePath().toString(), Minhos.VERSION, Instant.now()),
            TrainCommand.MODELS,
            1,
            (trainer, progress) -> {});
    // The first bar that nothing was published of yet.
    Instant from = Instant.ofEpochMilli(config.bars().clock().barTime(lastTime) + 1);
    try (ControlLog log = new ControlLog(config.kafka().bootstrapServers())) {
      for (TrainingVerdict verdict : judged) {
        if (verdict.released()) {
          ModelRelease release = ModelStore.at(store.toString()).champion(verdict.model());
          ControlEntry entry = ControlEntry.release(release, "demo", "released by the gate", from);
          log.append(entry);
          entries.add(entry);
        }
      }
    }
    List<String> described = judged.stream().map(TrainCommand::describe).toList();
    verdicts.add("The gate on the first " + lines.size() + " trades:");
    verdicts.addAll(described);
    return described;
  }

  /** What the gate decided, run after run, in lines. */
  List<String> verdicts() {
    return List.copyOf(verdicts);
  }

  /** Writes what was put in force as a commands file of {@code replay}. */
  void writeCommands(Path file) throws IOException {
    Files.write(file, entries.stream().map(Json::line).toList());
  }
}
