package io.minhos.domain.control;

import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.signals.SignalFusion;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of the control log, which holds all that changes what is in force. Fields that a type
 * does not use are null.
 *
 * @param commandId who wrote it knows it by this
 * @param type what it says
 * @param model model id
 * @param version of the release; of a command 0 for all
 * @param uri folder of the release
 * @param sha256 of the release's manifest
 * @param author who
 * @param reason why
 * @param effectiveFrom event time; null means at once
 * @param portfolio that a command is about; null means all
 * @param symbol that a command is about; null means all
 * @param value of an OVERRIDE {@code long}, {@code short}, {@code flat} or a weight, of equity in
 *     [−1, 1], or where it is about a model in fusion in [0, 1]; of a ROLLOUT the models' part in
 *     [0, 1], of a CHALLENGE its share of the symbols in [0, 1]
 * @param expiresAt event time from which a command is in force no more; null means never
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
    Instant effectiveFrom,
    String portfolio,
    String symbol,
    String value,
    Instant expiresAt) {

  /** Times outside of these are mistakes, and one in the log would open or close it for good. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** A command goes with each signal that it is in force at. */
  private static final int LONGEST = 500;

  /** Says that the market's time has come to {@code time}, milliseconds since the epoch. */
  public static ControlEntry heartbeat(long time) {
    return of(null, ControlType.HEARTBEAT, null, null).between(Instant.ofEpochMilli(time), null);
  }

  /** Puts {@code release} in force. */
  public static ControlEntry release(
      ModelRelease release, String author, String reason, Instant effectiveFrom) {
    return of(ControlType.RELEASE, "", release, author, reason, effectiveFrom, null);
  }

  /** Has {@code release} challenge the one in force, traded on {@code share} of the symbols. */
  public static ControlEntry challenge(
      ModelRelease release, double share, String author, String reason, Instant effectiveFrom) {
    return of(
        ControlType.CHALLENGE,
        "-challenge",
        release,
        author,
        reason,
        effectiveFrom,
        Double.toString(share));
  }

  private static ControlEntry of(
      ControlType type,
      String suffix,
      ModelRelease release,
      String author,
      String reason,
      Instant effectiveFrom,
      String value) {
    return new ControlEntry(
        release.model() + "-" + release.version() + suffix,
        type,
        release.model(),
        release.version(),
        release.uri(),
        release.sha256(),
        author,
        reason,
        effectiveFrom,
        null,
        null,
        value,
        null);
  }

  /** A command about everything, at once and without an end. */
  public static ControlEntry of(String commandId, ControlType type, String author, String reason) {
    return new ControlEntry(
        commandId, type, null, 0, null, null, author, reason, null, null, null, null, null);
  }

  /** The same about a portfolio and a symbol; null means all. */
  public ControlEntry about(String ofPortfolio, String ofSymbol) {
    return new ControlEntry(
        commandId,
        type,
        model,
        version,
        uri,
        sha256,
        author,
        reason,
        effectiveFrom,
        ofPortfolio,
        ofSymbol,
        value,
        expiresAt);
  }

  /** The same about a model, or with a version above 0 a release of it. */
  public ControlEntry naming(String ofModel, int ofVersion) {
    return new ControlEntry(
        commandId,
        type,
        ofModel,
        ofVersion,
        uri,
        sha256,
        author,
        reason,
        effectiveFrom,
        portfolio,
        symbol,
        value,
        expiresAt);
  }

  /** The same with a value. */
  public ControlEntry saying(String its) {
    return new ControlEntry(
        commandId,
        type,
        model,
        version,
        uri,
        sha256,
        author,
        reason,
        effectiveFrom,
        portfolio,
        symbol,
        its,
        expiresAt);
  }

  /** The same in [{@code from}, {@code until}); null means at once, and without an end. */
  public ControlEntry between(Instant from, Instant until) {
    return new ControlEntry(
        commandId, type, model, version, uri, sha256, author, reason, from, portfolio, symbol,
        value, until);
  }

  /** The release that a RELEASE names. */
  public ModelRelease release() {
    return new ModelRelease(model, version, uri, sha256);
  }

  /** The release that a RELEASE or a CHALLENGE names, in force from {@code from}. */
  public ScheduledRelease scheduled(long from, long ordinal) {
    return type == ControlType.CHALLENGE
        ? new ScheduledRelease(release(), from, ordinal, true, CommandValue.number(value))
        : new ScheduledRelease(release(), from, ordinal);
  }

  /** Milliseconds since the epoch, the beginning of time where the entry says none. */
  public long effectiveFromMillis() {
    return effectiveFrom == null ? Long.MIN_VALUE : effectiveFrom.toEpochMilli();
  }

  /** Milliseconds since the epoch, the end of time where the entry says none. */
  public long expiresAtMillis() {
    return expiresAt == null ? Long.MAX_VALUE : expiresAt.toEpochMilli();
  }

  /** What keeps the entry from being one of its type, as {@code key=value}. */
  public Optional<String> flaw() {
    return Optional.ofNullable(
        type == null
            ? "type=null"
            : first(
                limited("effectiveFrom", effectiveFrom),
                limited("expiresAt", expiresAt),
                type.isCommand() ? flawOfAnyCommand() : null,
                flawOfType()));
  }

  private String flawOfType() {
    return switch (type) {
      case HEARTBEAT -> some("effectiveFrom", effectiveFrom);
      case RELEASE -> flawOfRelease();
      case CHALLENGE ->
          first(
              flawOfRelease(),
              SignalFusion.WIN.equals(model) ? "model=winprob expected=lstm,ensemble" : null,
              CommandValue.flawOfShare(value));
      case OVERRIDE ->
          first(
              model == null ? CommandValue.flawOfOverride(value) : flawOfModelOverride(),
              some("expiresAt", expiresAt));
      case HALT, REDUCE -> first(none("model", model), none("value", value));
      case RESUME ->
          first(none("model", model), none("value", value), none("expiresAt", expiresAt));
      case DISABLE ->
          first(none("portfolio", portfolio), some("model", model), none("value", value));
      case ENABLE ->
          first(
              none("portfolio", portfolio),
              some("model", model),
              none("value", value),
              none("expiresAt", expiresAt));
      case ROLLOUT ->
          first(
              none("portfolio", portfolio), none("model", model), CommandValue.flawOfShare(value));
    };
  }

  /** A signal is of all portfolios, and a model's place in it of all its versions. */
  private String flawOfModelOverride() {
    return first(
        SignalFusion.WIN.equals(model) ? "model=winprob expected=technical,lstm,ensemble" : null,
        version > 0 ? "version=" + version + " type=" + type : null,
        none("portfolio", portfolio),
        CommandValue.flawOfModelOverride(value));
  }

  private String flawOfRelease() {
    return model == null || version < 1 || uri == null || sha256 == null
        ? "model=%s version=%d uri=%s sha256=%s".formatted(model, version, uri, sha256)
        : null;
  }

  private String flawOfAnyCommand() {
    return first(
        text("commandId", commandId),
        text("author", author),
        text("reason", reason),
        portfolio == null ? null : text("portfolio", portfolio),
        symbol == null ? null : text("symbol", symbol),
        none("uri", uri),
        none("sha256", sha256),
        version < 0 || (model == null && version > 0)
            ? "model=" + model + " version=" + version
            : null,
        expiresAtMillis() <= effectiveFromMillis()
            ? "expiresAt=" + expiresAt + " effectiveFrom=" + effectiveFrom
            : null);
  }

  private static String first(String... flaws) {
    for (String flaw : flaws) {
      if (flaw != null) {
        return flaw;
      }
    }
    return null;
  }

  private static String limited(String key, Instant time) {
    return time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))
        ? key + "=" + time + " limits=" + EARLIEST + "," + LATEST
        : null;
  }

  private static String text(String key, String text) {
    if (text == null || text.isBlank()) {
      return key + "=" + text;
    }
    return text.length() > LONGEST
        ? "%s.length=%d limits=1,%d".formatted(key, text.length(), LONGEST)
        : null;
  }

  private static String some(String key, Object value) {
    return value == null ? key + "=null" : null;
  }

  /** A field that the type does not use says something that would not be done. */
  private String none(String key, Object value) {
    return value == null ? null : key + "=" + value + " type=" + type;
  }
}
