package io.minhos.retraining.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequenceRowsTest {

  /** Two symbols at ten times: rows 2i and 2i + 1 at time i. */
  private static SequenceRows twoSymbols() {
    int[] ends = IntStream.range(0, 20).map(row -> row % 2 * 30 + row / 2 + 4).toArray();
    long[] times = IntStream.range(0, 20).mapToLong(row -> row / 2 * 60_000L).toArray();
    return new SequenceRows(ends, new float[20], times);
  }

  @Test
  void rowsOfATimeStayTogetherAndTheHorizonIsLeftOut() {
    assertThat(twoSymbols().split(0.2, 0)).isEqualTo(new SequenceRows.Split(16, 16));
    assertThat(twoSymbols().split(0.2, 3)).isEqualTo(new SequenceRows.Split(10, 16));
    assertThat(twoSymbols().split(0.01, 0)).isEqualTo(new SequenceRows.Split(18, 18));
    assertThatThrownBy(() -> twoSymbols().split(0.5, 5))
        .hasMessage("times must be > 10 for a validation share of 0.5 and 5 purged: 10");
  }

  @Test
  void aScalerSeesTheTrainingPartsVectorsAlone() {
    // Symbol 1 ends at 4 … 7 in the first four times, symbol 2 at 34 … 37, 5 steps each.
    assertThat(twoSymbols().vectors(0, 8, 5).stream())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 30, 31, 32, 33, 34, 35, 36, 37);
  }

  @Test
  void refusesWhatIsNotSortedOrNoLabel() {
    assertThatThrownBy(() -> new SequenceRows(new int[2], new float[2], new long[] {2, 1}))
        .hasMessage("rows must be sorted by time: row 1 is before row 0");
    assertThatThrownBy(() -> new SequenceRows(new int[1], new float[] {1.5f}, new long[1]))
        .hasMessage("labels must be in [-1, 1]: 1.5 in row 0");
    assertThatThrownBy(() -> new SequenceRows(new int[1], new float[] {Float.NaN}, new long[1]))
        .hasMessage("labels must be in [-1, 1]: NaN in row 0");
    assertThatThrownBy(() -> new SequenceRows(new int[1], new float[2], new long[1]))
        .hasMessage("ends, labels and times must be equally many: 1, 2, 1");
  }

  @Test
  void sequencesAreCopiedOldestStepFirst() {
    SequenceRows rows = new SequenceRows(new int[] {2, 3}, new float[2], new long[2]);
    float[] vectors = {0, 1, 10, 11, 20, 21, 30, 31};
    SequenceSet set = new SequenceSet(3, 2, vectors, rows);
    assertThat(set.sequences(0, 2)).containsExactly(0, 1, 10, 11, 20, 21, 10, 11, 20, 21, 30, 31);
    assertThatThrownBy(() -> new SequenceSet(4, 2, vectors, rows))
        .hasMessage("ends must be in [3, 4): 2 in row 0");
    assertThatThrownBy(() -> new SequenceSet(3, 2, new float[] {0, Float.NaN}, rows))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
