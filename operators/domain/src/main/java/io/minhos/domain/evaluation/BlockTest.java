package io.minhos.domain.evaluation;

/**
 * One-sided t test of a mean over blocks: t = b̄/(s_b/√n) over the n block means b. Serial
 * dependence that is short against a block leaves the block means nearly independent (batch means:
 * Law and Carson 1979), so overlapping labels and persistent calls do not count as evidence.
 *
 * @param blocks n
 * @param statistic t; 0 if the means do not differ
 * @param pValue P(T &gt; t) with n − 1 degrees of freedom; 1 if the means do not differ
 */
record BlockTest(int blocks, double statistic, double pValue) {

  /** The test of μ &gt; 0. */
  static BlockTest of(double[] blockMeans) {
    int n = blockMeans.length;
    if (n < 2) {
      return new BlockTest(n, 0, 1);
    }
    double mean = 0;
    for (double block : blockMeans) {
      mean += block / n;
    }
    double squares = 0;
    for (double block : blockMeans) {
      squares += (block - mean) * (block - mean);
    }
    if (!(squares > 0)) {
      return new BlockTest(n, 0, 1);
    }
    double t = mean / Math.sqrt(squares / (n - 1) / n);
    return new BlockTest(n, t, StudentT.upperTail(t, n - 1));
  }

  /** The t from which the test rejects at that level. */
  double critical(double level) {
    return StudentT.critical(level, blocks - 1);
  }
}
