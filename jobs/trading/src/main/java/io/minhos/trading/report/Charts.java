package io.minhos.trading.report;

import io.minhos.trading.output.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The charts of a page: a canvas each where it stands, at the end the numbers of all as one block
 * of JSON, Chart.js, and the script that has it draw them. Nothing is fetched.
 */
final class Charts {

  private static final String LIBRARY =
      "/META-INF/resources/webjars/chart.js/4.4.1/dist/chart.umd.js";

  /** A line that points to a file which the page does not have. */
  private static final String SOURCE_MAP = "//# sourceMappingURL";

  private static final String SCRIPT = "report.js";

  private final Markup out;
  private final List<Event> events;
  private final List<Chart> charts = new ArrayList<>();

  /** What the page's script reads. */
  private record Data(List<Event> events, List<Chart> charts) {}

  Charts(Markup out, List<Event> events) {
    this.out = out;
    this.events = events;
  }

  /**
   * Writes a section of one chart, or of a sentence where it has no data.
   *
   * @param label what it shows, for who cannot see it
   * @param note how to read it
   * @param nothing why there is none
   */
  void section(String title, Chart chart, String label, String note, String nothing) {
    out.open("section").leaf("h2", title);
    write(chart, label, note, nothing);
    out.close();
  }

  /** The same within a section. */
  void write(Chart chart, String label, String note, String nothing) {
    if (chart.isEmpty()) {
      out.leaf("p", nothing, "class", "nothing");
      return;
    }
    charts.add(chart);
    String style = "height:" + height(chart) + "px";
    out.open("div", "class", "chart", "style", style);
    out.leaf("canvas", "", "id", "chart-" + chart.id(), "role", "img", "aria-label", label);
    out.close();
    if (!note.isEmpty()) {
      out.leaf("p", note, "class", "note");
    }
  }

  private static int height(Chart chart) {
    return switch (chart.kind()) {
      case TIME -> chart.id().equals("equity") ? 320 : 220;
      case SHARE -> 320;
      case BARS -> 60 + 22 * chart.names().size();
    };
  }

  /** What draws them; nothing where there is none. */
  void finish() throws IOException {
    if (charts.isEmpty()) {
      return;
    }
    out.open("script", "type", "application/json", "id", "data")
        .trusted(escaped(Json.line(new Data(events, charts))))
        .close();
    script(resource(LIBRARY));
    script(resource(SCRIPT));
  }

  /** As HTML reads it and as XML does. */
  private void script(String text) {
    if (text.contains("]]>") || text.contains("</script")) {
      throw new IllegalStateException("a script ends before its end");
    }
    out.open("script").trusted("/*<![CDATA[*/\n" + text + "\n/*]]>*/").close();
  }

  /** JSON without a character that HTML or XML would take for its own. */
  private static String escaped(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '<' || c == '>' || c == '&' || c < 0x20 || c > 0x7e) {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Charts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith(SOURCE_MAP))
          .collect(Collectors.joining("\n"));
    }
  }
}
