package io.minhos.retraining.trees;

import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.engines.ensemble.StackWeights;
import io.minhos.engines.ensemble.StackedEnsemble;
import io.minhos.engines.trees.FlatTrees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains a stack without ever asking a model about a row that it has learned from.
 *
 * <ol>
 *   <li>Each base model learns from a fold's training rows and answers its test rows, which are
 *       later. Only these out-of-fold answers reach the meta-learner: in-sample, the base that
 *       learned most by heart would get all the weight.
 *   <li>For a gate, the meta-learner too must not have seen what it is judged on. So the weights
 *       that answer a fold are fitted on the out-of-fold answers of earlier folds alone, as far as
 *       the fold's training part reaches: purge and embargo hold for them as for the bases. The
 *       first fold has no earlier one and is answered by the mean of the bases, which is fitted on
 *       nothing. The estimate errs on the side of caution, since the release learns from more rows.
 *   <li>The release's weights are fitted on all out-of-fold answers, and its base models on all
 *       rows.
 * </ol>
 *
 * <p>The steps are apart, so that base models can be trained in different places: {@link
 * #trainBase} for each, then {@link #stack}.
 */
public final class StackTrainer {

  private final TabularRows rows;
  private final List<StackFold> folds;

  /**
   * A trainer of stacks on {@code rows}.
   *
   * @param folds walk forward: their test rows come one after the other, and all rows that one
   *     trains on are before those that it tests
   */
  public StackTrainer(TabularRows rows, List<StackFold> folds) {
    StackFold.check(folds, rows.rows());
    this.rows = rows;
    this.folds = List.copyOf(folds);
  }

  /**
   * A base model.
   *
   * @param trees learned from all rows
   * @param outOfFold answers to the test rows of all folds, in their order
   */
  public record BaseModel(FlatTrees trees, double[] outOfFold) {}

  /**
   * Trains one base model on each fold and on all rows. The export of each is proven: a fold's on
   * its test rows, the last on all rows.
   *
   * @throws InterruptedException if the thread is interrupted between rounds
   * @throws TrainingException if the model cannot be trained, or its export differs
   */
  public BaseModel trainBase(TreeTrainer trainer, TrainingProgress progress)
      throws InterruptedException {
    double[] answers = new double[tested()];
    int at = 0;
    for (StackFold fold : folds) {
      TabularRows test = rows.select(fold.test());
      FlatTrees trees = trainer.train(rows.select(fold.train()), test, progress);
      for (int row = 0; row < test.rows(); row++) {
        answers[at++] = trees.predict(test.row(row));
      }
    }
    return new BaseModel(trainer.train(rows, rows, progress), answers);
  }

  /** The stack of three base models that were trained on the same rows and folds. */
  public TrainedStack stack(BaseModel forest, BaseModel xgboost, BaseModel lightgbm) {
    double[][] bases = new double[tested()][];
    for (int i = 0; i < bases.length; i++) {
      bases[i] =
          new double[] {forest.outOfFold()[i], xgboost.outOfFold()[i], lightgbm.outOfFold()[i]};
    }
    int[] tested = folds.stream().flatMapToInt(fold -> Arrays.stream(fold.test())).toArray();
    double[] labels = Arrays.stream(tested).mapToDouble(row -> rows.labels()[row]).toArray();
    StackedEnsemble ensemble =
        new StackedEnsemble(
            forest.trees(),
            xgboost.trees(),
            lightgbm.trees(),
            MetaLearner.fit(bases, labels, labels.length));
    return new TrainedStack(ensemble, outOfFold(tested, bases, labels));
  }

  /** {@link #trainBase} for all three, one after the other, then {@link #stack}. */
  public TrainedStack train(
      TreeTrainer forest, TreeTrainer xgboost, TreeTrainer lightgbm, TrainingProgress progress)
      throws InterruptedException {
    return stack(
        trainBase(forest, progress), trainBase(xgboost, progress), trainBase(lightgbm, progress));
  }

  private OutOfFold outOfFold(int[] tested, double[][] bases, double[] labels) {
    List<EnsembleAnswer> answers = new ArrayList<>();
    List<StackWeights> weights = new ArrayList<>();
    int known = 0;
    for (StackFold fold : folds) {
      // Answered by now are all rows of earlier folds; their labels are known up to here.
      while (known < answers.size() && tested[known] <= fold.lastKnown()) {
        known++;
      }
      StackWeights fitted = MetaLearner.fit(bases, labels, known);
      weights.add(fitted);
      for (int i = 0; i < fold.test().length; i++) {
        answers.add(fitted.answer(bases[answers.size()]));
      }
    }
    return new OutOfFold(tested, List.copyOf(answers), List.copyOf(weights));
  }

  private int tested() {
    return folds.stream().mapToInt(fold -> fold.test().length).sum();
  }
}
