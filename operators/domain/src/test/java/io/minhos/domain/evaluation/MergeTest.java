package io.minhos.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Parts of the rows, merged in any order, give what one pass over all gives. */
class MergeTest {

  private static final int FEATURES = 4;

  /** One observation. */
  private record Row(double[] features, double label, double weight) {}

  /** Rows of very different scale and far from zero, some constant, scores that tie. */
  private static List<Row> rows(SplittableRandom random, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] features = {
        1e6 + random.nextGaussian(), 1e-7 * random.nextGaussian(), random.nextGaussian(), 0.1
      };
      double label = 3 + features[2] + 2e6 * features[1] + random.nextGaussian();
      rows.add(new Row(features, label, random.nextInt(1, 5)));
    }
    return rows;
  }

  /** Divides rows at random, sums each part up, and merges the parts in random order. */
  private static <T> T scattered(
      List<Row> rows,
      SplittableRandom random,
      Function<List<Row>, T> sum,
      BinaryOperator<T> merge) {
    int parts = random.nextInt(1, 9);
    List<List<Row>> divided = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      divided.add(new ArrayList<>());
    }
    for (Row row : rows) {
      List<Row> part = divided.get(random.nextInt(parts));
      part.add(random.nextInt(part.size() + 1), row);
    }
    List<T> sums = new ArrayList<>(divided.stream().map(sum).toList());
    while (sums.size() > 1) {
      T first = sums.remove(random.nextInt(sums.size()));
      T second = sums.remove(random.nextInt(sums.size()));
      sums.add(merge.apply(first, second));
    }
    return sums.get(0);
  }

  @Property(tries = 100)
  void scalersAreBitEqual(@ForAll long seed, @ForAll @IntRange(min = 2, max = 200) int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = rows(random, count);
    FeatureRanges ranges = scattered(rows, random, MergeTest::ranges, FeatureRanges::plus);
    assertThat(ranges.rows()).isEqualTo(count);
    assertThat(ranges.min()).containsExactly(ranges(rows).min());
    assertThat(ranges.max()).containsExactly(ranges(rows).max());
    StandardScaler merged =
        StandardScaler.of(scattered(rows, random, MergeTest::moments, FeatureMoments::plus));
    StandardScaler whole = StandardScaler.of(moments(rows));
    assertThat(merged.mean()).containsExactly(whole.mean());
    assertThat(merged.std()).containsExactly(whole.std());
    assertThat(merged.std()[3]).isZero();
  }

  private static FeatureRanges ranges(List<Row> rows) {
    FeatureRanges ranges = FeatureRanges.empty(FEATURES);
    for (Row row : rows) {
      ranges = ranges.plus(row.features);
    }
    return ranges;
  }

  private static FeatureMoments moments(List<Row> rows) {
    FeatureMoments moments = FeatureMoments.empty(FEATURES);
    for (Row row : rows) {
      moments = moments.plus(row.features);
    }
    return moments;
  }

  @Property(tries = 100)
  void regressionsAgree(@ForAll long seed, @ForAll @IntRange(min = 6, max = 200) int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = rows(random, count);
    LinearSums sums = scattered(rows, random, MergeTest::sums, LinearSums::plus);
    assertThat(sums.rows()).isEqualTo(count);
    LinearRegression merged = LinearRegression.fit(sums, true);
    LinearRegression whole = LinearRegression.fit(sums(rows), true);
    for (int i = 0; i < FEATURES; i++) {
      double expected = whole.coefficients()[i];
      assertThat(merged.coefficients()[i])
          .isEqualTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
    }
    assertThat(merged.intercept())
        .isEqualTo(whole.intercept(), within(1e-12 * Math.max(1, Math.abs(whole.intercept()))));
    assertThat(merged.coefficients()[3]).isZero();
  }

  private static LinearSums sums(List<Row> rows) {
    LinearFit fit = new LinearFit(FEATURES);
    rows.forEach(row -> fit.add(row.features, row.label, row.weight));
    return fit.sums();
  }

  @Property(tries = 100)
  void evaluationsAreBitEqual(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = rows(random, count);
    BinaryClassification merged =
        BinaryClassification.of(scattered(rows, random, MergeTest::counts, ScoreCounts::plus));
    assertThat(merged).isEqualTo(BinaryClassification.of(counts(rows)));
  }

  private static ScoreCounts counts(List<Row> rows) {
    double[] scores = new double[rows.size()];
    boolean[] positive = new boolean[scores.length];
    double[] weights = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.rint(4 * rows.get(i).features[2]);
      positive[i] = rows.get(i).label > 3;
      weights[i] = rows.get(i).weight;
    }
    return ScoreCounts.of(scores, positive, weights);
  }
}
