package io.minhos.trading.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A horizontal axis in UTC, marked at round times.
 *
 * @param from its left end, milliseconds since the epoch
 * @param to its right end
 */
record TimeAxis(long from, long to) {

  /**
   * A mark.
   *
   * @param time milliseconds since the epoch
   * @param label as ISO 8601 writes it, no finer than the marks are apart
   */
  record Mark(long time, String label) {}

  private static final int MARKS = 8;
  private static final long SECOND = 1_000;
  private static final long DAY = 86_400 * SECOND;
  private static final long[] SECONDS = {
    1, 5, 15, 30, 60, 120, 300, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200
  };
  private static final int[] DAYS = {1, 2, 4, 7, 14};
  private static final int[] MONTHS = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200};

  /** 1970-01-05, a Monday: weeks start there. */
  private static final long MONDAY = 4 * DAY;

  /** 0 at the left end, 1 at the right. */
  double place(long time) {
    return to == from ? 0.5 : (double) (time - from) / (to - from);
  }

  /** At most nine, at the smallest distance that allows it. */
  List<Mark> marks() {
    long span = to - from;
    for (long seconds : SECONDS) {
      if (span <= MARKS * seconds * SECOND) {
        return every(seconds * SECOND, 0, format(seconds < 60 ? "MM-dd HH:mm:ss" : "MM-dd HH:mm"));
      }
    }
    for (int days : DAYS) {
      if (span <= DAY * MARKS * days) {
        return every(days * DAY, days % 7 == 0 ? MONDAY : 0, format("uuuu-MM-dd"));
      }
    }
    for (int months : MONTHS) {
      if (span <= 31 * DAY * MARKS * months) {
        return everyMonths(months);
      }
    }
    return List.of();
  }

  private List<Mark> every(long step, long origin, DateTimeFormatter format) {
    List<Mark> marks = new ArrayList<>();
    long first = origin - Math.floorDiv(origin - from, step) * step;
    for (long time = first; time <= to; time += step) {
      marks.add(new Mark(time, format.format(Instant.ofEpochMilli(time))));
    }
    return marks;
  }

  private List<Mark> everyMonths(int step) {
    DateTimeFormatter format = format(step % 12 == 0 ? "uuuu" : "uuuu-MM");
    LocalDate day = EquityHistory.date(from).withDayOfMonth(1);
    long ordinal = day.getYear() * 12L + day.getMonthValue() - 1;
    day = day.minusMonths(Math.floorMod(ordinal, (long) step));
    List<Mark> marks = new ArrayList<>();
    for (; millis(day) <= to; day = day.plusMonths(step)) {
      if (millis(day) >= from) {
        marks.add(new Mark(millis(day), format.format(day.atStartOfDay(ZoneOffset.UTC))));
      }
    }
    return marks;
  }

  private static long millis(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }
}
