package io.minhos.cli;

import io.minhos.store.Alias;
import io.minhos.store.AliasMove;
import io.minhos.store.JournalEntry;
import io.minhos.store.Manifest;
import io.minhos.store.StoreJson;
import io.minhos.store.StoredRelease;
import io.minhos.store.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Releases as tables for people and as JSON for machines. */
final class ModelTexts {

  private static final String ROW = "%-12s %7s  %-6s  %-20s  %-8s  %s%n";

  private ModelTexts() {}

  /** A release in JSON; {@code manifest} is null where it is not readable, and problem says why. */
  private record Row(
      String model,
      int version,
      String uri,
      String sha256,
      List<String> aliases,
      boolean retired,
      String problem,
      Manifest manifest) {

    static Row of(StoredRelease release) {
      return new Row(
          release.release().model(),
          release.release().version(),
          release.release().uri(),
          release.release().sha256(),
          release.aliases().stream().map(Alias::label).toList(),
          release.retired(),
          release.problem(),
          release.manifest());
    }
  }

  private record Rows(List<Row> releases) {}

  private record Page(Row release, List<JournalEntry> history) {}

  static String json(List<StoredRelease> releases) {
    return StoreJson.line(new Rows(releases.stream().map(Row::of).toList()));
  }

  static String json(StoredRelease release, List<JournalEntry> history) {
    return StoreJson.line(new Page(Row.of(release), history));
  }

  static String json(JournalEntry entry) {
    return StoreJson.line(entry);
  }

  /** One line a release. */
  static String table(List<StoredRelease> releases) {
    if (releases.isEmpty()) {
      return "no releases";
    }
    StringBuilder table = new StringBuilder();
    table.append(String.format(ROW, "MODEL", "VERSION", "KIND", "CREATED", "GATE", "ROLE"));
    for (StoredRelease release : releases) {
      Manifest manifest = release.manifest();
      table.append(
          String.format(
              ROW,
              release.release().model(),
              release.release().version(),
              manifest == null ? "?" : manifest.kind(),
              manifest == null ? "?" : manifest.createdAt(),
              manifest == null ? "?" : gate(manifest.verdict()),
              role(release)));
    }
    return stripped(table);
  }

  /** All of one release. */
  static String page(StoredRelease release, List<JournalEntry> history) {
    StringBuilder page = new StringBuilder();
    line(page, "model", release.release().model());
    line(page, "version", release.release().version());
    line(page, "role", role(release));
    line(page, "checked", release.problem() == null ? "every byte" : release.problem());
    line(page, "folder", release.release().uri());
    line(page, "sha256", release.release().sha256());
    if (release.manifest() != null) {
      describe(page, release.manifest());
    }
    page.append(String.format("history%n"));
    for (JournalEntry entry : history) {
      page.append(
          String.format(
              "  %s  %s by %s%s%n",
              entry.at(),
              changed(entry),
              entry.by(),
              entry.why().isEmpty() ? "" : ": " + entry.why()));
    }
    return stripped(page);
  }

  /** What a change did. */
  static String done(String model, JournalEntry entry) {
    return model + ": " + changed(entry);
  }

  private static void describe(StringBuilder page, Manifest manifest) {
    line(page, "kind", manifest.kind());
    line(page, "features", manifest.featureSchema() + " " + manifest.featureSchemaVersion());
    if (manifest.sequenceLength() > 0) {
      line(page, "sequence", manifest.sequenceLength());
    }
    line(
        page,
        "trained on",
        "%d rows of %s, %s to %s, %d bars ahead, seed %d"
            .formatted(
                manifest.training().rows(),
                String.join(", ", manifest.training().symbols()),
                manifest.training().from(),
                manifest.training().to(),
                manifest.training().horizonBars(),
                manifest.training().seed()));
    line(page, "created", manifest.createdAt() + " by code " + manifest.codeVersion());
    line(page, "gate", gate(manifest.verdict()));
    manifest.verdict().reasons().forEach(reason -> line(page, "", reason));
    for (Map.Entry<String, Double> metric : manifest.metrics().entrySet()) {
      line(page, "metric", metric.getKey() + " " + metric.getValue());
    }
    for (Map.Entry<String, String> artifact : manifest.artifacts().entrySet()) {
      line(page, "artifact", artifact.getKey() + " " + artifact.getValue());
    }
  }

  private static String changed(JournalEntry entry) {
    String moves = entry.moves().stream().map(ModelTexts::moved).collect(Collectors.joining(", "));
    return entry.action() + " " + entry.version() + (moves.isEmpty() ? "" : " (" + moves + ")");
  }

  private static String moved(AliasMove move) {
    return move.alias().label() + " " + version(move.from()) + " -> " + version(move.to());
  }

  private static String version(int version) {
    return version == 0 ? "none" : String.valueOf(version);
  }

  private static String role(StoredRelease release) {
    List<String> roles = new ArrayList<>(release.aliases().stream().map(Alias::label).toList());
    if (release.retired()) {
      roles.add("retired");
    }
    if (release.problem() != null) {
      roles.add("BROKEN");
    }
    return roles.isEmpty() ? "-" : String.join(", ", roles);
  }

  private static void line(StringBuilder page, String name, Object value) {
    page.append(String.format("%-10s  %s%n", name, value));
  }

  private static String stripped(StringBuilder text) {
    return text.toString().stripTrailing();
  }

  /** What the gate said, or that it was not heard: {@code train --force-release}. */
  private static String gate(Verdict verdict) {
    if (!verdict.released()) {
      return "refused";
    }
    return verdict.reasons().stream().anyMatch(reason -> reason.startsWith("FORCED: "))
        ? "forced"
        : "released";
  }
}
