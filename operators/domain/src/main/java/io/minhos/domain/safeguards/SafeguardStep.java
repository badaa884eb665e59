package io.minhos.domain.safeguards;

import io.minhos.domain.control.Alert;
import java.util.List;

/**
 * What one event time did to the safeguards.
 *
 * @param state for the next step
 * @param standings that changed, sorted by model and version
 * @param reports of all releases where an hour has begun, else of those whose breaker changed,
 *     sorted likewise; then those of symbols where their hour has begun, sorted by symbol
 * @param alerts what a person should know, in order
 */
public record SafeguardStep(
    SafeguardState state,
    List<Standing> standings,
    List<AccuracyReport> reports,
    List<Alert> alerts) {}
