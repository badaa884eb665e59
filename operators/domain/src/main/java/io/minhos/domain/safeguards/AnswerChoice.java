package io.minhos.domain.safeguards;

import io.minhos.domain.control.Challenge;
import io.minhos.domain.control.Controls;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import io.minhos.domain.signals.Vote;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of a model's answers counts at a bar: the first of these that may be traded and has one.
 *
 * <ol>
 *   <li>the challenger's, on the symbols of its share ({@link StickyShare}), or on all once it has
 *       proved to be better
 *   <li>that of the release in force
 *   <li>that of the release that stands by
 * </ol>
 *
 * Where none may, the one in force is told without a weight, and the signal is that of what is
 * left: in the end of technical analysis alone.
 *
 * @param vote what counts, null if nobody answered
 * @param shadows the other answers, as they came
 */
public record AnswerChoice(Vote vote, List<Prediction> shadows) {

  /**
   * The choice.
   *
   * @param predictions all answers at the bar, of other models too
   */
  public static AnswerChoice of(
      String model,
      String symbol,
      Controls controls,
      List<Prediction> predictions,
      Standings standings) {
    List<Prediction> answers = new ArrayList<>(3);
    for (Prediction prediction : predictions) {
      if (prediction.model().equals(model)) {
        answers.add(prediction);
      }
    }
    Vote vote = null;
    for (ModelRelease release : candidates(model, symbol, controls, standings)) {
      Prediction answer = find(release.version(), answers);
      Standing standing = standings.of(model, release.version());
      if (answer != null && standing.trades() && !isDisabled(release, controls)) {
        Vote candidate = new Vote(answer, true, standing.allocation(), standing.hitRate());
        if (answer.status() == Status.OK) {
          vote = candidate;
          break;
        }
        // Unless another has an answer, it is told why there is none.
        vote = vote == null ? candidate : vote;
      }
    }
    if (vote == null && !answers.isEmpty()) {
      ModelRelease inForce = controls.release(model);
      Prediction told = inForce == null ? null : find(inForce.version(), answers);
      Prediction answer = told == null ? answers.get(0) : told;
      Standing standing = standings.of(model, answer.version());
      // Version 0 is nobody's answer, and says so.
      boolean nobody = answer.version() == 0;
      vote = new Vote(answer, nobody, standing.allocation(), standing.hitRate());
    }
    if (vote != null) {
      answers.remove(vote.answer());
    }
    return new AnswerChoice(vote, answers);
  }

  private static List<ModelRelease> candidates(
      String model, String symbol, Controls controls, Standings standings) {
    List<ModelRelease> candidates = new ArrayList<>(3);
    Challenge challenge = controls.challenge(model);
    if (challenge != null) {
      int version = challenge.release().version();
      ModelRelease champion = controls.release(model);
      boolean promoted =
          champion != null && standings.of(model, version).promotedOver() == champion.version();
      double share = promoted ? 1 : challenge.share();
      if (StickyShare.contains(model, version, symbol, share)) {
        candidates.add(challenge.release());
      }
    }
    if (controls.release(model) != null) {
      candidates.add(controls.release(model));
    }
    if (controls.standby(model) != null) {
      candidates.add(controls.standby(model));
    }
    return candidates;
  }

  private static boolean isDisabled(ModelRelease release, Controls controls) {
    return controls.commands().stream()
        .anyMatch(command -> command.disables(release.model(), release.version()));
  }

  private static Prediction find(int version, List<Prediction> answers) {
    for (Prediction answer : answers) {
      if (answer.version() == version) {
        return answer;
      }
    }
    return null;
  }
}
