package io.minhos.cli;

import io.minhos.cli.review.Review;
import io.minhos.cli.review.Review.Answers;
import io.minhos.cli.review.Review.Figures;
import io.minhos.trading.report.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A review for people: each figure beside that of the period before. */
final class ReviewText {

  private final Review review;

  private ReviewText(Review review) {
    this.review = review;
  }

  static String of(Review review) {
    return new ReviewText(review).text();
  }

  private String text() {
    Figures now = review.now();
    List<String> parts = new ArrayList<>();
    parts.add(
        "%s from %s until %s, before: %s"
            .formatted(
                review.period().name().toLowerCase(Locale.ROOT),
                now.from(),
                now.until(),
                review.before() == null ? "nothing valued" : review.before().from()));
    parts.add(performance().toString());
    parts.add("answers\n" + answers());
    parts.add("decisions\n" + counts("outcome", Figures::decisions));
    parts.add("denied entries\n" + counts("code", Figures::denials));
    parts.add(
        "breakers, releases, commands, alerts\n"
            + events()
            + (review.eventsLeftOut() == 0 ? "" : "\nand " + review.eventsLeftOut() + " more"));
    return String.join("\n\n", parts);
  }

  private TextTable performance() {
    TextTable table = new TextTable("performance", "this", "before", "change");
    row(table, "equity at start", 2, Figures::equityStart);
    row(table, "equity at end", 2, Figures::equityEnd);
    row(table, "PnL", 2, Figures::pnl);
    row(table, "return, %", 2, f -> 100 * f.periodReturn());
    row(table, "max drawdown, %", 2, f -> 100 * f.maxDrawdown());
    row(table, "round trips", 0, Figures::trades);
    row(table, "won, %", 1, f -> 100 * f.winRate());
    row(table, "net of round trips", 2, Figures::netOfTrades);
    row(table, "fills", 0, Figures::fills);
    row(table, "notional", 0, Figures::notional);
    row(table, "commission", 2, Figures::commission);
    row(table, "commission, bp", 2, Figures::commissionBps);
    return table;
  }

  private void row(TextTable table, String name, int decimals, ToDoubleFunction<Figures> of) {
    row(table, decimals, of.applyAsDouble(review.now()), before(of), name);
  }

  private double before(ToDoubleFunction<Figures> of) {
    return review.before() == null ? Double.NaN : of.applyAsDouble(review.before());
  }

  private static void row(TextTable table, int decimals, double now, double before, String name) {
    table.row(
        name,
        TextTable.number(now, decimals),
        TextTable.number(before, decimals),
        TextTable.number(now - before, decimals));
  }

  private TextTable counts(String first, Function<Figures, Map<String, Long>> of) {
    Map<String, Long> now = of.apply(review.now());
    Map<String, Long> before = review.before() == null ? Map.of() : of.apply(review.before());
    TextTable table = new TextTable(first, "this", "before", "change");
    for (String name : names(now, before)) {
      row(
          table,
          0,
          now.getOrDefault(name, 0L),
          review.before() == null ? Double.NaN : before.getOrDefault(name, 0L),
          name);
    }
    return table;
  }

  private TextTable answers() {
    Map<String, Answers> now = review.now().accuracy();
    Map<String, Answers> before = review.before() == null ? Map.of() : review.before().accuracy();
    TextTable table =
        new TextTable("component", "calls", "right, %", "claimed, %", "Brier", "right before, %");
    for (String name : names(now, before)) {
      Answers of = now.get(name);
      Answers was = before.get(name);
      table.row(
          name,
          TextTable.number(of == null ? 0 : (double) of.calls(), 0),
          TextTable.number(of == null ? Double.NaN : 100 * of.accuracy(), 2),
          TextTable.number(of == null ? Double.NaN : 100 * of.claimed(), 2),
          TextTable.number(of == null ? Double.NaN : of.brier(), 4),
          TextTable.number(was == null ? Double.NaN : 100 * was.accuracy(), 2));
    }
    return table;
  }

  private static Set<String> names(Map<String, ?> now, Map<String, ?> before) {
    Set<String> names = new TreeSet<>(now.keySet());
    names.addAll(before.keySet());
    return names;
  }

  private TextTable events() {
    TextTable table = new TextTable("time", "kind", "what");
    for (Event event : review.events()) {
      table.row(
          TextTable.time(event.time()), event.kind().name().toLowerCase(Locale.ROOT), event.text());
    }
    return table;
  }
}
