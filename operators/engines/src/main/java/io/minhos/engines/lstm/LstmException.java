package io.minhos.engines.lstm;

/** An LSTM that cannot be read, loaded or asked. The message is coded: {@code CODE: key=value}. */
public final class LstmException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Code {
    /** The file does not begin as one of weights does. */
    NOT_WEIGHTS,
    /** The file is of a version that this code does not know. */
    UNKNOWN_VERSION,
    /** The file ends before its architecture's last weight. */
    TRUNCATED,
    /** The file goes on after its end. */
    TRAILING_BYTES,
    /** The bytes are not those that were written. */
    CHECKSUM_MISMATCH,
    /** Dimensions out of bounds, or other ones than asked for. */
    WRONG_SHAPE,
    /** A weight or an answer is NaN or infinite. */
    NOT_FINITE,
    /** ONNX Runtime refused the model. */
    UNREADABLE_ONNX,
    /** The libraries of the engine are not on the class path. */
    ENGINE_MISSING,
    /** The engine has no GPU of that index, or computes on the CPU. */
    GPU_MISSING,
    /** The engine failed at an answer. */
    ENGINE_FAILED,
    /** Two engines answer the same rows differently. */
    ENGINES_DISAGREE
  }

  private final Code code;

  /**
   * @param detail what was found and what was expected, as {@code key=value}
   */
  public LstmException(Code code, String detail) {
    this(code, detail, null);
  }

  public LstmException(Code code, String detail, Throwable cause) {
    super(code + ": " + detail, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
