package io.minhos.state;

/**
 * A row on its way to a table.
 *
 * @param source topic that it comes from, or what is folded from it
 * @param line as on the topic
 * @param position in the log, which grows within a key
 */
public record StateRow(String source, String line, long position) {}
