package io.minhos.store;

import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** A file system under test, and a store on it that may crash. */
enum Disk {
  LOCAL {
    @Override
    FileSystem files() {
      return new LocalFileSystem();
    }

    @Override
    StoreFiles store(FileSystem files, Crash crash) {
      FileSystem crashing = new CrashingFileSystem(files, crash);
      return new StoreFiles(
          crashing,
          new LinkedFiles(
              crashing,
              (existing, name) -> {
                crash.step();
                return LinkedFiles.hardLink(existing, name);
              }),
          true);
    }
  },
  OBJECTS {
    @Override
    FileSystem files() {
      return new ObjectStoreDouble();
    }

    @Override
    StoreFiles store(FileSystem files, Crash crash) {
      FileSystem crashing = new CrashingFileSystem(files, crash);
      return new StoreFiles(crashing, new PutFiles(crashing), false);
    }
  };

  abstract FileSystem files();

  abstract StoreFiles store(FileSystem files, Crash crash);

  /** A store that fails from that operation on. */
  ModelStore crashing(FileSystem files, Path root, Crash crash) {
    return new ModelStore(store(files, crash), root);
  }

  /** A store that does not crash. */
  ModelStore sound(FileSystem files, Path root) {
    return crashing(files, root, new Crash(Integer.MAX_VALUE));
  }
}
