package io.minhos.engines.trees;

/** Trees that cannot be a model. The message is coded: {@code CODE: key=value}. */
public final class TreesException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final Code code;

  /** What is wrong. */
  public enum Code {
    /** Shorter or longer than its header says. */
    TREES_LENGTH,
    /** Does not begin with the magic number. */
    TREES_MAGIC,
    /** Of a version that this code does not read. */
    TREES_VERSION,
    /** Some bit is not what was written. */
    TREES_CHECKSUM,
    /** A number of the header is out of its range. */
    TREES_HEADER,
    /** A node is not part of a finite tree. */
    TREES_NODE,
    /** The sum of the trees could overflow. */
    TREES_RANGE
  }

  TreesException(Code code, String detail) {
    super(code + ": " + detail);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
