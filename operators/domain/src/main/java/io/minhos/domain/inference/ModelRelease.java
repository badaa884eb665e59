package io.minhos.domain.inference;

import java.io.Serializable;

/**
 * A reference to a published model: small enough for broadcast state, while the weights stay in the
 * store.
 *
 * @param model model id, such as {@code lstm}
 * @param version counts up from 1 within the model
 * @param uri folder of the release
 * @param sha256 of its manifest, which holds those of all artifacts; hexadecimal
 */
public record ModelRelease(String model, int version, String uri, String sha256)
    implements Serializable {}
