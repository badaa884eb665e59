package io.minhos.cli;

import io.minhos.domain.control.Command;
import io.minhos.domain.market.Bar;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.risk.Assessment;
import io.minhos.domain.risk.Assessment.Sizing;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.RiskFactor;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** An order's decision on a page. Numbers have all their digits: they are for recomputing. */
final class DecisionText {

  private static final String ANSWER = "  %-18s %7s  %-10s  %-8s  %s%n";

  private final StringBuilder page = new StringBuilder();

  private DecisionText() {}

  static String page(DecisionAudit audit) {
    DecisionText text = new DecisionText();
    text.decision(audit.decision());
    text.orders(audit);
    if (audit.decision().assessment().sizing() != Sizing.NONE) {
      text.sizing(audit.decision());
      text.settings(audit.settings());
    }
    text.commands(audit.commands());
    text.signal(audit.signal());
    text.bar(audit.signal().bar());
    audit.features().forEach(text::features);
    return text.page.toString().stripTrailing();
  }

  private void decision(Decision decision) {
    heading("decision");
    line("id", decision.decisionId());
    line("portfolio", decision.portfolio());
    line("symbol", decision.symbol());
    line("time", time(decision.time()));
    line("outcome", decision.outcome());
    line("reason", decision.reason().isEmpty() ? "-" : decision.reason());
  }

  private void orders(DecisionAudit audit) {
    heading("orders");
    for (Order order : audit.orders()) {
      String asked = order.clOrdId().equals(audit.clOrdId()) ? "*" : "";
      page.append(
          String.format(
              "  %-1s %s  %-13s  %-4s %s %s%s%s %s%s%n",
              asked,
              order.clOrdId(),
              order.purpose(),
              order.side(),
              order.orderQty(),
              order.ordType(),
              known(" ", order.price()),
              known(" at ", order.stopPx()),
              order.timeInForce(),
              order.origClOrdId().isEmpty() ? "" : " of " + order.origClOrdId()));
    }
    heading("executions");
    for (Execution execution : audit.executions()) {
      page.append(
          String.format(
              "    %s  %-13s  %s%s, %s%n",
              execution.clOrdId(),
              execution.execType(),
              time(execution.transactTime()),
              execution.isBooked()
                  ? "  %s at %s, commission %s"
                      .formatted(execution.lastQty(), execution.lastPx(), execution.commission())
                  : "",
              execution.ordStatus()));
    }
    none(audit.executions());
  }

  private void sizing(Decision decision) {
    Assessment assessment = decision.assessment();
    heading("sizing");
    line("by", assessment.sizing());
    line("model's p", assessment.modelProbability());
    line("p", assessment.winProbability());
    line("b", assessment.payoffRatio());
    line("full Kelly", assessment.fullKelly());
    line("asked", assessment.asked());
    for (RiskFactor factor : assessment.factors()) {
      line("x " + factor.name(), "%-22s %s".formatted(factor.value(), factor.detail()));
    }
    line("fraction", assessment.fraction());
    line("equity", decision.equity());
    line("price", decision.price());
    line("quantity", decision.quantity());
    line("stop", decision.stopPx());
    line("target", decision.targetPx());
    line("heat before", assessment.heat());
    line("risk level", assessment.use().level() + " " + assessment.use().reasons());
  }

  private void settings(DecisionAudit.Settings settings) {
    heading("settings, as configured for this command");
    line("kellyFraction", settings.kellyFraction());
    line("fixedFraction", settings.fixedFraction());
    line("maxPosition", settings.maxPositionFraction());
    line("stopAtr", settings.stopAtr());
    line("targetAtr", settings.targetAtr());
    line("lot", settings.lotSize());
    line("tick", settings.tickSize());
    line("slippage bps", settings.slippageBps());
  }

  private void commands(List<Command> commands) {
    heading("commands in force");
    for (Command command : commands) {
      String about =
          List.of(command.portfolio(), command.symbol(), command.model(), command.value()).stream()
              .filter(part -> !part.isEmpty())
              .collect(Collectors.joining(" "));
      page.append(
          String.format(
              "  %-9s %s%n            by %s: %s%n            %s to %s, %s%n",
              command.type(),
              about.isEmpty() ? "all" : about,
              command.author(),
              command.reason(),
              time(command.from()),
              time(command.until()),
              command.commandId()));
    }
    none(commands);
  }

  private void signal(Signal signal) {
    heading("signal");
    line("direction", signal.direction());
    line("strength", signal.strength());
    line("confidence", signal.confidence());
    line("calibrated", signal.calibrated());
    line("technical's", signal.technicalCalibrated());
    line("models' part", signal.allocation());
    line("regime", signal.regime());
    line("trend", signal.trendStrength());
    line("volume ratio", signal.volumeRatio());
    line("atr", signal.atr());
    line("volatility", signal.volatility());
    line("fired", signal.fired().isEmpty() ? "-" : String.join(", ", signal.fired()));
    line(
        "win",
        "winprob version %d %s: %s"
            .formatted(signal.win().version(), signal.win().status(), signal.win().probability()));
    answers("votes", signal.components());
    answers("shadows", signal.shadows());
  }

  private void answers(String name, List<SignalComponent> answers) {
    heading(name);
    if (!answers.isEmpty()) {
      page.append(String.format(ANSWER, "NAME", "VERSION", "STATUS", "POINTS", "ANSWER"));
    }
    for (SignalComponent answer : answers) {
      page.append(
          String.format(
              ANSWER,
              answer.name(),
              answer.version(),
              answer.status(),
              answer.direction(),
              "value=%s confidence=%s calibrated=%s agreement=%s bases=%s"
                  .formatted(
                      answer.value(),
                      answer.confidence(),
                      answer.calibrated(),
                      answer.agreement(),
                      answer.bases())));
      page.append(
          String.format(
              ANSWER,
              "",
              "",
              "",
              "",
              "weight=%s factor=%s allocation=%s%s"
                  .formatted(
                      answer.weight(),
                      answer.factor(),
                      answer.allocation(),
                      answer.override().isEmpty() ? "" : " override=" + answer.override())));
    }
    none(answers);
  }

  private void bar(Bar bar) {
    heading("bar");
    line("from", time(bar.openTime()));
    line("to", time(bar.closeTime()));
    line("open", bar.open());
    line("high", bar.high());
    line("low", bar.low());
    line("close", bar.close());
    line("volume", bar.volume());
    line("bought", bar.buyVolume());
    line("sold", bar.sellVolume());
    line("trades", bar.trades());
    line("vwap", bar.vwap());
    line("mean spread", bar.meanSpread());
  }

  private void features(DecisionAudit.Features features) {
    heading(
        "features %s version %d%s, computed again from the %d bars in the signals%s"
            .formatted(
                features.schema(),
                features.version(),
                features.warm() ? "" : ", not yet warm",
                features.bars(),
                features.whole() ? "" : ", which are not all that the job had seen"));
    features.values().forEach(this::line);
  }

  private void heading(String name) {
    page.append(page.isEmpty() ? "" : System.lineSeparator()).append(String.format("%s%n", name));
  }

  private void line(String name, Object value) {
    page.append(String.format("  %-22s  %s", name, value).stripTrailing())
        .append(System.lineSeparator());
  }

  private void none(Collection<?> shown) {
    if (shown.isEmpty()) {
      page.append(String.format("  none%n"));
    }
  }

  private static String known(String before, double price) {
    return Double.isNaN(price) ? "" : before + price;
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
