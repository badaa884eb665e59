package io.minhos.trading.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** The reference page of all keys, made from the defaults and the comments above them. */
public final class ConfigReference {

  /**
   * One key.
   *
   * @param name dotted
   * @param value its default as written
   * @param description the comment above it
   */
  public record Key(String name, String value, String description) {}

  private static final int INDENT = 2;

  private ConfigReference() {}

  /** All keys that have a value, in the order of the defaults. */
  public static List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    Deque<String> sections = new ArrayDeque<>();
    StringBuilder comment = new StringBuilder();
    for (String line : lines()) {
      String text = line.strip();
      if (text.isEmpty()) {
        comment.setLength(0);
      } else if (text.startsWith("#")) {
        comment.append(comment.isEmpty() ? "" : " ").append(text.substring(1).strip());
      } else {
        int depth = (line.length() - line.stripLeading().length()) / INDENT;
        while (sections.size() > depth) {
          sections.removeLast();
        }
        int colon = text.indexOf(':');
        sections.addLast(text.substring(0, colon));
        String value = text.substring(colon + 1).strip();
        if (!value.isEmpty()) {
          keys.add(new Key(String.join(".", sections), value, comment.toString()));
        }
        comment.setLength(0);
      }
    }
    return keys;
  }

  /** The page, in Markdown. */
  public static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            A YAML file given with `--config` goes over these defaults, `--set key=value` over both.
            An unknown key, a missing one or a value out of bounds ends the command with exit code 2
            and a message that names it. Spans of time are a number with `ms`, `s`, `m`, `h` or `d`.

            This page is made from `defaults.yaml`; a test keeps it true.

            | key | default | what it is |
            |---|---|---|
            """);
    for (Key key : keys()) {
      page.append("| `%s` | `%s` | %s |\n".formatted(key.name(), key.value(), key.description()));
    }
    return page.toString();
  }

  private static List<String> lines() {
    try (InputStream in =
            Objects.requireNonNull(
                ConfigReference.class.getResourceAsStream(ConfigLoader.DEFAULTS));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
