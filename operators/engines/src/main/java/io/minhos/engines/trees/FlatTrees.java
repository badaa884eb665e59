package io.minhos.engines.trees;

import io.minhos.domain.inference.TabularModel;
import io.minhos.engines.trees.TreesException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A sum of regression trees in flat arrays, bit-equal with the library that grew them.
 *
 * <pre>
 * answer(x) = base + Σ leaf_t(x), t in order, rounded as {@link Arithmetic} says
 * </pre>
 *
 * <p>File, little-endian, without padding:
 *
 * <pre>
 * int32    magic 0x5254484D, "MHTR"
 * int32    version, 1
 * int32    arithmetic: 1 float32, 2 float64
 * int32    F, number of features, 1 to 65,536
 * int32    T, number of trees, 0 to 1,000,000
 * int32    N, number of nodes of all trees
 * float64  base
 * int32    T × nodes of the tree
 * int32    N × feature of the split, −1 in a leaf
 * uint8    N × default direction: 1 if NaN goes left; 0 in a leaf
 * int32    N × left child, counted from the tree's first node; 0 in a leaf
 * int32    N × right child, likewise
 * float64  N × threshold of the split, or value of the leaf
 * int32    CRC-32 of all bytes before
 * </pre>
 *
 * <p>A tree's root is its first node, children come after their parent, and each node but the root
 * is the child of exactly one: whatever loads, ends. Base and leaves are finite, in float32 exact
 * floats, and so bounded that no sum overflows: whatever loads, answers a finite number. A
 * threshold may be +∞ too. A model has one encoding only.
 *
 * <p>Immutable; for any number of threads.
 */
public final class FlatTrees implements TabularModel {

  private static final int MAGIC = 0x5254484D;
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 32;
  private static final int NODE_BYTES = 21;
  private static final int CHECKSUM_BYTES = 4;
  private static final int MAX_FEATURES = 1 << 16;
  private static final int MAX_TREES = 1_000_000;
  private static final int LEAF = -1;

  private final Arithmetic arithmetic;
  private final int features;
  private final double base;

  // As in the file, with children counted from the first node of all. Rows with NaN or infinities
  // walk these.
  private final int[] roots;
  private final int[] feature;
  private final boolean[] defaultLeft;
  private final int[] left;
  private final int[] right;
  private final double[] value;

  /** Threshold as {@link Arithmetic#upperBound}; unused in a leaf. */
  private final double[] bound;

  /** The same trees for rows of finite values: a walk without branches. */
  private final BranchlessWalk walk;

  private FlatTrees(
      Arithmetic arithmetic,
      int features,
      double base,
      int[] roots,
      int[] feature,
      boolean[] defaultLeft,
      int[] left,
      int[] right,
      double[] value) {
    this.arithmetic = arithmetic;
    this.features = features;
    this.base = base;
    this.roots = roots;
    this.feature = feature;
    this.defaultLeft = defaultLeft;
    this.left = left;
    this.right = right;
    this.value = value;
    this.bound = new double[value.length];
    for (int i = 0; i < value.length; i++) {
      bound[i] = feature[i] == LEAF ? Double.NaN : arithmetic.upperBound(value[i]);
    }
    this.walk = BranchlessWalk.of(roots, feature, left, right, bound, value);
  }

  /**
   * The sum of the trees.
   *
   * @param row one value per feature; NaN is missing, infinities compare as they should
   * @return finite
   * @throws IllegalArgumentException if {@code row} is of another length
   */
  @Override
  public double predict(double[] row) {
    return predict(new double[][] {row})[0];
  }

  /** The sums for many rows, each what {@link #predict(double[])} says, in less time. */
  public double[] predict(double[][] rows) {
    boolean finite = true;
    for (double[] row : rows) {
      if (row.length != features) {
        throw new IllegalArgumentException(
            "features must be as many as the trees know: expected="
                + features
                + " got="
                + row.length);
      }
      finite &= isFinite(row);
    }
    double[] sums = new double[rows.length];
    if (finite) {
      walk.sum(start(), arithmetic == Arithmetic.FLOAT32, rows, sums);
    } else {
      for (int i = 0; i < rows.length; i++) {
        sums[i] = sum(rows[i]);
      }
    }
    return sums;
  }

  private double start() {
    return arithmetic == Arithmetic.FLOAT32 ? (float) base : base;
  }

