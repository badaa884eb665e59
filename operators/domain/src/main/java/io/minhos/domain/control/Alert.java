package io.minhos.domain.control;

/**
 * Something that a person should know.
 *
 * @param time event time, milliseconds since the epoch
 * @param code what, such as {@code RELEASE_REFUSED}
 * @param model model that it is about, or empty
 * @param version release of the model, or 0
 * @param detail values and bounds, {@code CODE: key=value}
 */
public record Alert(long time, String code, String model, int version, String detail) {}
