package io.minhos.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Objects in memory with what S3 gives through Flink and nothing else: an object appears whole when
 * its stream is closed, a folder is a common beginning of keys, there is no rename, no link, no
 * sync, and {@code NO_OVERWRITE} looks first and puts later.
 */
final class ObjectStoreDouble extends FileSystem {

  private final TreeMap<String, byte[]> objects = new TreeMap<>();

  @Override
  public synchronized FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
    if (mode == WriteMode.NO_OVERWRITE && objects.containsKey(path.getPath())) {
      throw new IOException("exists: " + path);
    }
    return new Upload(path.getPath());
  }

  private synchronized void put(String key, byte[] content) {
    objects.put(key, content);
  }

  @Override
  public synchronized FSDataInputStream open(Path path) throws IOException {
    byte[] content = objects.get(path.getPath());
    if (content == null) {
      throw new FileNotFoundException(path.toString());
    }
    return new Download(content);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return open(path);
  }

  @Override
  public synchronized FileStatus getFileStatus(Path path) throws IOException {
    if (objects.containsKey(path.getPath())) {
      return new Status(path, false);
    }
    if (below(path).isEmpty()) {
      throw new FileNotFoundException(path.toString());
    }
    return new Status(path, true);
  }

  @Override
  public synchronized FileStatus[] listStatus(Path path) throws IOException {
    if (below(path).isEmpty()) {
      throw new FileNotFoundException(path.toString());
    }
    return below(path).stream()
        .map(name -> new Status(new Path(path, name), false))
        .toArray(FileStatus[]::new);
  }

  private Set<String> below(Path folder) {
    String prefix = folder.getPath() + "/";
    Set<String> names = new TreeSet<>();
    for (String key : objects.tailMap(prefix).keySet()) {
      if (!key.startsWith(prefix)) {
        break;
      }
      int end = key.indexOf('/', prefix.length());
      names.add(key.substring(prefix.length(), end < 0 ? key.length() : end));
    }
    return names;
  }

  @Override
  public synchronized boolean delete(Path path, boolean recursive) {
    // S3 answers the same whether there was an object or not.
    objects.remove(path.getPath());
    return true;
  }

  @Override
  public boolean mkdirs(Path path) {
    return true;
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("an object store has no rename");
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
    return new BlockLocation[0];
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path("s3://bucket/");
  }

  @Override
  public Path getHomeDirectory() {
    return getWorkingDirectory();
  }

  @Override
  public URI getUri() {
    return URI.create("s3://bucket/");
  }

  @Override
  public boolean isDistributedFS() {
    return true;
  }

  private final class Upload extends FSDataOutputStream {

    private final String key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    Upload(String key) {
      this.key = key;
    }

    @Override
    public void write(int b) {
      content.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      content.write(bytes, offset, length);
    }

    @Override
    public long getPos() {
      return content.size();
    }

    @Override
    public void flush() {}

    @Override
    public void sync() {
      throw new UnsupportedOperationException("not syncable");
    }

    @Override
    public void close() {
      put(key, content.toByteArray());
    }
  }

  private static final class Download extends FSDataInputStream {

    private final ByteArrayInputStream in;

    Download(byte[] content) {
      in = new ByteArrayInputStream(content);
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return in.read(bytes, offset, length);
    }

    @Override
    public void seek(long position) {
      in.reset();
      in.skip(position);
    }

    @Override
    public long getPos() {
      return 0;
    }
  }

  private record Status(Path path, boolean folder) implements FileStatus {
    @Override
    public long getLen() {
      return 0;
    }

    @Override
    public long getBlockSize() {
      return 0;
    }

    @Override
    public short getReplication() {
      return 1;
    }

    @Override
    public long getModificationTime() {
      return 0;
    }

    @Override
    public long getAccessTime() {
      return 0;
    }

    @Override
    public boolean isDir() {
      return folder;
    }

    @Override
    public Path getPath() {
      return path;
    }
  }
}
