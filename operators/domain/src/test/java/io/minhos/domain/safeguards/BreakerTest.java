package io.minhos.domain.safeguards;

import static io.minhos.domain.safeguards.BreakerReason.ACCURACY;
import static io.minhos.domain.safeguards.BreakerReason.COMMAND;
import static io.minhos.domain.safeguards.BreakerReason.COOLED_DOWN;
import static io.minhos.domain.safeguards.BreakerReason.DEGENERATE;
import static io.minhos.domain.safeguards.BreakerReason.DRIFT;
import static io.minhos.domain.safeguards.BreakerReason.RECOVERED;
import static io.minhos.domain.safeguards.BreakerState.CLOSED;
import static io.minhos.domain.safeguards.BreakerState.HALF_OPEN;
import static io.minhos.domain.safeguards.BreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final long HOUR = 3_600_000;

  /** 4 hours up to 10; half of 4 calls. */
  private static final BreakerConfig CONFIG = new BreakerConfig(4, 10, 4, 0.5);

  private static List<ScoredAnswer> scores(long answeredAt, int right, int wrong) {
    List<ScoredAnswer> scores = new ArrayList<>();
    for (int i = 0; i < right + wrong; i++) {
      scores.add(
          new ScoredAnswer(
              "m", 1, "S" + i, answeredAt, answeredAt + HOUR, i < right ? 1 : -1, 1, 0.01));
    }
    return scores;
  }

  private static Breaker closed() {
    return Breaker.closed("m", 1, 0);
  }

  private static Breaker opened(long time) {
    return closed().after(closed().tripped(time, ACCURACY, "evidence=120", CONFIG).orElseThrow());
  }

  private static Breaker halfOpen(Breaker open) {
    return open.after(open.cooled(open.since() + open.coolDownMillis()).orElseThrow());
  }

  @Test
  void opensWithAReasonAndItsDetail() {
    assertThat(closed().trades()).isTrue();
    BreakerTransition transition =
        closed().tripped(5, DRIFT, "drifted=3 features=4", CONFIG).orElseThrow();
    assertThat(transition)
        .isEqualTo(
            new BreakerTransition(
                "m", 1, 5, CLOSED, OPEN, DRIFT, "drifted=3 features=4", 4 * HOUR));
    Breaker open = closed().after(transition);
    assertThat(open.trades()).isFalse();
    assertThat(open.reason()).isEqualTo(DRIFT);
    assertThat(open.detail()).isEqualTo("drifted=3 features=4");
    assertThat(open.tripped(6, DEGENERATE, "", CONFIG)).isEmpty();
  }

  @Test
  void isHalfOpenAfterTheCoolDown() {
    Breaker open = opened(100);
    assertThat(open.cooled(100 + 4 * HOUR - 1)).isEmpty();
    BreakerTransition transition = open.cooled(100 + 4 * HOUR).orElseThrow();
    assertThat(transition.to()).isEqualTo(HALF_OPEN);
    assertThat(transition.reason()).isEqualTo(COOLED_DOWN);
    assertThat(transition.detail()).isEqualTo("openedBy=ACCURACY");
    Breaker halfOpen = open.after(transition);
    assertThat(halfOpen.trades()).isFalse();
    assertThat(halfOpen.cooled(Long.MAX_VALUE)).isEmpty();
    assertThat(closed().cooled(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void closesOnceEnoughOfItsProbationWasRight() {
    Breaker halfOpen = halfOpen(opened(0));
    long since = halfOpen.since();
    Breaker three = halfOpen.scored(scores(since, 2, 1));
    assertThat(three.judged(since, CONFIG)).isEmpty();
    Breaker four = three.scored(scores(since, 0, 1));
    BreakerTransition transition = four.judged(since + HOUR, CONFIG).orElseThrow();
    assertThat(transition.to()).isEqualTo(CLOSED);
    assertThat(transition.reason()).isEqualTo(RECOVERED);
    assertThat(transition.detail()).isEqualTo("accuracy=0.5000 minimum=0.5 calls=4");
    assertThat(transition.coolDownMillis()).isZero();
  }

  @Test
  void countsNoCallFromBeforeTheProbation() {
    Breaker halfOpen = halfOpen(opened(0));
    assertThat(halfOpen.scored(scores(halfOpen.since() - 1, 9, 0))).isEqualTo(halfOpen);
    assertThat(opened(0).scored(scores(1, 9, 0))).isEqualTo(opened(0));
    assertThat(closed().scored(scores(1, 9, 0))).isEqualTo(closed());
  }

  @Test
  void doublesTheCoolDownUpToABoundAndForgetsItOnceClosed() {
    Breaker breaker = opened(0);
    List<Long> coolDowns = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      coolDowns.add(breaker.coolDownMillis() / HOUR);
      Breaker halfOpen = halfOpen(breaker);
      breaker = halfOpen.scored(scores(halfOpen.since(), 1, 3));
      BreakerTransition failed = breaker.judged(halfOpen.since() + HOUR, CONFIG).orElseThrow();
      assertThat(failed.to()).isEqualTo(OPEN);
      assertThat(failed.reason()).isEqualTo(ACCURACY);
      breaker = breaker.after(failed);
    }
    assertThat(coolDowns).containsExactly(4L, 8L, 10L, 10L);
    Breaker halfOpen = halfOpen(breaker);
    Breaker recovered = halfOpen.scored(scores(halfOpen.since(), 4, 0));
    recovered = recovered.after(recovered.judged(halfOpen.since(), CONFIG).orElseThrow());
    assertThat(recovered.tripped(recovered.since(), DRIFT, "", CONFIG).orElseThrow())
        .extracting(BreakerTransition::coolDownMillis)
        .isEqualTo(4 * HOUR);
  }

  @Test
  void obeysCommands() {
    BreakerTransition disable = closed().disabled(7, "news").orElseThrow();
    assertThat(disable)
        .isEqualTo(new BreakerTransition("m", 1, 7, CLOSED, OPEN, COMMAND, "news", 0));
    Breaker disabled = closed().after(disable);
    assertThat(disabled.cooled(Long.MAX_VALUE)).isEmpty();
    assertThat(disabled.tripped(8, ACCURACY, "", CONFIG)).isEmpty();
    assertThat(disabled.disabled(8, "again")).isEmpty();
    BreakerTransition enable = disabled.enabled(9, "over").orElseThrow();
    assertThat(enable)
        .isEqualTo(new BreakerTransition("m", 1, 9, OPEN, CLOSED, COMMAND, "over", 0));
    assertThat(disabled.after(enable).enabled(10, "again")).isEmpty();
    // A person's word holds where a rule had its own.
    assertThat(opened(0).disabled(1, "news").orElseThrow().from()).isEqualTo(OPEN);
    assertThat(halfOpen(opened(0)).enabled(1, "ok").orElseThrow().to()).isEqualTo(CLOSED);
  }

  /** Only the transitions of the table happen, and a fold over them alone knows the state. */
  @Property(tries = 300)
  void keepsToItsTable(@ForAll long seed) {
    Random random = new Random(seed);
    Breaker breaker = closed();
    Breaker told = closed();
    long time = 0;
    for (int i = 0; i < 200; i++) {
      time += random.nextInt((int) (2 * HOUR));
      breaker = breaker.scored(scores(time, random.nextInt(2), random.nextInt(2)));
      Optional<BreakerTransition> next =
          switch (random.nextInt(12)) {
            case 0 -> breaker.disabled(time, "");
            case 1 -> breaker.enabled(time, "");
            case 2 -> breaker.tripped(time, DRIFT, "", CONFIG);
            case 3 -> breaker.tripped(time, DEGENERATE, "", CONFIG);
            case 4, 5, 6 -> breaker.judged(time, CONFIG);
            default -> breaker.cooled(time);
          };
      if (next.isPresent()) {
        BreakerTransition transition = next.get();
        assertThat(transition.from()).isEqualTo(breaker.state());
        assertThat(List.of(DRIFT, DEGENERATE, ACCURACY).contains(transition.reason()))
            .isEqualTo(transition.to() == OPEN && transition.reason() != COMMAND);
        assertThat(transition.to() == HALF_OPEN).isEqualTo(transition.reason() == COOLED_DOWN);
        assertThat(transition.coolDownMillis() > 0)
            .isEqualTo(transition.to() != CLOSED && transition.reason() != COMMAND);
        assertThat(transition.coolDownMillis()).isLessThanOrEqualTo(10 * HOUR);
        breaker = breaker.after(transition);
        told = told.after(transition);
        assertThat(told).isEqualTo(breaker);
      }
    }
  }
}
