package io.minhos.domain.features;

/** Time as an angle, so that the end of a day or week is next to the beginning of the next. UTC. */
public final class CyclicTime {

  private static final long DAY = 86_400_000;

  private CyclicTime() {}

  /** 2π · milliseconds of the day / a day, in [0, 2π). */
  public static double minuteAngle(long time) {
    return 2 * Math.PI * Math.floorMod(time, DAY) / DAY;
  }

  /** 2π · day of the week / 7, Monday 0. */
  public static double weekdayAngle(long time) {
    long daysSinceThursday = Math.floorDiv(time, DAY);
    return 2 * Math.PI * Math.floorMod(daysSinceThursday + 3, 7) / 7;
  }
}
