package io.minhos.store;

/**
 * What the store does not do, and why: {@code CORRUPT: artifact=lstm.onnx expected=… got=…}. The
 * one exception of the store, checked, since each is an outcome that its caller must expect.
 */
public final class StoreRefusal extends Exception {

  private final RefusalCode code;

  StoreRefusal(RefusalCode code, String details) {
    this(code, details, null);
  }

  StoreRefusal(RefusalCode code, String details, Throwable cause) {
    super(code + ": " + details, cause);
    this.code = code;
  }

  public RefusalCode code() {
    return code;
  }
}
