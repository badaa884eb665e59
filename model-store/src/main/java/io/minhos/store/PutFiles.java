package io.minhos.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * Whole files on an object store, where an object appears at {@code close} or not at all, and a
 * look that follows sees it. Flink's file systems have no conditional put, so of two who put at the
 * same moment both may find the name free and the later wins. Reading back tells the earlier one if
 * it has been overwritten by then, which narrows the gap and does not close it: on an object store
 * one process at a time may publish, move aliases or clean up.
 */
final class PutFiles implements WholeFiles {

  private final FileSystem files;

  PutFiles(FileSystem files) {
    this.files = files;
  }

  @Override
  public boolean create(Path target, Path staged, byte[] content) throws IOException {
    if (files.exists(target)) {
      return false;
    }
    try (FSDataOutputStream out = files.create(target, WriteMode.NO_OVERWRITE)) {
      out.write(content);
    }
    try {
      return Arrays.equals(StoreFiles.content(files, target), content);
    } catch (FileNotFoundException e) {
      throw new IOException("written, and not there: " + target, e);
    }
  }
}
