package io.minhos.flink.control;

import io.minhos.domain.control.Command;
import io.minhos.domain.control.ScheduledRelease;

/**
 * What an entry of the control log puts in force.
 *
 * @param release or null
 * @param command or null
 */
public record AdmittedControl(ScheduledRelease release, Command command) {

  public static AdmittedControl of(ScheduledRelease release) {
    return new AdmittedControl(release, null);
  }

  public static AdmittedControl of(Command command) {
    return new AdmittedControl(null, command);
  }
}
