package io.minhos.trading.report;

import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.Purpose;
import io.minhos.trading.output.Json;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the orders were for that executions report on. Reads a file of orders along with the
 * executions, both in the order of time, and remembers only orders that work.
 */
public final class OrderPurposes implements Closeable {

  private final BufferedReader orders;
  private final Map<String, Purpose> working = new HashMap<>();
  private Order ahead;

  public OrderPurposes(Path file) throws IOException {
    orders = Files.newBufferedReader(file);
    ahead = next();
  }

  /** The purpose of the order that {@code execution} reports on, null if there is no such order. */
  public Purpose of(Execution execution) {
    while (ahead != null && ahead.transactTime() <= execution.transactTime()) {
      working.put(ahead.clOrdId(), ahead.purpose());
      ahead = next();
    }
    return execution.ordStatus().isTerminal()
        ? working.remove(execution.clOrdId())
        : working.get(execution.clOrdId());
  }

  private Order next() {
    try {
      String line = orders.readLine();
      return line == null ? null : Json.read(line, Order.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    orders.close();
  }
}
