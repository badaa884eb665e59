package io.minhos.domain.safeguards;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.control.Challenge;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.control.Controls;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Version 1 stands by, 2 is in force, 3 challenges it. */
class AnswerChoiceTest {

  private static final ModelRelease STANDBY = release(1);
  private static final ModelRelease CHAMPION = release(2);
  private static final ModelRelease CHALLENGER = release(3);

  private final Map<Integer, Standing> told = new HashMap<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<Prediction> answers =
      new ArrayList<>(
          List.of(
              answer(STANDBY, 0.1),
              answer(CHAMPION, 0.2),
              answer(CHALLENGER, 0.3),
              Prediction.none("ensemble", 9, Status.UNTRAINED)));

  private double share;

  @Test
  void theReleaseInForceCountsAndTheOthersAreTold() {
    AnswerChoice choice = choice();
    assertThat(choice.vote().answer().version()).isEqualTo(2);
    assertThat(choice.vote().trades()).isTrue();
    assertThat(choice.shadows()).extracting(Prediction::version).containsExactly(1, 3);
  }

  @Test
  void aChallengerCountsOnItsShareAndOnAllOnceItIsBetterThanThisChampion() {
    int traded = 0;
    share = 0.3;
    for (int i = 0; i < 1_000; i++) {
      int version = choice("S" + i).vote().answer().version();
      assertThat(version).isIn(2, 3);
      traded += version == 3 ? 1 : 0;
    }
    assertThat(traded).isBetween(250, 350);
    share = 0;
    told.put(3, new Standing("lstm", 3, 0, true, 1, 1, 0.5));
    assertThat(choice().vote().answer().version()).as("better than another").isEqualTo(2);
    told.put(3, new Standing("lstm", 3, 0, true, 1, 2, 0.5));
    assertThat(choice().vote().answer().version()).isEqualTo(3);
    told.put(3, new Standing("lstm", 3, 0, false, 1, 2, 0.5));
    assertThat(choice().vote().answer().version()).as("taken out").isEqualTo(2);
  }

  @Test
  void whatStandsByCountsWhereTheOneInForceIsTakenOutOrHasNoAnswer() {
    told.put(2, new Standing("lstm", 2, 0, false, 1, 0, 0.5));
    assertThat(choice().vote().answer().version()).isEqualTo(1);
    told.clear();
    commands.add(
        Command.of(
            ControlEntry.of("c", ControlType.DISABLE, "ann", "news").naming("lstm", 2), 0, 0));
    assertThat(choice().vote().answer().version()).isEqualTo(1);
    commands.clear();
    answers.set(1, Prediction.none("lstm", 2, Status.FAILED));
    assertThat(choice().vote().answer().version()).isEqualTo(1);
    assertThat(choice().shadows()).extracting(Prediction::version).containsExactly(2, 3);
  }

  @Test
  void whereNoneMayTheOneInForceIsToldWithoutAWeight() {
    told.put(2, new Standing("lstm", 2, 0, false, 1, 0, 0.5));
    told.put(1, new Standing("lstm", 1, 0, false, 1, 0, 0.5));
    AnswerChoice choice = choice();
    assertThat(choice.vote().answer().version()).isEqualTo(2);
    assertThat(choice.vote().trades()).isFalse();
  }

  @Test
  void aChallengerAloneIsNotTradedAndNobodySaysSo() {
    Controls alone =
        new Controls(List.of(), List.of(), List.of(new Challenge(CHALLENGER, 0)), List.of());
    AnswerChoice choice =
        AnswerChoice.of("lstm", "A", alone, List.of(answer(CHALLENGER, 0.3)), this::standing);
    assertThat(choice.vote().trades()).isFalse();
    Prediction nobody = Prediction.none("lstm", 0, Status.UNTRAINED);
    choice =
        AnswerChoice.of(
            "lstm", "A", new Controls(List.of(), List.of()), List.of(nobody), this::standing);
    assertThat(choice.vote().answer()).isEqualTo(nobody);
    assertThat(choice.vote().trades()).isTrue();
  }

  private AnswerChoice choice() {
    return choice("A");
  }

  private AnswerChoice choice(String symbol) {
    Controls controls =
        new Controls(
            List.of(CHAMPION),
            commands,
            List.of(new Challenge(CHALLENGER, share)),
            List.of(STANDBY));
    return AnswerChoice.of("lstm", symbol, controls, answers, this::standing);
  }

  private Standing standing(String model, int version) {
    return told.getOrDefault(version, Standing.initial(model, version, 1));
  }

  private static Prediction answer(ModelRelease release, double value) {
    return Prediction.of(release, value, 0.05);
  }

  private static ModelRelease release(int version) {
    return new ModelRelease("lstm", version, "none:" + version, "00");
  }
}
