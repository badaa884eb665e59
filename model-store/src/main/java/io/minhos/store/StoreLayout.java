package io.minhos.store;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.Path;

/**
 * Where things are. Below the folder of a model:
 *
 * <pre>
 * 000007/manifest.json      the release counts once this is there
 * 000007/lstm.onnx          artifacts beside it
 * claims/000007.json        the version is taken
 * seals/000007             SHA-256 of its manifest
 * journal/000003.json       the third move of an alias
 * trials/000004.json        the fourth training that was judged
 * staging/…                 files that are about to get their name
 * </pre>
 */
record StoreLayout(Path root) {

  static final String MANIFEST = "manifest.json";
  static final int LAST_VERSION = 999_999;

  private static final Pattern NUMBERED = Pattern.compile("(\\d{6})(\\.json)?");
  private static final Pattern STAGED = Pattern.compile("(.+)~[0-9a-f-]{36}");

  Path model(String model) {
    return new Path(root, model);
  }

  Path release(String model, int version) {
    return new Path(model(model), number(version));
  }

  Path manifest(String model, int version) {
    return new Path(release(model, version), MANIFEST);
  }

  Path claims(String model) {
    return new Path(model(model), "claims");
  }

  Path claim(String model, int version) {
    return new Path(claims(model), number(version) + ".json");
  }

  Path seal(String model, int version) {
    return new Path(model(model), "seals/" + number(version));
  }

  Path journal(String model) {
    return new Path(model(model), "journal");
  }

  Path entry(String model, int sequence) {
    return new Path(journal(model), number(sequence) + ".json");
  }

  Path trials(String model) {
    return new Path(model(model), "trials");
  }

  Path trial(String model, int sequence) {
    return new Path(trials(model), number(sequence) + ".json");
  }

  Path staging(String model) {
    return new Path(model(model), "staging");
  }

  /**
   * A name that nobody else has, for a file that is to become {@code target}. Two who stage under
   * one name would write into each other's file; the random part decides nothing else.
   */
  Path staged(String model, Path target) {
    String below = target.getPath().substring(model(model).getPath().length() + 1);
    return new Path(staging(model), below.replace('/', '~') + "~" + UUID.randomUUID());
  }

  /** What the staged file of that name was to become. */
  Optional<Path> target(String model, String staged) {
    Matcher matcher = STAGED.matcher(staged);
    return matcher.matches()
        ? Optional.of(new Path(model(model), matcher.group(1).replace('~', '/')))
        : Optional.empty();
  }

  /** The number that {@code 000007} or {@code 000007.json} stands for. */
  static OptionalInt number(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  private static String number(int number) {
    return String.format("%06d", number);
  }
}
