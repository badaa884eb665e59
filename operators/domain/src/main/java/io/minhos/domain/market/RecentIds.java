package io.minhos.domain.market;

import java.util.HashMap;
import java.util.Map;

/**
 * Trade ids of one symbol that were seen lately, by event time: a repeat within the window is
 * recognised, and the memory stays bounded.
 *
 * @param seen event time by id
 */
public record RecentIds(Map<String, Long> seen) {

  public static RecentIds empty() {
    return new RecentIds(Map.of());
  }

  /** True if {@code id} was seen at {@code since} or later. */
  public boolean contains(String id, long since) {
    Long time = seen.get(id);
    return time != null && time >= since;
  }

  /** The ids after {@code added}, less those before {@code oldest}. */
  public RecentIds plus(Map<String, Long> added, long oldest) {
    Map<String, Long> next = new HashMap<>();
    seen.forEach(
        (id, time) -> {
          if (time >= oldest) {
            next.put(id, time);
          }
        });
    added.forEach(
        (id, time) -> {
          if (time >= oldest) {
            next.put(id, time);
          }
        });
    return new RecentIds(next);
  }
}
