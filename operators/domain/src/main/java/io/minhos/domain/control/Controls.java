package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in force at a bar, as the control log has it.
 *
 * @param releases one a model at most, sorted by model id
 * @param commands that are about the bar's symbol, sorted by {@link Command#ORDER}; null of a row
 *     from before there were any: none
 * @param challenges one a model at most, of releases that are not in force, sorted likewise; null
 *     of an earlier row: none
 * @param standbys what answers in shadow to stand in for a release in force, one a model at most,
 *     sorted likewise; null of an earlier row: none
 */
public record Controls(
    List<ModelRelease> releases,
    List<Command> commands,
    List<Challenge> challenges,
    List<ModelRelease> standbys) {

  public Controls {
    commands = commands == null ? List.of() : commands;
    challenges = challenges == null ? List.of() : challenges;
    standbys = standbys == null ? List.of() : standbys;
  }

  /** Releases and commands alone. */
  public Controls(List<ModelRelease> releases, List<Command> commands) {
    this(releases, commands, List.of(), List.of());
  }

  /** The release of {@code model}, or null. */
  public ModelRelease release(String model) {
    return find(releases, model);
  }

  /** What challenges the release of {@code model}, or null. */
  public Challenge challenge(String model) {
    for (Challenge challenge : challenges) {
      if (challenge.release().model().equals(model)) {
        return challenge;
      }
    }
    return null;
  }

  /** What stands by for the release of {@code model}, or null. */
  public ModelRelease standby(String model) {
    return find(standbys, model);
  }

  /** The releases of {@code model} that answer, each once: in force, challenging, standing by. */
  public List<ModelRelease> answering(String model) {
    List<ModelRelease> all = new ArrayList<>(3);
    Challenge challenge = challenge(model);
    add(all, release(model));
    add(all, challenge == null ? null : challenge.release());
    add(all, standby(model));
    return all;
  }

  private static void add(List<ModelRelease> all, ModelRelease release) {
    if (release != null && all.stream().noneMatch(other -> other.version() == release.version())) {
      all.add(release);
    }
  }

  private static ModelRelease find(List<ModelRelease> all, String model) {
    for (ModelRelease release : all) {
      if (release.model().equals(model)) {
        return release;
      }
    }
    return null;
  }
}
