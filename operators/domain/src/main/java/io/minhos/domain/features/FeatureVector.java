package io.minhos.domain.features;

/**
 * The features of one bar under one schema.
 *
 * @param schema id of the schema, such as {@code tabular}
 * @param version version of the schema
 * @param values one finite value per name of the schema, in its order; never written to
 * @param warm whether the history was long enough; if not, what is unknown has its neutral value
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes double[] fast; vectors are not compared.
public record FeatureVector(String schema, int version, double[] values, boolean warm) {}
