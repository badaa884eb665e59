package io.minhos.cli;

import picocli.CommandLine.Command;

@Command(
    name = "bench",
    description = "How fast the job is.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchReplayCommand.class,
      BenchBacktestCommand.class,
      BenchSwapsCommand.class,
      BenchLatencyCommand.class
    })
final class BenchCommand {}
