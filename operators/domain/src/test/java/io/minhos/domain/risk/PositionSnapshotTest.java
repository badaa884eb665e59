package io.minhos.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.minhos.domain.orders.ExecType;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.OrdStatus;
import io.minhos.domain.orders.Side;
import org.junit.jupiter.api.Test;

class PositionSnapshotTest {

  /** By hand: 2 at 10 and 1 at 13 are 3 at 11; 5 sold at 12 close them and leave −2 at 12. */
  @Test
  void foldsFillsThroughZeroAndBack() {
    PositionSnapshot held =
        PositionSnapshot.none("main", "A")
            .after(fill("o1", Side.BUY, 2, 10, 1, 100))
            .after(fill("o2", Side.BUY, 1, 13, 0.5, 200));
    assertThat(held).isEqualTo(new PositionSnapshot("main", "A", 200, 3, 11, 100, "o1", 0, 1.5, 2));

    PositionSnapshot turned = held.after(fill("o3", Side.SELL, 5, 12, 2, 300));
    assertThat(turned)
        .isEqualTo(new PositionSnapshot("main", "A", 300, -2, 12, 300, "o3", 3, 3.5, 3));

    assertThat(turned.after(fill("o4", Side.BUY, 2, 11, 1, 400)))
        .isEqualTo(new PositionSnapshot("main", "A", 400, 0, 0, 0, "", 5, 4.5, 4));
  }

  @Test
  void doesNotGoBackInTimeWhereAFillIsToldLate() {
    PositionSnapshot held =
        PositionSnapshot.none("main", "A")
            .after(fill("o1", Side.BUY, 2, 10, 0, 100))
            .after(fill("o2", Side.BUY, 2, 12, 0, 90));
    assertThat(held.time()).isEqualTo(100);
    assertThat(held.avgPrice()).isEqualTo(11);
  }

  private static Execution fill(
      String clOrdId, Side side, double quantity, double price, double commission, long time) {
    return new Execution(
        clOrdId + ".F",
        clOrdId,
        "main",
        "A",
        side,
        ExecType.TRADE,
        OrdStatus.FILLED,
        quantity,
        price,
        quantity,
        0,
        price,
        commission,
        time);
  }
}