  private static boolean isFinite(double[] row) {
    double sum = 0;
    for (double x : row) {
      // 0, or NaN where x is not finite.
      sum += 0 * x;
    }
    return !Double.isNaN(sum);
  }

  private double sum(double[] row) {
    double sum = start();
    for (int root : roots) {
      double next = sum + value[leaf(root, row)];
      sum = arithmetic == Arithmetic.FLOAT32 ? (float) next : next;
    }
    return sum;
  }

  private int leaf(int root, double[] row) {
    int node = root;
    int f = feature[node];
    while (f >= 0) {
      double x = row[f];
      node = x <= bound[node] || (Double.isNaN(x) && defaultLeft[node]) ? left[node] : right[node];
      f = feature[node];
    }
    return node;
  }

  public Arithmetic arithmetic() {
    return arithmetic;
  }

  /** Length of the rows that the trees answer. */
  public int features() {
    return features;
  }

  public int trees() {
    return roots.length;
  }

  /** Splits and leaves of all trees. */
  public int nodes() {
    return feature.length;
  }

  /** The file. */
  public byte[] toBytes() {
    int trees = roots.length;
    int nodes = feature.length;
    byte[] bytes = new byte[Math.toIntExact(length(trees, nodes))];
    ByteBuffer out = littleEndian(bytes);
    out.putInt(MAGIC).putInt(VERSION).putInt(arithmetic.code()).putInt(features);
    out.putInt(trees).putInt(nodes).putDouble(base);
    for (int tree = 0; tree < trees; tree++) {
      out.putInt(end(tree) - roots[tree]);
    }
    for (int f : feature) {
      out.putInt(f);
    }
    for (boolean toLeft : defaultLeft) {
      out.put((byte) (toLeft ? 1 : 0));
    }
    putChildren(out, left);
    putChildren(out, right);
    for (double v : value) {
      out.putDouble(v);
    }
    out.putInt(checksum(bytes));
    return bytes;
  }

  private void putChildren(ByteBuffer out, int[] children) {
    for (int tree = 0; tree < roots.length; tree++) {
      for (int node = roots[tree]; node < end(tree); node++) {
        out.putInt(feature[node] == LEAF ? 0 : children[node] - roots[tree]);
      }
    }
  }

  private int end(int tree) {
    return tree + 1 < roots.length ? roots[tree + 1] : feature.length;
  }

  /**
   * Reads a file.
   *
   * @throws TreesException if it is not one that {@link #toBytes} writes
   */
  public static FlatTrees fromBytes(byte[] bytes) {
    if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) {
      throw new TreesException(
          Code.TREES_LENGTH,
          "expected at least=" + (HEADER_BYTES + CHECKSUM_BYTES) + " got=" + bytes.length);
    }
    ByteBuffer in = littleEndian(bytes);
    int magic = in.getInt();
    if (magic != MAGIC) {
      throw new TreesException(Code.TREES_MAGIC, "got=" + Integer.toHexString(magic));
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new TreesException(Code.TREES_VERSION, "expected=" + VERSION + " got=" + version);
    }
    Arithmetic arithmetic = arithmetic(in.getInt());
    int features = inRange("features", in.getInt(), 1, MAX_FEATURES);
    int trees = inRange("trees", in.getInt(), 0, MAX_TREES);
    int nodes = inRange("nodes", in.getInt(), trees, Integer.MAX_VALUE);
    if (bytes.length != length(trees, nodes)) {
      throw new TreesException(
          Code.TREES_LENGTH, "expected=" + length(trees, nodes) + " got=" + bytes.length);
    }
    int stored = littleEndian(bytes).getInt(bytes.length - CHECKSUM_BYTES);
    if (stored != checksum(bytes)) {
      throw new TreesException(
          Code.TREES_CHECKSUM,
          "expected="
              + Integer.toHexString(stored)
              + " got="
              + Integer.toHexString(checksum(bytes)));
    }

