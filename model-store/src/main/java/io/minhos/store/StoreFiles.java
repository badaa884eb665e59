package io.minhos.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * The few operations that the store is made of, on Flink's file systems. No rename, no append, no
 * locks, nothing that an object store lacks. A failure of the file system is a refusal like the
 * others, UNREACHABLE, so callers have one kind of exception.
 */
final class StoreFiles {

  /** Those whose objects appear whole at close. */
  private static final Set<String> OBJECT_STORES = Set.of("s3", "s3a", "s3p", "gs", "oss");

  private static final int LISTING_ATTEMPTS = 100;

  private final FileSystem files;
  private final WholeFiles whole;
  private final boolean local;

  StoreFiles(FileSystem files, WholeFiles whole, boolean local) {
    this.files = files;
    this.whole = whole;
    this.local = local;
  }

  /** The files at {@code path}, which must be absolute and have a scheme. */
  static StoreFiles at(Path path) throws StoreRefusal {
    String scheme = String.valueOf(path.toUri().getScheme()).toLowerCase(Locale.ROOT);
    try {
      if (scheme.equals("file")) {
        FileSystem files = path.getFileSystem();
        return new StoreFiles(files, new LinkedFiles(files, LinkedFiles::forcedLink), true);
      }
      if (OBJECT_STORES.contains(scheme)) {
        FileSystem files = path.getFileSystem();
        return new StoreFiles(files, new PutFiles(files), false);
      }
    } catch (IOException e) {
      throw unreachable(path, e);
    }
    // On hdfs: a reader sees a file while it is written.
    throw new StoreRefusal(
        RefusalCode.UNSUPPORTED,
        "the store needs file: or an object store "
            + OBJECT_STORES.stream().sorted().toList()
            + ": "
            + path);
  }

  boolean exists(Path path) throws StoreRefusal {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw unreachable(path, e);
    }
  }

  /** The content of {@code file}, empty if there is none. */
  Optional<byte[]> read(Path file) throws StoreRefusal {
    try {
      return Optional.of(content(files, file));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      // Some object stores open anything and fail when it is read.
      if (!exists(file)) {
        return Optional.empty();
      }
      throw unreachable(file, e);
    }
  }

  /** Names in {@code folder}, sorted; none if there is no such folder. */
  List<String> list(Path folder) throws StoreRefusal {
    try {
      return names(folder);
    } catch (IOException e) {
      throw unreachable(folder, e);
    }
  }

  /** Writes a new file, which may be there in part after a crash. */
  void write(Path file, byte[] content) throws StoreRefusal {
    try (FSDataOutputStream out = files.create(file, WriteMode.NO_OVERWRITE)) {
      out.write(content);
      if (local) {
        // Object stores persist at close, and some refuse to sync.
        out.sync();
      }
    } catch (IOException e) {
      throw unreachable(file, e);
    }
  }

  /**
   * Creates {@code target} whole or not at all.
   *
   * @return false if it is there already
   */
  boolean createWhole(Path target, Path staged, byte[] content) throws StoreRefusal {
    try {
      return whole.create(target, staged, content);
    } catch (IOException e) {
      throw unreachable(target, e);
    }
  }

  /** Deletes {@code file} if it is there. */
  void delete(Path file) throws StoreRefusal {
    try {
      if (!files.delete(file, false) && files.exists(file)) {
        throw new IOException("not deleted");
      }
    } catch (FileNotFoundException e) {
      return;
    } catch (IOException e) {
      throw unreachable(file, e);
    }
  }

  static byte[] content(FileSystem files, Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return in.readAllBytes();
    }
  }

  private List<String> names(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        FileStatus[] found = files.listStatus(folder);
        List<String> names = new ArrayList<>();
        for (FileStatus status : found == null ? new FileStatus[0] : found) {
          names.add(status.getPath().getName());
        }
        Collections.sort(names);
        return names;
      } catch (FileNotFoundException e) {
        // No folder; or, on file:, one of its files was deleted between listing and looking.
        if (!files.exists(folder)) {
          return List.of();
        }
        if (attempt == LISTING_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static StoreRefusal unreachable(Path path, IOException e) {
    return new StoreRefusal(RefusalCode.UNREACHABLE, path + ": " + e, e);
  }
}
