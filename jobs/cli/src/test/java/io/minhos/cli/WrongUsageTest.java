package io.minhos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong usage exits with 2, says what is wrong in one line, and touches nothing. */
class WrongUsageTest {

  @TempDir Path dir;

  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void capture() throws Exception {
    Files.writeString(dir.resolve("bars.csv"), "symbol,open_time,open,high,low,close,volume\n");
    Files.createDirectory(dir.resolve("folder"));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(realErr);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "replay --bars @none.csv --out @out; --bars must be a file that can be read: @none.csv",
        "replay --trades @none.csv --out @out; --trades must be a file that can be read: @none.csv",
        "replay --bars @bars.csv @folder --out @out; --bars must be a file, not a folder: @folder",
        "replay --bars @bars.csv --out @bars.csv; --out must be a folder: @bars.csv",
        "replay --bars @bars.csv --out @bars.csv/x; --out must be a folder: @bars.csv/x",
        "replay --bars @bars.csv --commands @none --out @out;"
            + " --commands must be a file that can be read: @none",
        "replay --bars @bars.csv --commands @folder --out @out;"
            + " --commands must be a file, not a folder: @folder",
        "replay --bars @bars.csv --parallelism 0 --out @out; --parallelism must be >= 1: 0",
        "train --bars @none.csv --store @out; --bars must be a file that can be read: @none.csv",
        "train --bars @folder --store @out; --bars must be a file, not a folder: @folder",
        "train --bars @bars.csv --store @bars.csv; --store must be a folder: @bars.csv",
        "train --bars @bars.csv --store @out --parallelism 0; --parallelism must be >= 1: 0",
        "train --bars @bars.csv --store @out --horizon 0; --horizon must be >= 1: 0",
        "train --trades @none.csv --store @out;"
            + " --trades must be a file that can be read: @none.csv",
        "train --kafka --store @bars.csv; --store must be a folder: @bars.csv",
        "train --kafka --store @out --parallelism 0; --parallelism must be >= 1: 0",
        "train --kafka --store @out --horizon 0; --horizon must be >= 1: 0",
        "train --executions @none --decisions @bars.csv --signals @bars.csv --store @out;"
            + " --executions must be a file that can be read: @none",
        "train --executions @bars.csv --decisions @bars.csv --signals @bars.csv --store @out"
            + " --only lstm; --only must be winprob with --executions: [lstm]",
        "train --kafka --store @out --only x; --only must be of [lstm, ensemble, winprob]: x",
        "replay --bar-length 1m --out @out; --bar-length goes with --bars or --trades: 1m",
        "train --bar-length 1m --store @out; --bar-length goes with --bars or --trades: 1m",
        "bench replay --bars @none.csv; --bars must be a file that can be read: @none.csv",
        "bench replay --bars @bars.csv --runs 0; --runs must be >= 1: 0",
        "bench replay --bars @bars.csv --parallelism 0; --parallelism must be >= 1: 0",
        "bench swaps --swaps 0; --swaps must be >= 1: 0",
        "bench latency --bars 0; --bars must be >= 1: 0",
        "bench latency --pace 0; --pace must be >= 1: 0",
        "import bitstamp --out @folder; --out must be a file, not a folder: @folder",
        "import bitstamp --out @out/x.csv; --out must be a file in a folder that exists: @out/x.csv",
        "simulate --out @folder; --out must be a file, not a folder: @folder",
        "simulate --out @out/x.csv; --out must be a file in a folder that exists: @out/x.csv",
      })
  void exitsWithTwoAndNamesWhatIsWrong(String arguments, String message) {
    String[] args =
        Arrays.stream(arguments.split(" ", -1)).map(this::placed).toArray(String[]::new);

    assertThat(Minhos.run(args)).isEqualTo(Minhos.WRONG_USAGE);
    String[] lines = err.toString(StandardCharsets.UTF_8).split("\n", -1);
    assertThat(lines[0]).isEqualTo("minhos: " + placed(message));
    assertThat(lines[1]).startsWith("Try 'minhos ").endsWith(" --help'.");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "train --store @out; Missing required argument",
        "train --kafka --bars @bars.csv --store @out; mutually exclusive",
        "train --kafka --trades @bars.csv --store @out; mutually exclusive",
      })
  void takesFilesOrTopics(String arguments, String message) {
    String[] args =
        Arrays.stream(arguments.split(" ", -1)).map(this::placed).toArray(String[]::new);

    assertThat(Minhos.run(args)).isEqualTo(Minhos.WRONG_USAGE);
    String[] lines = err.toString(StandardCharsets.UTF_8).split("\n", -1);
    assertThat(lines[0]).startsWith("minhos: ").contains(message, "--kafka", "--bars");
    assertThat(lines[1]).isEqualTo("Try 'minhos train --help'.");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"; replay", "models; rollback", "import; bitstamp"})
  void namesTheSubcommandsWhereOneIsMissing(String command, String subcommand) {
    assertThat(command == null ? Minhos.run() : Minhos.run(command)).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("minhos: Missing required subcommand")
        .contains("\n  " + subcommand);
  }

  private String placed(String text) {
    return text.replace("@", dir + "/");
  }
}
