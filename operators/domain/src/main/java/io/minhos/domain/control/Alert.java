package io.minhos.domain.control;

/**
 * Something that a person should know.
 *
 * @param time event time, milliseconds since the epoch
 * @param code what, such as {@code RELEASE_REFUSED} or {@code UNKNOWN_ORDER}
 * @param model model that it is about, or empty
 * @param version release of the model, or 0
 * @param detail values and bounds, {@code key=value}, of a refused release behind its code
 */
public record Alert(long time, String code, String model, int version, String detail) {

  /** An alert that is about no model. */
  public static Alert of(long time, String code, String detail) {
    return new Alert(time, code, "", 0, detail);
  }
}
