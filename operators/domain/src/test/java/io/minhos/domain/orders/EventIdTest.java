package io.minhos.domain.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class EventIdTest {

  private static final String SHAPE = "[0-9A-F]{12}-[EXSTCD]-[0-9A-HJKMNP-TV-Z]{21}";

  /** Reckoned by another implementation (Python's hashlib): venues and files remember these. */
  @Test
  void isTheSameForEver() {
    assertThat(EventId.ofOrder("main", "BTC/USD", 1_700_000_000_000L, Purpose.ENTRY, 0))
        .isEqualTo("018BCFE56800-E-T00AV6Q5ZTM11ZZENB06N");
    assertThat(EventId.ofDecision("main", "BTC/USD", 1_700_000_000_000L))
        .isEqualTo("018BCFE56800-D-4HJR44SV2VDN0MCJDNR6T");
  }

  @Property
  void takesAtMost36Characters(
      @ForAll @StringLength(max = 200) String portfolio,
      @ForAll @StringLength(max = 200) String symbol,
      @ForAll long time,
      @ForAll Purpose purpose,
      @ForAll int sequence) {
    assertThat(EventId.ofOrder(portfolio, symbol, time, purpose, sequence))
        .hasSizeLessThanOrEqualTo(36)
        .matches(SHAPE);
    assertThat(EventId.ofDecision(portfolio, symbol, time)).hasSize(36).matches(SHAPE);
  }

  @Property(tries = 200)
  void isUnique(
      @ForAll @Size(min = 2, max = 5) Set<@StringLength(max = 60) String> names,
      @ForAll @Size(min = 1, max = 3) Set<Long> times) {
    List<String> ids = new ArrayList<>();
    for (String portfolio : names) {
      for (String symbol : names) {
        for (long time : times) {
          ids.add(EventId.ofDecision(portfolio, symbol, time));
          for (Purpose purpose : Purpose.values()) {
            ids.add(EventId.ofOrder(portfolio, symbol, time, purpose, 0));
            ids.add(EventId.ofOrder(portfolio, symbol, time, purpose, 1));
          }
        }
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void namesDoNotRunIntoEachOther() {
    assertThat(EventId.ofOrder("ab", "c", 1, Purpose.ENTRY, 0))
        .isNotEqualTo(EventId.ofOrder("a", "bc", 1, Purpose.ENTRY, 0));
    assertThat(EventId.ofOrder("a", "1:b", 1, Purpose.ENTRY, 0))
        .isNotEqualTo(EventId.ofOrder("a1:b", "", 1, Purpose.ENTRY, 0));
    String longName = "x".repeat(500);
    assertThat(EventId.ofOrder(longName, "a", 1, Purpose.ENTRY, 0))
        .isNotEqualTo(EventId.ofOrder(longName, "b", 1, Purpose.ENTRY, 0));
  }

  @Test
  void aRequestToCancelIsOneForItsOrderAndTime() {
    Order order = Order.market("p", "s", Side.BUY, 1, 255, Purpose.ENTRY, "", "d");
    Order stop = order.stopAt(1);
    assertThat(List.of(order.cancel(300, "d"), order.cancel(301, "d"), stop.cancel(300, "d")))
        .extracting(Order::clOrdId)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches(SHAPE));
    assertThat(order.cancel(300, "d")).isEqualTo(order.cancel(300, "d"));
  }

  @Property
  void tellsItsTime(@ForAll @LongRange(max = (1L << 48) - 1) long time) {
    assertThat(EventId.time(EventId.ofOrder("p", "s", time, Purpose.STOP, 0))).hasValue(time);
    assertThat(EventId.time("c")).isEmpty();
  }

  @Test
  void sortsByTimeAndAnEntryBeforeItsStop() {
    String entry = EventId.ofOrder("p", "s", 255, Purpose.ENTRY, 0);
    String stop = EventId.ofOrder("p", "s", 255, Purpose.STOP, 0);
    String later = EventId.ofOrder("p", "s", 256, Purpose.ENTRY, 0);
    assertThat(List.of(later, stop, entry).stream().sorted()).containsExactly(entry, stop, later);
  }
}
