package io.minhos.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is asked of the paths, addresses and numbers of a command line, before any work begins. */
final class FileChecks {

  private FileChecks() {}

  /** The files of {@code input} are there, and at least one is. */
  static void requireFiles(CommandSpec spec, MarketFiles input) {
    if (input.files().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--bar-length goes with --bars or --trades: " + input.barLength);
    }
    requireFiles(spec, "--bars", input.bars);
    requireFiles(spec, "--trades", input.trades);
  }

  /** Each is a file that can be read. */
  static void requireFiles(CommandSpec spec, String option, List<Path> files) {
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw wrong(spec, option, "a file, not a folder", file);
      }
      if (!Files.isReadable(file)) {
        throw wrong(spec, option, "a file that can be read", file);
      }
    }
  }

  /** It is a folder, or can be made one. */
  static void requireFolder(CommandSpec spec, String option, Path folder) {
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there != null && !Files.isDirectory(there)) {
      throw wrong(spec, option, "a folder", folder);
    }
  }

  /** A file can be written there. */
  static void requireTarget(CommandSpec spec, String option, Path file) {
    if (Files.isDirectory(file)) {
      throw wrong(spec, option, "a file, not a folder", file);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw wrong(spec, option, "a file in a folder that exists", file);
    }
  }

  static void requireAtLeastOne(CommandSpec spec, String option, int number) {
    if (number < 1) {
      throw wrong(spec, option, ">= 1", number);
    }
  }

  /** It says where a cluster's REST interface is. */
  static void requireAddress(CommandSpec spec, String option, URI address) {
    if (address.getHost() == null || address.getPort() < 0) {
      throw wrong(spec, option, "http://HOST:PORT", address);
    }
  }

  private static ParameterException wrong(
      CommandSpec spec, String option, String bound, Object value) {
    return new ParameterException(spec.commandLine(), option + " must be " + bound + ": " + value);
  }
}
