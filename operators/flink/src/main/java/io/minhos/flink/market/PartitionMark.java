package io.minhos.flink.market;

/**
 * A boundary marker on its way into a partition's log.
 *
 * @param source topic partition, as {@link Arrival#source}
 * @param time event time that the partition is said to have reached
 */
public record PartitionMark(String source, long time) {}
