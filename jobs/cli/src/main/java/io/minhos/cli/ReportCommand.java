package io.minhos.cli;

import io.minhos.cli.review.Period;
import io.minhos.cli.review.Review;
import io.minhos.cli.review.RunReview;
import io.minhos.trading.output.Json;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = {
      "Reviews a day, week or month of what a replay or backtest wrote, beside the period before:",
      "performance, costs, accuracy and calibration, denials, breakers and commands."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Option(
      names = "--period",
      paramLabel = "PERIOD",
      required = true,
      description = "day, week (from Monday on) or month, in UTC.")
  Period period;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      required = true,
      description = "Folder with the results of a replay or backtest.")
  Path from;

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description = "A day in the period, such as 2026-03-18; else the last that was valued.")
  String at;

  @Option(names = "--json", description = "Print the review as JSON.")
  boolean json;

  @Mixin ConfigOptions config;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    LocalDate day = day();
    FileChecks.requireFolder(spec, "--from", from);
    FileChecks.requireFiles(spec, "--from", RunReview.FILES.stream().map(from::resolve).toList());
    Review review = RunReview.of(from, period, day, config.load().labelling());
    System.out.println(json ? Json.line(review) : ReviewText.of(review));
    return 0;
  }

  private LocalDate day() {
    try {
      return at == null ? null : LocalDate.parse(at);
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(), "--at must be a day such as 2026-03-18: " + at, e);
    }
  }
}
