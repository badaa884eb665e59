package io.minhos.retraining.trees;

import io.minhos.engines.trees.Arithmetic;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.engines.trees.FlatTreesBuilder;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads LightGBM's model string, whose doubles have 17 digits and come back exactly.
 *
 * <p>Inner node i goes to {@code left_child[i]} where {@code x <= threshold[i]}; a child c ≥ 0 is
 * an inner node, a child c < 0 is leaf −1 − c. {@code decision_type[i]} is made of bits: 1
 * categorical, 2 missing goes left, and times 4 what is missing: 0 nothing, 1 zero, 2 NaN.
 *
 * <p>Two of its habits are written into the flat trees, which know neither:
 *
 * <ul>
 *   <li>where nothing is missing (no NaN was in the training rows), NaN stands for 0 and goes where
 *       0 goes;
 *   <li>a value within ±(float) 1e-35 is taken for 0 before any comparison, so a threshold within
 *       that range moves to the end of it that answers likewise.
 * </ul>
 */
final class LightGbmExport {

  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int MISSING_NONE = 0;
  private static final int MISSING_NAN = 2;

  /** kZeroThreshold in LightGBM's meta.h: a float's value in a double. */
  private static final double ZERO = 1e-35f;

  private LightGbmExport() {}

  static FlatTrees flatTrees(String model, int features) {
    try {
      String[] sections = model.split("\nTree=", -1);
      Map<String, String> header = fields(sections[0]);
      expect("v4", required(header, "version"));
      expect("1", required(header, "num_class"));
      expect("1", required(header, "num_tree_per_iteration"));
      // Only the identity, and only a sum: "regression sqrt" and forests are other things.
      expect("regression", required(header, "objective"));
      if (header.containsKey("average_output")) {
        throw new TrainingException("EXPORT_FAILED: average_output");
      }
      int modelFeatures = Integer.parseInt(required(header, "max_feature_idx")) + 1;
      if (modelFeatures != features) {
        throw new TrainingException(
            "EXPORT_FAILED: features=" + features + " of the model=" + modelFeatures);
      }
      if (!sections[sections.length - 1].contains("\nend of trees\n")) {
        throw new TrainingException("EXPORT_FAILED: the model string has no end");
      }
      FlatTreesBuilder out = new FlatTreesBuilder(Arithmetic.FLOAT64, features, 0);
      for (int i = 1; i < sections.length; i++) {
        Map<String, String> tree = fields(sections[i].split("\n\n", 2)[0]);
        expect("0", required(tree, "num_cat"));
        expect("0", required(tree, "is_linear"));
        write(tree, out);
      }
      return out.build();
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new TrainingException("EXPORT_FAILED: " + e.getMessage(), e);
    }
  }

  private static void write(Map<String, String> tree, FlatTreesBuilder out) {
    double[] leaves = doubles(required(tree, "leaf_value"));
    if (required(tree, "num_leaves").equals("1")) {
      out.leaf(leaves[0]);
      return;
    }
    new Tree(
            ints(required(tree, "split_feature")),
            doubles(required(tree, "threshold")),
            ints(required(tree, "decision_type")),
            ints(required(tree, "left_child")),
            ints(required(tree, "right_child")),
            leaves)
        .write(0, out);
  }

  private record Tree(
      int[] feature, double[] threshold, int[] decision, int[] left, int[] right, double[] leaves) {

    /** The node and all below it; trees are at most 16 deep. */
    void write(int node, FlatTreesBuilder out) {
      if (node < 0) {
        out.leaf(leaves[-1 - node]);
        return;
      }
      int missing = decision[node] >> 2;
      if ((decision[node] & CATEGORICAL) != 0
          || (missing != MISSING_NONE && missing != MISSING_NAN)) {
        throw new TrainingException("EXPORT_FAILED: decision_type=" + decision[node]);
      }
      boolean nanToLeft =
          missing == MISSING_NAN ? (decision[node] & DEFAULT_LEFT) != 0 : 0 <= threshold[node];
      out.split(feature[node], aroundZero(threshold[node]), nanToLeft);
      write(left[node], out);
      write(right[node], out);
    }

    /** t' such that {@code x <= t'} says the same as {@code (|x| <= ZERO ? 0 : x) <= t}. */
    private static double aroundZero(double t) {
      if (t >= 0 && t < ZERO) {
        return ZERO;
      }
      return t >= -ZERO && t < 0 ? Math.nextDown(-ZERO) : t;
    }
  }

  private static Map<String, String> fields(String section) {
    Map<String, String> fields = new HashMap<>();
    for (String line : section.split("\n", -1)) {
      int equals = line.indexOf('=');
      fields.put(equals < 0 ? line : line.substring(0, equals), line.substring(equals + 1));
    }
    return fields;
  }

  private static int[] ints(String values) {
    String[] parts = values.split(" ", -1);
    int[] ints = new int[parts.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Integer.parseInt(parts[i]);
    }
    return ints;
  }

  private static double[] doubles(String values) {
    String[] parts = values.split(" ", -1);
    double[] doubles = new double[parts.length];
    for (int i = 0; i < doubles.length; i++) {
      // A threshold of +∞ parts numbers from NaN.
      doubles[i] = parts[i].equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(parts[i]);
    }
    return doubles;
  }

  private static void expect(String expected, String got) {
    if (!expected.equals(got)) {
      throw new TrainingException("EXPORT_FAILED: expected=" + expected + " got=" + got);
    }
  }

  private static String required(Map<String, String> fields, String key) {
    String value = fields.get(key);
    if (value == null) {
      throw new TrainingException("EXPORT_FAILED: missing=" + key);
    }
    return value;
  }
}
