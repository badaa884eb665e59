package io.minhos.engines.trees;

import io.minhos.engines.trees.TreesException.Code;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes trees node by node, each tree in pre-order: a split, then all of its left side, then all
 * of its right side. A tree ends with the leaf that closes its last open split.
 */
public final class FlatTreesBuilder {

  private final Arithmetic arithmetic;
  private final int features;
  private final double base;

  private int[] roots = new int[128];
  private int[] feature = new int[1024];
  private boolean[] defaultLeft = new boolean[1024];
  private int[] left = new int[1024];
  private int[] right = new int[1024];
  private double[] value = new double[1024];
  private int trees;
  private int nodes;

  /** Splits of the open tree that still lack their right side, the innermost first. */
  private final Deque<Integer> open = new ArrayDeque<>();

  private boolean inTree;

  /**
   * A model without trees.
   *
   * @param features length of a row
   * @param base what the sum begins with
   */
  public FlatTreesBuilder(Arithmetic arithmetic, int features, double base) {
    this.arithmetic = arithmetic;
    this.features = features;
    this.base = base;
  }

  /**
   * A split.
   *
   * @param defaultLeft whether NaN goes left
   */
  public FlatTreesBuilder split(int feature, double threshold, boolean defaultLeft) {
    if (feature < 0) {
      throw new TreesException(Code.TREES_NODE, "node=" + nodes + " feature=" + feature);
    }
    int node = add(feature, threshold);
    this.defaultLeft[node] = defaultLeft;
    left[node] = node + 1 - roots[trees - 1];
    open.push(node);
    return this;
  }

  /** A leaf. */
  public FlatTreesBuilder leaf(double value) {
    add(-1, value);
    if (open.isEmpty()) {
      inTree = false;
    } else {
      right[open.pop()] = nodes - roots[trees - 1];
    }
    return this;
  }

  /**
   * The model.
   *
   * @throws TreesException if the last tree is not complete, or a number is out of its range
   */
  public FlatTrees build() {
    if (inTree) {
      throw new TreesException(Code.TREES_NODE, "tree=" + (trees - 1) + " is not complete");
    }
    return FlatTrees.checked(
        arithmetic,
        features,
        base,
        Arrays.copyOf(roots, trees),
        Arrays.copyOf(feature, nodes),
        Arrays.copyOf(defaultLeft, nodes),
        Arrays.copyOf(left, nodes),
        Arrays.copyOf(right, nodes),
        Arrays.copyOf(value, nodes));
  }

  private int add(int feature, double value) {
    if (!inTree) {
      if (trees == roots.length) {
        roots = Arrays.copyOf(roots, 2 * trees);
      }
      roots[trees++] = nodes;
      inTree = true;
    }
    if (nodes == this.feature.length) {
      this.feature = Arrays.copyOf(this.feature, 2 * nodes);
      defaultLeft = Arrays.copyOf(defaultLeft, 2 * nodes);
      left = Arrays.copyOf(left, 2 * nodes);
      right = Arrays.copyOf(right, 2 * nodes);
      this.value = Arrays.copyOf(this.value, 2 * nodes);
    }
    this.feature[nodes] = feature;
    this.value[nodes] = value;
    return nodes++;
  }
}
