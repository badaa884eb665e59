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
    Files.writeString(
        dir.resolve("sizes.txt"), "training.lstm.firstUnits=8\ntraining.lstm.firstUnits=16\n");
    Files.writeString(dir.resolve("variants.txt"), "training.trees=9 training.folds=2\n");
    Files.writeString(dir.resolve("labels.txt"), "training.labelVolatilities=1\n");
    Files.writeString(dir.resolve("warm.txt"), "training.lstm.warmStart=true\n");
    Files.writeString(dir.resolve("map.txt"), "training.lstm={warmStart:true}\n");
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
        "backtest --bars @none.csv --train-window 5 --step 5 --out @out;"
            + " --bars must be a file that can be read: @none.csv",
        "backtest --bars @bars.csv --train-window 5 --step 5 --out @bars.csv;"
            + " --out must be a folder: @bars.csv",
        "backtest --train-window 5 --step 5 --out @out; Error: Missing required argument"
            + " (specify one of these): (([--bars=FILE...]... [--trades=FILE...]..."
            + " [--bar-length=SPAN]) | (--scenario=NAME[,NAME...] [--scenario=NAME[,NAME...]]..."
            + " [--symbols=N] [--length=N] [--signal=X] [--seed=N]))",
        "backtest --bars @bars.csv --bar-length 1m --train-window 5 --step 5 --out @out"
            + " --variants @variants.txt;"
            + " --variants must go with one --only: [lstm, ensemble, winprob]",
        "backtest --bars @bars.csv --bar-length 1m --train-window 5 --step 5 --out @out"
            + " --only lstm,ensemble"
            + " --variants @variants.txt;"
            + " --variants must go with one --only: [lstm, ensemble]",
        "backtest --bars @bars.csv --step 5 --out @out;"
            + " --train-window must be given with --bars or --trades",
        "backtest --bars @bars.csv --train-window 5 --out @out;"
            + " --step must be given with --bars or --trades",
        "backtest --bars @bars.csv --bar-length 1m --train-window soon --step 5 --out @out;"
            + " '--train-window must be a number of bars, or with ms, s, m, h or d a span: soon'",
        "backtest --bars @bars.csv --bar-length 1m --train-window 90s --step 5 --out @out;"
            + " '--train-window must be a multiple of bars.length=60000ms, at least 1: 90s'",
        "backtest --bars @bars.csv --bar-length 1m --train-window 5 --step 0 --out @out;"
            + " '--step must be a multiple of bars.length=60000ms, at least 1: 0'",
        "backtest --bars @bars.csv --bar-length 1m --train-window 5 --step 5 --ready-after 1s"
            + " --out @out; '--ready-after must be a multiple of bars.length=60000ms, at least 0:"
            + " 1s'",
        "backtest --bars @bars.csv --train-window 5 --step 5 --out @out --parallelism 0;"
            + " --parallelism must be >= 1: 0",
        "backtest --bars @bars.csv --train-window 5 --step 5 --out @out --horizon 0;"
            + " --horizon must be >= 1: 0",
        "backtest --bars @bars.csv --train-window 5 --step 5 --out @out --only x;"
            + " --only must be of [lstm, ensemble, winprob]: x",
        "backtest --scenario storm --out @out; --scenario must be of [calm, trending, choppy,"
            + " crash, flash-crash, illiquid, gap-at-open]: storm",
        "backtest --scenario calm --signal 0.8 --out @out; --signal must be in [0.5, 0.75]: 0.8",
        "backtest --scenario calm --symbols 0 --out @out; --symbols must be >= 1: 0",
        "backtest --scenario calm --step soon --out @out; '--step must be a number of bars, or"
            + " with ms, s, m, h or d a span: soon'",
        "backtest --scenario calm --length 0 --out @out; --length must be >= 1: 0",
        "backtest --scenario calm --out @bars.csv; --out must be a folder: @bars.csv",
        "report --from @folder; Missing required option: '--period=PERIOD'",
        "report --period day; Missing required option: '--from=DIR'",
        "report --period year --from @folder; Invalid value for option '--period': expected one of"
            + " [DAY, WEEK, MONTH] (case-insensitive) but was 'year'",
        "report --period day --at noon --from @folder; --at must be a day such as 2026-03-18: noon",
        "report --period day --from @bars.csv; --from must be a folder: @bars.csv",
        "report --period day --from @folder;"
            + " --from must be a file that can be read: @folder/portfolio.jsonl",
        "simulate --scenario storm --out @out; --scenario must be of [calm, trending, choppy,"
            + " crash, flash-crash, illiquid, gap-at-open]: storm",
        "simulate --trades-out @folder --out @none;"
            + " --trades-out must be a file, not a folder: @folder",
        "replay --bar-length 1m --out @out; --bar-length goes with --bars or --trades: 1m",
        "train --bar-length 1m --store @out; --bar-length goes with --bars or --trades: 1m",
        "bench replay --bars @none.csv; --bars must be a file that can be read: @none.csv",
        "bench replay --bars @bars.csv --runs 0; --runs must be >= 1: 0",
        "bench replay --bars @bars.csv --parallelism 0; --parallelism must be >= 1: 0",
        "bench backtest --bars @none.csv; --bars must be a file that can be read: @none.csv",
        "bench backtest --bars @bars.csv --runs 0; --runs must be >= 1: 0",
        "bench swaps --swaps 0; --swaps must be >= 1: 0",
        "bench latency --bars 0; --bars must be >= 1: 0",
        "bench latency --pace 0; --pace must be >= 1: 0",
        "state decisions --limit 0; --limit must be >= 1: 0",
        "state portfolio --as-of noon; Invalid value for option '--as-of': cannot convert 'noon'"
            + " to class java.time.Instant (java.time.format.DateTimeParseException: Text 'noon'"
            + " could not be parsed at index 0)",
        "state positions --as-of noon; Invalid value for option '--as-of': cannot convert 'noon'"
            + " to class java.time.Instant (java.time.format.DateTimeParseException: Text 'noon'"
            + " could not be parsed at index 0)",
        "state heat --as-of noon; Invalid value for option '--as-of': cannot convert 'noon'"
            + " to class java.time.Instant (java.time.format.DateTimeParseException: Text 'noon'"
            + " could not be parsed at index 0)",
        "state decisions --as-of noon; Invalid value for option '--as-of': cannot convert 'noon'"
            + " to class java.time.Instant (java.time.format.DateTimeParseException: Text 'noon'"
            + " could not be parsed at index 0)",
        "state models --as-of noon; Invalid value for option '--as-of': cannot convert 'noon'"
            + " to class java.time.Instant (java.time.format.DateTimeParseException: Text 'noon'"
            + " could not be parsed at index 0)",
        "state overrides --as-of noon; Invalid value for option '--as-of': cannot convert 'noon'"
            + " to class java.time.Instant (java.time.format.DateTimeParseException: Text 'noon'"
            + " could not be parsed at index 0)",
        "state alerts --as-of noon; Invalid value for option '--as-of': cannot convert 'noon'"
            + " to class java.time.Instant (java.time.format.DateTimeParseException: Text 'noon'"
            + " could not be parsed at index 0)",
        "state savepoint; Missing required parameter: 'PATH'",
        "state savepoint @folder --set state.url=jdbc:postgresql:x;"
            + " PATH must be the folder of a checkpoint or savepoint: @folder",
        "state savepoint @none --set state.url=jdbc:postgresql:x;"
            + " PATH must be the folder of a checkpoint or savepoint: @none",
        "import bitstamp --out @folder; --out must be a file, not a folder: @folder",
        "import bitstamp --out @out/x.csv; --out must be a file in a folder that exists: @out/x.csv",
        "import scid --out x; Error: Missing required argument (specify one of these):"
            + " (--trades=FILE | --bars=FILE)",
        "import scid --bars @bars.csv --out x; --bars must be a file with the ending .scid: @bars.csv",
        "import scid --trades @none --out x; --trades must be a file that can be read: @none",
        "simulate --out @folder; --out must be a file, not a folder: @folder",
        "simulate --out @out/x.csv; --out must be a file in a folder that exists: @out/x.csv",
        "run --cluster here; --cluster must be http://HOST:PORT: here",
        "train --bars @bars.csv --store @out --variants @none; --variants must be a file that can be read: @none",
        "train --bars @bars.csv --store @out --variants @bars.csv;"
            + " --variants must go with market data and one --only: [lstm, ensemble, winprob]",
        "train --bars @bars.csv --store @out --cluster here; --cluster must be http://HOST:PORT: here",
        "train --executions @bars.csv --decisions @bars.csv --signals @bars.csv --store @out"
            + " --cluster http://127.0.0.1:1;"
            + " --cluster must be left out with --executions: http://127.0.0.1:1",
        "topics publish; Missing required option: '--trades=FILE'",
        "topics publish --trades @none; --trades must be a file that can be read: @none",
        "topics publish --trades @bars.csv --speed=-1; --speed must be >= 0: -1.0",
        "monitor; Missing required option: '--metrics=URL'",
        "monitor --metrics ftp://x; --metrics must be of http or https: ftp://x",
        "monitor --metrics http://x --models x; --models must be of [technical, lstm, ensemble,"
            + " winprob]: x",
        "monitor --metrics http://x --max-latency-millis 0; --max-latency-millis must be > 0: 0.0",
        "monitor --metrics http://x --max-failed 2; --max-failed must be in [0, 1]: 2.0",
        "monitor --metrics http://x --max-stale-seconds 0; --max-stale-seconds must be > 0: 0.0",
        "monitor --metrics http://x --hold 2m; --hold must be > 2 * bars.length=60000ms: 120000ms",
        "monitor --metrics http://x --set bars.length=1h --hold 2h;"
            + " --hold must be > 2 * bars.length=3600000ms: 7200000ms",
        // By default it is long enough for any bars.
        "monitor --metrics http://x --set bars.length=1d --models x; --models must be of [technical,"
            + " lstm, ensemble, winprob]: x",
        "monitor --metrics http://x --polls 0; --polls must be >= 1: 0",
        "monitor --metrics http://x --every soon; Invalid value for option '--every': must be a"
            + " number with ms, s, m, h or d, at most 36500d: soon",
        "control halt; --why: reason=",
        "control halt --why news --wait 0; --wait must be >= 1: 0",
        "control halt --why news --wait soon;"
            + " Invalid value for option '--wait': 'soon' is not an int",
        "control halt --why news --by=; '--by must not be empty: '",
        "control halt --why news --portfolio=; --portfolio: portfolio=",
        "control halt --why news --from 2024-03-02T00:00:00Z --until 2024-03-01T00:00:00Z;"
            + " --until: expiresAt=2024-03-01T00:00:00Z effectiveFrom=2024-03-02T00:00:00Z",
        "control reduce --why news --symbol=; --symbol: symbol=",
        "control reduce --why news --from 1960-01-01T00:00:00Z;"
            + " --from: effectiveFrom=1960-01-01T00:00:00Z"
            + " limits=1970-01-01T00:00:00Z,2200-01-01T00:00:00Z",
        "control resume; --why: reason=",
        "control override --until 2024-03-02T00:00:00Z --why news;"
            + " Missing required option: '--value=VALUE'",
        "control override --value long --why news; Missing required option: '--until=TIME'",
        "control override --value up --until 2024-03-02T00:00:00Z --why news;"
            + " --value: value=up expected=long, short, flat or limits=-1,1",
        "control override --value -1.5 --until 2024-03-02T00:00:00Z --why news;"
            + " --value: value=-1.5 expected=long, short, flat or limits=-1,1",
        "control override --value flat --until 2300-01-01T00:00:00Z --why news;"
            + " --until: expiresAt=2300-01-01T00:00:00Z"
            + " limits=1970-01-01T00:00:00Z,2200-01-01T00:00:00Z",
        "control override --value flat --until 2024-03-02T00:00:00Z; --why: reason=",
        "control override --model lstn --value flat --until 2024-03-02T00:00:00Z --why news;"
            + " '--model must be one of [technical, lstm, ensemble, winprob]: lstn'",
        "control override --model winprob --value flat --until 2024-03-02T00:00:00Z --why news;"
            + " '--model: model=winprob expected=technical,lstm,ensemble'",
        "control override --model lstm --portfolio main --value flat --until 2024-03-02T00:00:00Z"
            + " --why news; --portfolio: portfolio=main type=OVERRIDE",
        "control override --model lstm --value -0.5 --until 2024-03-02T00:00:00Z --why news;"
            + " '--value: value=-0.5 expected=long, short, flat or limits=0,1'",
        "control override --model lstm --value flat --why news;"
            + " Missing required option: '--until=TIME'",
        "control disable --why news; Missing required option: '--model=MODEL'",
        "control disable --model lstn --why news;"
            + " --model must be one of [technical, lstm, ensemble, winprob]: lstn",
        "control disable --model lstm --version -1 --why news; --model: model=lstm version=-1",
        "control disable --model lstm; --why: reason=",
        "control enable --why news; Missing required option: '--model=MODEL'",
        "control enable --model lstm; --why: reason=",
        "control rollout --why news; Missing required option: '--value=PART'",
        "control rollout --value 1.5 --why news; --value: value=1.5 limits=0,1",
        "control rollout --value half --why news; --value: value=half limits=0,1",
        "control rollout --value 0.5; --why: reason=",
        "control release ensemble --from 1960-01-01T00:00:00Z --store @folder;"
            + " --from: effectiveFrom=1960-01-01T00:00:00Z"
            + " limits=1970-01-01T00:00:00Z,2200-01-01T00:00:00Z",
        "control challenge ensemble 2; Missing required option: '--store=DIR'",
        "control challenge ensemble --store @folder; Missing required parameter: 'VERSION'",
        "control challenge ensemble two --store @folder;"
            + " Invalid value for positional parameter at index 1 (VERSION): 'two' is not an int",
        "control challenge ensemble 2 --share -0.1 --store @folder;"
            + " --share: value=-0.1 limits=0,1",
        "control challenge ensemble 2 --share 1.1 --store @folder; --share: value=1.1 limits=0,1",
        "control challenge ensemble 2 --share NaN --store @folder; --share: value=NaN limits=0,1",
        "control challenge ensemble 2 --share half --store @folder;"
            + " Invalid value for option '--share': 'half' is not a double",
        "control challenge winprob 2 --store @folder;"
            + " MODEL: model=winprob expected=lstm,ensemble",
        "control challenge ensemble 2 --from 1960-01-01T00:00:00Z --store @folder;"
            + " --from: effectiveFrom=1960-01-01T00:00:00Z"
            + " limits=1970-01-01T00:00:00Z,2200-01-01T00:00:00Z",
        "control challenge ensemble 2 --by= --store @folder; '--by must not be empty: '",
        "sql @none; FILE must be a file that can be read: @none",
        "sql --bars @none.csv; --bars must be a file that can be read: @none.csv",
        "sql --trades @folder; --trades must be a file, not a folder: @folder",
        "sql --bars @bars.csv --parallelism 0; --parallelism must be >= 1: 0",
        "sql --replay @folder; --replay must be a file that can be read: @folder/signals.jsonl",
        "check lookahead --bars @none.csv; --bars must be a file that can be read: @none.csv",
        "check lookahead --bars @bars.csv --points 0; --points must be >= 1: 0",
        "check warmup --bars @folder; --bars must be a file, not a folder: @folder",
        "check warmup --bars @bars.csv --points 0; --points must be >= 1: 0",
        "check warmup --bars @bars.csv --tolerance 0; --tolerance must be > 0: 0.0",
        "check labels --trades @none.csv; --trades must be a file that can be read: @none.csv",
        "check labels --bar-length 1m; --bar-length goes with --bars or --trades: 1m",
        "state decisions --from @folder; Missing required option: '--order=CLORDID'",
        "state decisions --order x --as-of 2024-03-01T00:00:00Z; --as-of, --watch, --portfolio and"
            + " --symbol are about the last decisions: --order=x",
        "state decisions --order x --from @folder --watch; --as-of, --watch, --portfolio and"
            + " --symbol are about the last decisions: --order=x",
        "state decisions --order x --portfolio main; --as-of, --watch, --portfolio and"
            + " --symbol are about the last decisions: --order=x",
        "state decisions --order x --limit 0; --limit must be >= 1: 0",
        "state decisions --order x --from @bars.csv; --from must be a folder: @bars.csv",
        "state decisions --order x --from @none;"
            + " --from must be a file that can be read: @none/orders.jsonl",
        "state decisions --order x --from @folder;"
            + " --from must be a file that can be read: @folder/orders.jsonl",
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
        "control challenge ensemble 2 --store file:@none; MISSING: store=file:@none",
        "control challenge ensemble 2 --store @folder; 'MISSING: model=ensemble, known: []'",
        "control challenge lstn 0 --store @folder; 'MISSING: model=lstn, known: []'",
        "sql --store @none; MISSING: store=file:@none",
        "control release lstn --store @folder; 'MISSING: model=lstn, known: []'",
      })
  void namesWhatTheStoreLacks(String arguments, String message) {
    String[] args =
        Arrays.stream(arguments.split(" ", -1)).map(this::placed).toArray(String[]::new);

    assertThat(Minhos.run(args)).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8).split("\n", -1)[0])
        .isEqualTo("minhos: " + placed(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "state portfolio; 'state.url must be the JDBC URL of the database, as"
            + " jdbc:postgresql://host:5432/minhos: '''''",
        "state savepoint x; 'state.url must be the JDBC URL of the database, as"
            + " jdbc:postgresql://host:5432/minhos: '''''",
        "state heat --watch; 'state.url must be the JDBC URL of the database, as"
            + " jdbc:postgresql://host:5432/minhos: '''''",
        "state decisions --order x; 'state.url must be the JDBC URL of the database, as"
            + " jdbc:postgresql://host:5432/minhos: '''''",
        "state portfolio --set state.url=mysql:x;"
            + " state.url must begin with jdbc:postgresql:: mysql:x",
        "state portfolio --set state.reader=minhos;"
            + " state.reader must be a role other than user, which is minhos: 'minhos'",
        "state portfolio --set state.password=${NOT_THERE};"
            + " state.password must name a variable of the environment: ${NOT_THERE}",
        "backtest --bars @bars.csv --bar-length 1m --train-window 5 --step 5 --out @out"
            + " --only ensemble --variants @variants.txt;"
            + " '--variants must set what makes a model alone, training.*, and be tested on the same"
            + " bars: training.folds=2'",
        "train --bars @bars.csv --store @out --only ensemble --variants @variants.txt;"
            + " '--variants must set what makes a model alone, training.*, and be tested on the same"
            + " bars: training.folds=2'",
        "train --bars @bars.csv --store @out --only ensemble --variants @labels.txt;"
            + " '--variants must set what makes a model alone, training.*, and be tested on the same"
            + " bars: training.labelVolatilities=1'",
        "train --bars @bars.csv --store @out --only lstm --variants @warm.txt;"
            + " '--variants must set what makes a model alone, training.*, and be tested on the same"
            + " bars: training.lstm.warmStart=true'",
        "backtest --bars @bars.csv --bar-length 1m --train-window 5 --step 5 --out @out"
            + " --only lstm --variants @sizes.txt --set training.lstm.warmStart=true;"
            + " training.lstm.warmStart must be false for variants of several sizes:"
            + " 20x8-8-100-50, 20x8-16-100-50",
        "train --bars @bars.csv --bar-length 1m --store @out --only lstm --variants @sizes.txt"
            + " --set training.lstm.warmStart=true;"
            + " training.lstm.warmStart must be false for variants of several sizes:"
            + " 20x8-8-100-50, 20x8-16-100-50",
        "train --bars @bars.csv --store @out --only lstm --variants @map.txt;"
            + " '--variants must set what makes a model alone, training.*, and be tested on the same"
            + " bars: training.lstm={warmStart:true}'",
      })
  void namesTheSettingThatIsWrong(String arguments, String message) {
    assertThat(Minhos.run(placed(arguments).split(" ", -1))).isEqualTo(Minhos.WRONG_USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8).strip()).isEqualTo("minhos: " + message);
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
      value = {
        "; replay",
        "models; rollback",
        "import; bitstamp",
        "state; decisions",
        "check; lookahead"
      })
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
