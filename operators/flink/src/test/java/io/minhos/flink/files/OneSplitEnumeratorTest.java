package io.minhos.flink.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.junit.jupiter.api.Test;

class OneSplitEnumeratorTest {

  private static final FilesSplit START =
      new FilesSplit(List.of(FileCursor.Position.START, FileCursor.Position.START));
  private static final FilesSplit UNDER_WAY =
      new FilesSplit(List.of(new FileCursor.Position(3, 7), FileCursor.Position.START));

  private final Coordinator coordinator = new Coordinator();

  @Test
  void givesTheSplitOnceAndThenNoMore() {
    OneSplitEnumerator enumerator = new OneSplitEnumerator(coordinator, START, false);
    enumerator.start();
    assertThat(enumerator.snapshotState(1)).isFalse();
    register(enumerator);
    assertThat(coordinator.assigned).containsExactly(START);
    assertThat(coordinator.finished).containsExactly(0);
    assertThat(enumerator.snapshotState(2)).isTrue();
    register(enumerator);
    assertThat(coordinator.assigned).containsExactly(START);
  }

  @Test
  void aRestoredReaderHasItsSplitAlready() {
    OneSplitEnumerator enumerator = new OneSplitEnumerator(coordinator, START, true);
    register(enumerator);
    assertThat(coordinator.assigned).isEmpty();
    assertThat(coordinator.finished).containsExactly(0);
  }

  @Test
  void givesAgainWhatAFailedReaderGaveBack() {
    OneSplitEnumerator enumerator = new OneSplitEnumerator(coordinator, START, true);
    enumerator.addSplitsBack(List.of(UNDER_WAY), 0);
    assertThat(coordinator.assigned).isEmpty();
    assertThat(enumerator.snapshotState(1)).isFalse();
    register(enumerator);
    assertThat(coordinator.assigned).containsExactly(UNDER_WAY);
  }

  @Test
  void givesAtOnceWhatComesBackAfterTheReaderRegistered() {
    OneSplitEnumerator enumerator = new OneSplitEnumerator(coordinator, START, true);
    register(enumerator);
    enumerator.addSplitsBack(List.of(UNDER_WAY), 0);
    assertThat(coordinator.assigned).containsExactly(UNDER_WAY);
    assertThat(enumerator.snapshotState(1)).isTrue();
  }

  @Test
  void refusesToRunBesideItself() {
    coordinator.parallelism = 2;
    OneSplitEnumerator enumerator = new OneSplitEnumerator(coordinator, START, false);
    assertThatThrownBy(enumerator::start).hasMessage("MergedFileSource runs at parallelism 1: 2");
  }

  private void register(OneSplitEnumerator enumerator) {
    coordinator.readers.put(0, new ReaderInfo(0, "here"));
    enumerator.addReader(0);
  }

  private static final class Coordinator implements SplitEnumeratorContext<FilesSplit> {

    private final List<FilesSplit> assigned = new ArrayList<>();
    private final List<Integer> finished = new ArrayList<>();
    private final Map<Integer, ReaderInfo> readers = new HashMap<>();
    private int parallelism = 1;

    @Override
    public void assignSplits(SplitsAssignment<FilesSplit> assignment) {
      assignment.assignment().values().forEach(assigned::addAll);
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
      if (!finished.contains(subtask)) {
        finished.add(subtask);
      }
    }

    @Override
    public int currentParallelism() {
      return parallelism;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
      return readers;
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> void callAsync(
        Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelay, long period) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
      throw new UnsupportedOperationException();
    }
  }
}
