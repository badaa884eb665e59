package io.minhos.domain.features;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A named, versioned list of features. A model is trained on one version and asked with no other:
 * whoever changes a formula, the order or the length raises the version.
 */
public enum FeatureSchema {
  /** Eight values per bar for sequence models. */
  SEQUENCE_8(
      "sequence-8",
      1,
      Feature.CHANGE_1,
      Feature.LOG_RETURN,
      Feature.RSI,
      Feature.MACD_LINE,
      Feature.BOLLINGER_POSITION,
      Feature.VOLUME_AVERAGE,
      Feature.VOLUME_RATIO,
      Feature.VOLATILITY),

  /** One row per bar for tree ensembles: price, technical, volume, microstructure, time. */
  TABULAR(
      "tabular",
      1,
      Feature.CHANGE_1,
      Feature.CHANGE_5,
      Feature.HIGH_LOW_RATIO,
      Feature.CLOSE_POSITION,
      Feature.GAP,
      Feature.RSI,
      Feature.MACD_LINE,
      Feature.MACD_SIGNAL,
      Feature.MACD_HISTOGRAM,
      Feature.BOLLINGER_POSITION,
      Feature.BOLLINGER_WIDTH,
      Feature.ATR_RATIO,
      Feature.EMA_12_DISTANCE,
      Feature.EMA_26_DISTANCE,
      Feature.EMA_50_DISTANCE,
      Feature.ADX,
      Feature.VOLUME_RATIO,
      Feature.VOLUME_TREND,
      Feature.VWAP_DISTANCE,
      Feature.ORDER_FLOW_IMBALANCE,
      Feature.RELATIVE_SPREAD,
      Feature.TRADE_INTENSITY,
      Feature.TRADE_SIZE_RATIO,
      Feature.ILLIQUIDITY_RATIO,
      Feature.MINUTE_SINE,
      Feature.MINUTE_COSINE,
      Feature.WEEKDAY_SINE,
      Feature.WEEKDAY_COSINE,
      Feature.MINUTES_SINCE_LAST_BAR);

  private final String id;
  private final int version;
  private final int warmUpBars;

  @SuppressWarnings("ImmutableEnumChecker") // The lists are copies that nobody can change.
  private final List<Feature> features;

  @SuppressWarnings("ImmutableEnumChecker") // As above.
  private final List<String> names;

  FeatureSchema(String id, int version, Feature... features) {
    this.id = id;
    this.version = version;
    this.features = List.of(features);
    this.names = Arrays.stream(features).map(Feature::label).toList();
    this.warmUpBars = Arrays.stream(features).mapToInt(Feature::warmUpBars).max().orElseThrow();
  }

  /**
   * The schema of that id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FeatureSchema byId(String id) {
    return Stream.of(values())
        .filter(schema -> schema.id.equals(id))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("schema must be one of " + ids() + ": " + id));
  }

  private static String ids() {
    return Stream.of(values()).map(FeatureSchema::id).collect(Collectors.joining(", "));
  }

  public String id() {
    return id;
  }

  public int version() {
    return version;
  }

  /** Names in the order of a vector's values. */
  public List<String> names() {
    return names;
  }

  /** Number of values in a vector. */
  public int size() {
    return features.size();
  }

  /** Bars that a state must have seen for its vector to be warm. */
  public int warmUpBars() {
    return warmUpBars;
  }

  /** Bars that the feature at {@code index} needs before it says something. */
  public int warmUpBars(int index) {
    return features.get(index).warmUpBars();
  }

  /**
   * What a model remembers of the schema that it was trained on: SHA-256 over id, version and
   * names, in hexadecimal.
   */
  public String hash() {
    return hash(id, version, names);
  }

  /** SHA-256 over a schema's id, version and names, in hexadecimal. */
  public static String hash(String id, int version, List<String> names) {
    String text = id + "\n" + version + "\n" + String.join("\n", names);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The vector at the state's last bar.
   *
   * @throws IllegalArgumentException if the state has seen no bar
   */
  public FeatureVector vector(FeatureState state) {
    if (state.bars() == 0) {
      throw new IllegalArgumentException("bars must be > 0: 0");
    }
    Snapshot snapshot = new Snapshot(state, state.indicators());
    double[] values = new double[features.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = features.get(i).value(snapshot);
    }
    return new FeatureVector(id, version, values, state.bars() >= warmUpBars);
  }
}
