package io.minhos.engines.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlatTreesTest {

  private static final double LEFT = 1;
  private static final double RIGHT = 2;

  private static FlatTrees stump(Arithmetic arithmetic, double threshold, boolean defaultLeft) {
    return new FlatTreesBuilder(arithmetic, 1, 0)
        .split(0, threshold, defaultLeft)
        .leaf(LEFT)
        .leaf(RIGHT)
        .build();
  }

  private static double side(Arithmetic arithmetic, double threshold, double x) {
    return stump(arithmetic, threshold, false).predict(new double[] {x});
  }

  @ParameterizedTest
  @EnumSource
  void nanGoesTheDefaultDirection(Arithmetic arithmetic) {
    double[] missing = {Double.NaN};
    assertThat(stump(arithmetic, 0.5, true).predict(missing)).isEqualTo(LEFT);
    assertThat(stump(arithmetic, 0.5, false).predict(missing)).isEqualTo(RIGHT);
  }

  @Test
  void equalIsRightInFloat32AndLeftInFloat64() {
    assertThat(side(Arithmetic.FLOAT32, 0.5, 0.5)).isEqualTo(RIGHT);
    assertThat(side(Arithmetic.FLOAT64, 0.5, 0.5)).isEqualTo(LEFT);
    assertThat(side(Arithmetic.FLOAT32, 0, -0.0)).isEqualTo(RIGHT);
    assertThat(side(Arithmetic.FLOAT64, -0.0, 0.0)).isEqualTo(LEFT);
  }

  @Test
  void valuesAreRoundedToFloatBeforeTheyAreComparedInFloat32() {
    double below = Math.nextDown(0.5);
    assertThat((float) below).isEqualTo(0.5f);
    assertThat(side(Arithmetic.FLOAT32, 0.5, below)).isEqualTo(RIGHT);
    assertThat(side(Arithmetic.FLOAT64, below, 0.5)).isEqualTo(RIGHT);
  }

  /** Thresholds and values where float has neighbours of another size, or none. */
  @Test
  void comparesAsFloatsDoAtTheEdgesOfTheirRange() {
    float[] edges = {
      0f,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      -Float.MIN_NORMAL,
      1f,
      -1f,
      Math.nextDown(1f),
      2f,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.POSITIVE_INFINITY
    };
    for (float threshold : edges) {
      for (float near : edges) {
        for (double x : around(near)) {
          assertThat(side(Arithmetic.FLOAT32, threshold, x))
              .as("x=%s threshold=%s", x, threshold)
              .isEqualTo((float) x < threshold ? LEFT : RIGHT);
          assertThat(side(Arithmetic.FLOAT64, threshold, x))
              .as("x=%s threshold=%s", x, threshold)
              .isEqualTo(x <= threshold ? LEFT : RIGHT);
        }
      }
    }
  }

  /** Doubles about a float, and about half-way to its neighbours, infinity taken for 2^128. */
  private static double[] around(float f) {
    double value = Math.max(-0x1p128, Math.min(0x1p128, f));
    double up = (value + Math.min(Math.nextUp(f), 0x1p128)) / 2;
    double down = (value + Math.max(Math.nextDown(f), -0x1p128)) / 2;
    return new double[] {
      f,
      value,
      Math.nextUp(value),
      Math.nextDown(value),
      up,
      Math.nextUp(up),
      Math.nextDown(up),
      down,
      Math.nextUp(down),
      Math.nextDown(down),
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      -Double.MIN_VALUE
    };
  }

  @Property(tries = 20_000)
  void comparesAsFloatsDo(@ForAll int thresholdBits, @ForAll @IntRange(min = -3, max = 3) int off) {
    float threshold = Float.intBitsToFloat(thresholdBits);
    if (!Arithmetic.FLOAT32.canCompare(threshold)) {
      return;
    }
    for (double x : around(Float.intBitsToFloat(thresholdBits + off))) {
      if (Double.isNaN(x)) {
        continue;
      }
      assertThat(x <= Arithmetic.FLOAT32.upperBound(threshold)).isEqualTo((float) x < threshold);
    }
  }

  @Test
  void floatsAreAddedAsFloatsInTheOrderOfTheTrees() {
    FlatTreesBuilder floats = new FlatTreesBuilder(Arithmetic.FLOAT32, 1, 1);
    FlatTreesBuilder doubles = new FlatTreesBuilder(Arithmetic.FLOAT64, 1, 1);
    float expected = 1;
    double expectedDoubles = 1;
    for (int i = 0; i < 100; i++) {
      float leaf = 0.1f * i - 3;
      floats.leaf(leaf);
      doubles.leaf(leaf);
      expected += leaf;
      expectedDoubles += leaf;
    }
    double[] row = {0};
    assertThat(floats.build().predict(row)).isEqualTo(expected);
    assertThat(doubles.build().predict(row)).isEqualTo(expectedDoubles);
    assertThat((double) expected).isNotEqualTo(expectedDoubles);
  }

  /** Against trees that are walked as they are written: by recursion. */
  @Property(tries = 300)
  void walksTreesOfAnyShape(@ForAll long seed) {
    for (Arithmetic arithmetic : Arithmetic.values()) {
      RandomTrees random = new RandomTrees(seed, arithmetic);
      FlatTrees trees = random.build();
      FlatTrees reread = FlatTrees.fromBytes(trees.toBytes());
      for (int i = 0; i < 20; i++) {
        double[] row = random.row();
        double expected = random.predict(row);
        assertThat(trees.predict(row)).isEqualTo(expected);
        assertThat(reread.predict(row)).isEqualTo(expected);
      }
    }
  }

  /** Whether all of them are finite, and are walked together, or not. */
  @Property(tries = 300)
  void rowsTogetherGetWhatEachGetsAlone(@ForAll long seed, @ForAll boolean finite) {
    for (Arithmetic arithmetic : Arithmetic.values()) {
      RandomTrees random = new RandomTrees(seed, arithmetic);
      FlatTrees trees = random.build();
      double[][] rows =
          Stream.generate(random::row)
              .filter(row -> !finite || Arrays.stream(row).allMatch(Double::isFinite))
              .limit(13)
              .toArray(double[][]::new);
      assertThat(trees.predict(rows))
          .isEqualTo(Arrays.stream(rows).mapToDouble(random::predict).toArray());
    }
  }

  @Test
  void rowsOfAnotherLengthAreRefused() {
    FlatTrees trees = stump(Arithmetic.FLOAT64, 0, false);
    assertThatThrownBy(() -> trees.predict(new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features must be as many as the trees know: expected=1 got=0");
    assertThatThrownBy(() -> trees.predict(new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBuilderRefusesWhatIsNoTree() {
    FlatTreesBuilder open =
        new FlatTreesBuilder(Arithmetic.FLOAT64, 1, 0).split(0, 0, true).leaf(1);
    assertThatThrownBy(open::build).hasMessage("TREES_NODE: tree=0 is not complete");
    assertThatThrownBy(() -> new FlatTreesBuilder(Arithmetic.FLOAT64, 1, 0).split(-1, 0, true))
        .hasMessage("TREES_NODE: node=0 feature=-1");
    assertThatThrownBy(() -> new FlatTreesBuilder(Arithmetic.FLOAT32, 1, 0).leaf(0.1).build())
        .hasMessage("TREES_NODE: node=0 value=0.1 arithmetic=FLOAT32");
    assertThatThrownBy(() -> new FlatTreesBuilder(Arithmetic.FLOAT32, 1, 0.1).build())
        .hasMessage("TREES_HEADER: base=0.1 arithmetic=FLOAT32");
    assertThatThrownBy(
            () -> new FlatTreesBuilder(Arithmetic.FLOAT64, 1, 0).leaf(Double.NaN).build())
        .isInstanceOf(TreesException.class);
    assertThatThrownBy(() -> stump(Arithmetic.FLOAT64, Double.NaN, true))
        .isInstanceOf(TreesException.class);
    assertThatThrownBy(() -> stump(Arithmetic.FLOAT64, Double.NEGATIVE_INFINITY, true))
        .isInstanceOf(TreesException.class);
    assertThatThrownBy(() -> new FlatTreesBuilder(Arithmetic.FLOAT64, 1, 0).leaf(1 / 0.0).build())
        .isInstanceOf(TreesException.class);
    assertThatThrownBy(
            () ->
                new FlatTreesBuilder(Arithmetic.FLOAT64, 1, 0)
                    .leaf(Double.MAX_VALUE)
                    .leaf(Double.MAX_VALUE)
                    .build())
        .hasMessageStartingWith("TREES_RANGE: ");
  }

  @Test
  void aModelWithoutTreesAnswersItsBase() {
    FlatTrees trees = new FlatTreesBuilder(Arithmetic.FLOAT32, 3, 0.25).build();
    assertThat(trees.predict(new double[3])).isEqualTo(0.25);
    assertThat(FlatTrees.fromBytes(trees.toBytes()).predict(new double[3])).isEqualTo(0.25);
  }

  /** Trees and their expected answers, of one seed. */
  private static final class RandomTrees {
    private static final int FEATURES = 5;

    private final Random random;
    private final Arithmetic arithmetic;
    private final double base;
    private final Node[] roots;

    private record Node(int feature, double value, boolean defaultLeft, Node left, Node right) {}

    RandomTrees(long seed, Arithmetic arithmetic) {
      this.random = new Random(seed);
      this.arithmetic = arithmetic;
      this.base = number();
      this.roots = new Node[random.nextInt(8)];
      for (int i = 0; i < roots.length; i++) {
        roots[i] = node(random.nextInt(9));
      }
    }

    private Node node(int depth) {
      if (depth == 0 || random.nextInt(5) == 0) {
        return new Node(-1, number(), false, null, null);
      }
      return new Node(
          random.nextInt(FEATURES),
          number(),
          random.nextBoolean(),
          node(depth - 1),
          node(depth - 1));
    }

    /** Coarse, so that values meet thresholds. */
    private double number() {
      double value = (random.nextInt(21) - 10) * 0.1;
      return arithmetic == Arithmetic.FLOAT32 ? (float) value : value;
    }

    double[] row() {
      double[] row = new double[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        row[i] = random.nextInt(8) == 0 ? Double.NaN : (random.nextInt(21) - 10) * 0.1;
      }
      return row;
    }

    FlatTrees build() {
      FlatTreesBuilder builder = new FlatTreesBuilder(arithmetic, FEATURES, base);
      for (Node root : roots) {
        write(root, builder);
      }
      return builder.build();
    }

    private static void write(Node node, FlatTreesBuilder builder) {
      if (node.feature < 0) {
        builder.leaf(node.value);
      } else {
        builder.split(node.feature, node.value, node.defaultLeft);
        write(node.left, builder);
        write(node.right, builder);
      }
    }

    double predict(double[] row) {
      double sum = base;
      for (Node root : roots) {
        double leaf = leaf(root, row);
        sum = arithmetic == Arithmetic.FLOAT32 ? (float) sum + (float) leaf : sum + leaf;
      }
      return sum;
    }

    private double leaf(Node node, double[] row) {
      if (node.feature < 0) {
        return node.value;
      }
      double x = row[node.feature];
      boolean left =
          arithmetic == Arithmetic.FLOAT32 ? (float) x < (float) node.value : x <= node.value;
      return leaf((Double.isNaN(x) ? node.defaultLeft : left) ? node.left : node.right, row);
    }
  }
}
