package io.minhos.cli.backtest;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.minhos.flink.files.MarketFile;
import io.minhos.retraining.Variant;
import io.minhos.trading.config.ConfigException;
import io.minhos.trading.config.TradingConfig;
import io.minhos.trading.output.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backtest's results hang on, by name: kept in its folder, so that it goes on with the same
 * alone. Parallelism is not of it. A configuration is told by its SHA-256, for it may hold
 * passwords.
 */
record BacktestSettings(Map<String, String> values) {

  static final String FILE = "plan.json";

  static BacktestSettings of(
      List<MarketFile> files, TradingConfig config, Backtest.Terms terms, String codeVersion)
      throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (MarketFile file : MarketFile.distinguished(files)) {
      values.put(file.kind() + " " + file.source(), sha256(Path.of(file.path())));
    }
    values.put("trainWindow", terms.trainWindow() + "ms");
    values.put("step", terms.step() + "ms");
    values.put("readyAfter", terms.readyAfter() + "ms");
    values.put("models", String.join(",", terms.models()));
    if (!terms.variants().isEmpty()) {
      values.put(
          "variants", terms.variants().stream().map(Variant::settings).collect(joining("; ")));
    }
    values.put("config", sha256(sorted(Json.MAPPER.valueToTree(config)).toString()));
    values.put("codeVersion", codeVersion);
    values.put("code", OwnCode.sha256());
    return new BacktestSettings(values);
  }

  /** Writes them to a folder. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    StepLog.replace(folder.resolve(FILE), Json.line(this) + "\n");
  }

  /**
   * Does nothing if the folder has the same or none.
   *
   * @throws ConfigException BACKTEST_DIFFERS if it has others
   */
  void requireSame(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    Map<String, String> there = Json.read(Files.readString(file), BacktestSettings.class).values();
    Map<String, String> all = new LinkedHashMap<>(there);
    all.putAll(values);
    for (String key : all.keySet()) {
      String was = there.get(key);
      String is = values.get(key);
      if (was == null || !was.equals(is)) {
        throw new ConfigException(
            "BACKTEST_DIFFERS: out=%s key=%s value=%s expected=%s; --out must be another folder"
                .formatted(folder, key, is, was));
      }
    }
  }

  /** Maps come in any order. */
  private static Object sorted(JsonNode node) {
    if (!node.isObject()) {
      return node;
    }
    Map<String, Object> sorted = new TreeMap<>();
    node.fields().forEachRemaining(field -> sorted.put(field.getKey(), sorted(field.getValue())));
    return sorted;
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
