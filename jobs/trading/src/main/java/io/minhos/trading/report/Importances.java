package io.minhos.trading.report;

import io.minhos.trading.models.StoreModels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the releases in force say of their features, see {@link StoreModels#IMPORTANCE}. */
final class Importances {

  static final int MOST = 25;

  private record Ranked(int version, List<Map.Entry<String, Double>> features) {}

  private final Map<String, Ranked> models = new TreeMap<>();

  /** The metrics of a release; a later one of the same model takes its place. */
  void add(String model, int version, Map<String, Double> metrics) {
    List<Map.Entry<String, Double>> features = new ArrayList<>();
    new TreeMap<>(metrics)
        .forEach(
            (name, value) -> {
              if (name.startsWith(StoreModels.IMPORTANCE)) {
                features.add(Map.entry(name.substring(StoreModels.IMPORTANCE.length()), value));
              }
            });
    features.sort(
        Comparator.comparingDouble((Map.Entry<String, Double> e) -> -e.getValue())
            .thenComparing(Map.Entry::getKey));
    models.remove(model);
    if (!features.isEmpty()) {
      models.put(model, new Ranked(version, features));
    }
  }

  void write(Markup out, Charts charts) {
    if (models.isEmpty()) {
      out.open("section").leaf("h2", "Feature importance");
      out.leaf("p", "No release in force says how much it uses each feature.", "class", "nothing");
      out.close();
    }
    models.forEach(
        (model, ranked) -> {
          List<Map.Entry<String, Double>> most =
              ranked.features.subList(0, Math.min(MOST, ranked.features.size()));
          charts.section(
              "Feature importance, " + model + " " + ranked.version,
              new Chart(
                  "importance-" + model,
                  Chart.Kind.BARS,
                  Chart.Unit.PERCENT,
                  most.stream().map(Map.Entry::getKey).toList(),
                  List.of(
                      new Chart.Series(
                          "importance",
                          "importance",
                          Palette.of(model),
                          Chart.Style.BAR,
                          List.of(),
                          most.stream().map(Map.Entry::getValue).toList()))),
              "Share of each feature in what moves the answers of " + model,
              "How far answers move when the feature's values are shuffled among rows of the"
                  + " training, as a share of all features', of the release that was put in force"
                  + " last: what it listens to, not whether that helps"
                  + (most.size() < ranked.features.size()
                      ? "; the first " + MOST + " of " + ranked.features.size() + "."
                      : "."),
              "");
        });
  }
}
