package io.minhos.domain.inference;

/** A release that cannot serve, for good: asking again would give the same answer. */
public final class ReleaseRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why a release cannot serve. */
  public enum Code {
    /** The manifest or an artifact is not there. */
    MISSING,
    /** A checksum differs, or the bytes are no model. */
    CORRUPT,
    /** Trained on other features than are computed here. */
    WRONG_SCHEMA,
    /** Its dimensions do not fit what it will be asked. */
    WRONG_SHAPE,
    /** The store did not answer, several times over, or is of a kind that cannot be read. */
    UNREACHABLE,
    /** It could not be found out whether it can serve: an engine is missing, or a fault here. */
    FAILED
  }

  private final Code code;

  /**
   * @param detail values and bounds, as {@code key=value}
   */
  public ReleaseRefusedException(Code code, String detail) {
    super(code + ": " + detail);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
