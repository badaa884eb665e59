package io.minhos.retraining;

import java.io.Serializable;
import java.time.Instant;

/**
 * Where releases go, and what their manifests say of where they come from.
 *
 * @param store root of the model store
 * @param codeVersion of the code that trains
 * @param at when the run was started
 */
public record Publication(String store, String codeVersion, Instant at) implements Serializable {}
