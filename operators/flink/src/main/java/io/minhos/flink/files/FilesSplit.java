package io.minhos.flink.files;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/** The one split of a {@link MergedFileSource}: a position in each of its files. */
record FilesSplit(List<FileCursor.Position> positions) implements SourceSplit {

  @Override
  public String splitId() {
    return "files";
  }
}
