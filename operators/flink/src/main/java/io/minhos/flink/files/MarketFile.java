package io.minhos.flink.files;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of market data to replay.
 *
 * @param path where it is: text, gzip, Parquet or Sierra Chart's, by its ending {@code .gz}, {@code
 *     .parquet} or {@code .scid}
 * @param kind what its lines are
 * @param source what its records name it by
 */
public record MarketFile(String path, Kind kind, String source) implements Serializable {

  /** What the lines of a file are. */
  public enum Kind {
    TRADES,
    BARS
  }

  /** A file that is named by its bare name. */
  public MarketFile(String path, Kind kind) {
    this(path, kind, tail(Path.of(path), 1));
  }

  /**
   * The files, each named by as much of the end of its path as tells it from the others: by its
   * bare name where no other has that. A file that is listed twice is no other.
   */
  public static List<MarketFile> distinguished(List<MarketFile> files) {
    List<Path> paths =
        files.stream().map(f -> Path.of(f.path()).toAbsolutePath().normalize()).toList();
    List<MarketFile> named = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path path = paths.get(i);
      int names = 1;
      while (names < path.getNameCount() && isShared(path, names, paths)) {
        names++;
      }
      named.add(new MarketFile(files.get(i).path(), files.get(i).kind(), tail(path, names)));
    }
    return List.copyOf(named);
  }

  private static boolean isShared(Path path, int names, List<Path> paths) {
    String tail = tail(path, names);
    return paths.stream().anyMatch(p -> !p.equals(path) && tail(p, names).equals(tail));
  }

  /** The last {@code names} names of {@code path}, or all if it has less. */
  private static String tail(Path path, int names) {
    int count = path.getNameCount();
    return path.subpath(Math.max(0, count - names), count).toString().replace('\\', '/');
  }
}
