package io.minhos.domain.control;

/** What an entry of the control log says. */
public enum ControlType {
  /** The market's time has come to {@code effectiveFrom}: the bar of that time may be decided. */
  HEARTBEAT,
  /** A model release is in force from {@code effectiveFrom}. */
  RELEASE
}
