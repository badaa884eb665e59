package io.minhos.trading.report;

import io.minhos.trading.output.Summary;
import java.util.Map;

/** What became of the records, of the signals, and of the entries that were not allowed. */
final class CountTables {

  private CountTables() {}

  static void input(Markup out, Summary summary) {
    Summary.Input input = summary.input();
    out.open("section").leaf("h2", "Input");
    Table table = Table.of(out, "Records", "Count", "Of read");
    table.row("Accepted", of(input.accepted(), input.read()));
    input
        .rejected()
        .forEach((code, count) -> table.row("Rejected: " + code, of(count, input.read())));
    table.total("Read", of(input.read(), input.read()));
    table.end();
    long accounted = input.accepted() + summary.rejectedTotal();
    String note =
        accounted == input.read()
            ? "Read = accepted + rejected: every record is accounted for."
            : "Records not accounted for: " + Figures.count(input.read() - accounted) + ".";
    out.leaf("p", note, "class", accounted == input.read() ? "note" : "wrong");
    out.close();
  }

  static void decisions(Markup out, Summary summary, Map<String, Long> denials) {
    out.open("div", "class", "pair");
    counts(
        out,
        "Decisions by outcome",
        "Outcome",
        summary.decisions(),
        "No signal came, so nothing was decided.");
    counts(out, "Denied entries by code", "Code", denials, "No entry was denied.");
    out.close();
  }

  private static void counts(
      Markup out, String title, String first, Map<String, Long> counts, String nothing) {
    out.open("section").leaf("h2", title);
    long sum = counts.values().stream().mapToLong(Long::longValue).sum();
    if (sum == 0) {
      out.leaf("p", nothing, "class", "nothing");
    } else {
      long greatest = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
      Table table = Table.of(out, first, "Count", "Part", "");
      counts.forEach((name, count) -> table.bar(name, (double) count / greatest, of(count, sum)));
      table.total("All", Figures.count(sum), "", "");
      table.end();
    }
    out.close();
  }

  private static String[] of(long count, long all) {
    return new String[] {Figures.count(count), Figures.percent((double) count / all)};
  }
}
