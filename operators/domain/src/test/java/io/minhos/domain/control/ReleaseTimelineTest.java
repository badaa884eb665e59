package io.minhos.domain.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.inference.ModelRelease;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReleaseTimelineTest {

  /** Against the definition, by going through all of them; several may be from one time. */
  @Property(tries = 300)
  void saysWhatIsInForceAndWhatIsNext(
      @ForAll @Size(max = 12) List<@IntRange(max = 9) Integer> from, @ForAll long seed) {
    List<ScheduledRelease> log = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      log.add(new ScheduledRelease(new ModelRelease("m", i + 1, "u", "00"), from.get(i), i));
    }
    List<ScheduledRelease> arrived = new ArrayList<>(log);
    arrived.addAll(log);
    Collections.shuffle(arrived, new Random(seed));
    ReleaseTimeline timeline = ReleaseTimeline.empty();
    for (ScheduledRelease release : arrived) {
      timeline = timeline.plus(release);
    }
    for (long time = -1; time <= 10; time++) {
      assertThat(timeline.at(time)).isEqualTo(inForce(log, time));
      ModelRelease next = null;
      for (long later = time + 1; later <= 10 && next == null; later++) {
        ModelRelease then = inForce(log, later);
        next = then == null || then.equals(inForce(log, time)) ? null : then;
      }
      assertThat(timeline.next(time)).isEqualTo(next);
    }
  }

  private static ModelRelease inForce(List<ScheduledRelease> log, long time) {
    ScheduledRelease found = null;
    for (ScheduledRelease release : log) {
      if (release.from() <= time && (found == null || release.from() >= found.from())) {
        found = release;
      }
    }
    return found == null ? null : found.release();
  }
}