    double base = in.getDouble();
    int[] roots = new int[trees];
    long next = 0;
    for (int tree = 0; tree < trees; tree++) {
      // Beyond the range of int only where the sum is wrong, which is refused below.
      roots[tree] = (int) next;
      next += inRange("nodes of tree " + tree, in.getInt(), 1, nodes);
    }
    if (next != nodes) {
      throw new TreesException(Code.TREES_HEADER, "nodes=" + nodes + " of its trees=" + next);
    }
    int[] feature = ints(in, nodes);
    boolean[] defaultLeft = new boolean[nodes];
    for (int node = 0; node < nodes; node++) {
      byte flag = in.get();
      if (flag != 0 && flag != 1) {
        throw new TreesException(Code.TREES_NODE, "node=" + node + " default direction=" + flag);
      }
      defaultLeft[node] = flag == 1;
    }
    int[] left = ints(in, nodes);
    int[] right = ints(in, nodes);
    double[] value = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      value[node] = in.getDouble();
    }
    return checked(arithmetic, features, base, roots, feature, defaultLeft, left, right, value);
  }

  /** Takes children counted from their tree's root; keeps the arrays. */
  static FlatTrees checked(
      Arithmetic arithmetic,
      int features,
      double base,
      int[] roots,
      int[] feature,
      boolean[] defaultLeft,
      int[] left,
      int[] right,
      double[] value) {
    inRange("features", features, 1, MAX_FEATURES);
    inRange("trees", roots.length, 0, MAX_TREES);
    if (!arithmetic.canAdd(base)) {
      throw new TreesException(Code.TREES_HEADER, "base=" + base + " arithmetic=" + arithmetic);
    }
    // Sums of float32 are rounded: half of the range is left for it.
    double room = (arithmetic == Arithmetic.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE) / 2;
    double reach = Math.abs(base);
    for (int tree = 0; tree < roots.length; tree++) {
      int root = roots[tree];
      int end = tree + 1 < roots.length ? roots[tree + 1] : feature.length;
      boolean[] hasParent = new boolean[end - root];
      hasParent[0] = true;
      double greatest = 0;
      for (int node = root; node < end; node++) {
        checkNode(node, arithmetic, features, feature[node], value[node]);
        // Its parent comes before it, so it is known by now.
        if (!hasParent[node - root]) {
          throw new TreesException(Code.TREES_NODE, "node=" + node + " has no parent");
        }
        if (feature[node] == LEAF) {
          if (left[node] != 0 || right[node] != 0 || defaultLeft[node]) {
            throw new TreesException(Code.TREES_NODE, "node=" + node + " leaf with children");
          }
          greatest = Math.max(greatest, Math.abs(value[node]));
        } else {
          left[node] = root + child(node, node - root, left[node], hasParent);
          right[node] = root + child(node, node - root, right[node], hasParent);
        }
      }
      reach += greatest;
    }
    if (!(reach <= room)) {
      throw new TreesException(Code.TREES_RANGE, "limit=" + room + " got=" + reach);
    }
    return new FlatTrees(
        arithmetic, features, base, roots, feature, defaultLeft, left, right, value);
  }

  private static void checkNode(
      int node, Arithmetic arithmetic, int features, int feature, double value) {
    if (feature < LEAF || feature >= features) {
      throw new TreesException(
          Code.TREES_NODE, "node=" + node + " feature=" + feature + " of=" + features);
    }
    if (!(feature == LEAF ? arithmetic.canAdd(value) : arithmetic.canCompare(value))) {
      throw new TreesException(
          Code.TREES_NODE, "node=" + node + " value=" + value + " arithmetic=" + arithmetic);
    }
  }

  private static int child(int node, int parent, int child, boolean[] hasParent) {
    if (child <= parent || child >= hasParent.length || hasParent[child]) {
      throw new TreesException(
          Code.TREES_NODE,
          "node=" + node + " child=" + child + " nodes of the tree=" + hasParent.length);
    }
    hasParent[child] = true;
    return child;
  }

  private static Arithmetic arithmetic(int code) {
    return Arrays.stream(Arithmetic.values())
        .filter(arithmetic -> arithmetic.code() == code)
        .findFirst()
        .orElseThrow(() -> new TreesException(Code.TREES_HEADER, "arithmetic=" + code));
  }

  private static int inRange(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new TreesException(
          Code.TREES_HEADER, key + "=" + value + " least=" + least + " most=" + most);
    }
    return value;
  }

  private static int[] ints(ByteBuffer in, int length) {
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] = in.getInt();
    }
    return values;
  }

  private static long length(long trees, long nodes) {
    return HEADER_BYTES + 4 * trees + NODE_BYTES * nodes + CHECKSUM_BYTES;
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
    return (int) crc.getValue();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
