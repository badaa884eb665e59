package io.minhos.trading.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML that is well-formed XML too. All text and all attribute values are escaped here, so
 * that no caller has to think of it.
 */
final class Markup {

  /** Elements around which white space would be seen. */
  private static final Set<String> INLINE = Set.of("a", "b", "data", "i", "span", "td", "th");

  private final StringBuilder out = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  /** Starts an element; {@code attributes} are names and values in turn. */
  Markup open(String tag, String... attributes) {
    if (!INLINE.contains(tag)) {
      line();
    }
    start(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** Ends the element that was started last. */
  Markup close() {
    String tag = open.pop();
    out.append("</").append(tag).append('>');
    return this;
  }

  /** An element with text alone. */
  Markup leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** An element without content. */
  Markup empty(String tag, String... attributes) {
    line();
    start(tag, attributes);
    out.append("/>");
    return this;
  }

  Markup text(String text) {
    escape(text);
    return this;
  }

  /** What comes from this program and needs no escaping. */
  Markup trusted(String text) {
    out.append(text);
    return this;
  }

  /** The document. */
  String finish() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.append('\n').toString();
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void line() {
    if (out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
  }

  /** The characters that XML 1.0 allows: no control characters, no half of a surrogate pair. */
  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
