package io.minhos.store;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Another file system, until the crash. The write at which it crashes is half done. */
final class CrashingFileSystem extends FileSystem {

  private final FileSystem files;
  private final Crash crash;

  CrashingFileSystem(FileSystem files, Crash crash) {
    this.files = files;
    this.crash = crash;
  }

  @Override
  public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
    crash.step();
    return new CrashingStream(files.create(path, mode), crash);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    crash.step();
    return files.getFileStatus(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    crash.step();
    return files.listStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path) throws IOException {
    crash.step();
    return files.open(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    crash.step();
    return files.open(path, bufferSize);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    crash.step();
    return files.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    crash.step();
    return files.mkdirs(path);
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("the store must not rename");
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length)
      throws IOException {
    return files.getFileBlockLocations(file, start, length);
  }

  @Override
  public Path getWorkingDirectory() {
    return files.getWorkingDirectory();
  }

  @Override
  public Path getHomeDirectory() {
    return files.getHomeDirectory();
  }

  @Override
  public URI getUri() {
    return files.getUri();
  }

  @Override
  public boolean isDistributedFS() {
    return files.isDistributedFS();
  }

  private static final class CrashingStream extends FSDataOutputStream {

    private final FSDataOutputStream out;
    private final Crash crash;

    CrashingStream(FSDataOutputStream out, Crash crash) {
      this.out = out;
      this.crash = crash;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        crash.step();
      } catch (IOException e) {
        out.write(bytes, offset, length / 2);
        throw e;
      }
      out.write(bytes, offset, length);
    }

    @Override
    public void write(int b) throws IOException {
      crash.step();
      out.write(b);
    }

    @Override
    public void sync() throws IOException {
      // No power cut is played, so nothing is forced: it would take most of the tests' time.
      crash.step();
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos();
    }

    @Override
    public void close() throws IOException {
      // A dead process completes no upload; the double's stream is then left open.
      crash.step();
      out.close();
    }
  }
}
