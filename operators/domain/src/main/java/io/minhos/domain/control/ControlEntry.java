package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of the control log, which holds all that changes what is in force. Fields that a type
 * does not use are null.
 *
 * @param commandId who wrote it knows it by this
 * @param type what it says
 * @param model model id
 * @param version of the release
 * @param uri folder of the release
 * @param sha256 of the release's manifest
 * @param author who
 * @param reason why
 * @param effectiveFrom event time; null means at once
 */
public record ControlEntry(
    String commandId,
    ControlType type,
    String model,
    int version,
    String uri,
    String sha256,
    String author,
    String reason,
    Instant effectiveFrom) {

  /** Times outside of these are mistakes, and one in the log would open or close it for good. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** Says that the market's time has come to {@code time}, milliseconds since the epoch. */
  public static ControlEntry heartbeat(long time) {
    return new ControlEntry(
        null, ControlType.HEARTBEAT, null, 0, null, null, null, null, Instant.ofEpochMilli(time));
  }

  /** Puts {@code release} in force. */
  public static ControlEntry release(
      ModelRelease release, String author, String reason, Instant effectiveFrom) {
    return new ControlEntry(
        release.model() + "-" + release.version(),
        ControlType.RELEASE,
        release.model(),
        release.version(),
        release.uri(),
        release.sha256(),
        author,
        reason,
        effectiveFrom);
  }

  /** The release that a RELEASE names. */
  public ModelRelease release() {
    return new ModelRelease(model, version, uri, sha256);
  }

  /** Milliseconds since the epoch, the beginning of time where the entry says none. */
  public long effectiveFromMillis() {
    return effectiveFrom == null ? Long.MIN_VALUE : effectiveFrom.toEpochMilli();
  }

  /** What keeps the entry from being one of its type, as {@code key=value}. */
  public Optional<String> flaw() {
    if (type == null) {
      return Optional.of("type=null");
    }
    if (effectiveFrom != null
        && (effectiveFrom.isBefore(EARLIEST) || effectiveFrom.isAfter(LATEST))) {
      return Optional.of("effectiveFrom=" + effectiveFrom + " limits=" + EARLIEST + "," + LATEST);
    }
    return switch (type) {
      case HEARTBEAT ->
          effectiveFrom == null ? Optional.of("effectiveFrom=null") : Optional.empty();
      case RELEASE ->
          model == null || version < 1 || uri == null || sha256 == null
              ? Optional.of(
                  "model=%s version=%d uri=%s sha256=%s".formatted(model, version, uri, sha256))
              : Optional.empty();
    };
  }
}
