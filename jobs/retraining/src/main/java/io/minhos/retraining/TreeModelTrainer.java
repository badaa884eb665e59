package io.minhos.retraining;

import io.minhos.retraining.trees.ForestTrainer;
import io.minhos.retraining.trees.LightGbmTrainer;
import io.minhos.retraining.trees.StackFold;
import io.minhos.retraining.trees.StackTrainer;
import io.minhos.retraining.trees.TreeTrainer;
import io.minhos.retraining.trees.XGBoostTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A base model of the ensemble. */
final class TreeModelTrainer implements ModelTrainer {

  private static final long serialVersionUID = 1L;

  /** Which library grows the trees. */
  enum Kind {
    FOREST,
    XGBOOST,
    LIGHTGBM;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    String artifact() {
      return id() + ".trees";
    }
  }

  private final Kind kind;
  private final RetrainingConfig config;

  TreeModelTrainer(Kind kind, RetrainingConfig config) {
    this.kind = kind;
    this.config = config;
  }

  @Override
  public String name() {
    return kind.id();
  }

  @Override
  public TrainedModel train(TrainingSet set, Fits fits, Progress progress)
      throws InterruptedException {
    int[] trainings = {0};
    StackTrainer.BaseModel base =
        new StackTrainer(set.tabular(), folds(set, fits.plan()))
            .trainBase(
                trainer(),
                (name, round, rounds, loss) -> {
                  if (round == 1) {
                    trainings[0]++;
                  }
                  progress.report(
                      "training %d of %d, round %d of %d, loss %.5f"
                          .formatted(trainings[0], fits.parts().size(), round, rounds, loss));
                });
    return TrainedModel.of(
        name(),
        fits,
        base.outOfFold(),
        Map.of(kind.artifact(), base.trees().toBytes()),
        Map.of("nodes." + kind.id(), (double) base.trees().nodes()));
  }

  /** Folds as the stack's trainer takes them: all that is tested, and what is trained on. */
  static List<StackFold> folds(TrainingSet set, SplitPlan plan) {
    List<StackFold> folds = new ArrayList<>();
    for (SplitPlan.Part part : plan.folds()) {
      folds.add(new StackFold(set.trained(part), set.tested(part)));
    }
    return folds;
  }

  private TreeTrainer trainer() {
    int seed = Long.hashCode(config.seed());
    return switch (kind) {
      case FOREST -> new ForestTrainer(config.forest(), seed);
      case XGBOOST -> new XGBoostTrainer(config.boosting(), seed);
      case LIGHTGBM -> new LightGbmTrainer(config.boosting(), seed);
    };
  }
}
