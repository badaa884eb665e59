package io.minhos.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * Whole files on {@code file:}: written and forced under another name, then given their name by a
 * hard link, which the kernel refuses if the name is taken. Flink's {@code NO_OVERWRITE} is no
 * substitute on a local disk: it looks first and creates afterwards, and shows the file while it is
 * written; its {@code rename} replaces what is there.
 */
final class LinkedFiles implements WholeFiles {

  /** Gives a file a second name. */
  interface Link {
    /** Returns false if the name is taken. */
    boolean link(Path existing, Path name) throws IOException;
  }

  private final FileSystem files;
  private final Link link;

  LinkedFiles(FileSystem files, Link link) {
    this.files = files;
    this.link = link;
  }

  @Override
  public boolean create(Path target, Path staged, byte[] content) throws IOException {
    try (FSDataOutputStream out = files.create(staged, WriteMode.NO_OVERWRITE)) {
      out.write(content);
      out.sync();
    }
    files.mkdirs(target.getParent());
    boolean created;
    try {
      created = link.link(staged, target);
    } catch (NoSuchFileException e) {
      // A cleanup took the name and then the staged file, which could not get it any more.
      if (files.exists(target)) {
        return false;
      }
      throw e;
    }
    try {
      files.delete(staged, false);
    } catch (IOException e) {
      // The file has its name, or somebody else's has; what is left over is for the cleanup.
      return created;
    }
    return created;
  }

  /** Links on the local disk, and forces the folders around it, so that a power cut keeps order. */
  static boolean forcedLink(Path existing, Path name) throws IOException {
    java.nio.file.Path folder = java.nio.file.Path.of(name.getPath()).getParent();
    force(folder);
    boolean linked = hardLink(existing, name);
    force(folder);
    force(folder.getParent());
    return linked;
  }

  /** Links on the local disk. */
  static boolean hardLink(Path existing, Path name) throws IOException {
    try {
      Files.createLink(
          java.nio.file.Path.of(name.getPath()), java.nio.file.Path.of(existing.getPath()));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      throw new IOException("the file system has no hard links: " + name, e);
    }
  }

  private static void force(java.nio.file.Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
