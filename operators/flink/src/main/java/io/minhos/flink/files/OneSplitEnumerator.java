package io.minhos.flink.files;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Gives the one split to the one reader. */
final class OneSplitEnumerator implements SplitEnumerator<FilesSplit, Boolean> {

  private final SplitEnumeratorContext<FilesSplit> context;
  private FilesSplit split;
  private boolean assigned;

  OneSplitEnumerator(
      SplitEnumeratorContext<FilesSplit> context, FilesSplit split, boolean assigned) {
    this.context = context;
    this.split = split;
    this.assigned = assigned;
  }

  @Override
  public void start() {
    if (context.currentParallelism() != 1) {
      throw new IllegalStateException(
          "MergedFileSource runs at parallelism 1: " + context.currentParallelism());
    }
  }

  @Override
  public void handleSplitRequest(int subtask, String host) {
    // The split is assigned when the reader registers.
  }

  @Override
  public void addSplitsBack(List<FilesSplit> splits, int subtask) {
    split = splits.get(0);
    assigned = false;
    if (context.registeredReaders().containsKey(subtask)) {
      addReader(subtask);
    }
  }

  @Override
  public void addReader(int subtask) {
    if (!assigned) {
      context.assignSplit(split, subtask);
      assigned = true;
    }
    context.signalNoMoreSplits(subtask);
  }

  @Override
  public Boolean snapshotState(long checkpointId) {
    return assigned;
  }

  @Override
  public void close() {}
}
