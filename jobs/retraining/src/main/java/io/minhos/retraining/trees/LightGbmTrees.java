package io.minhos.retraining.trees;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMBooster.FeatureImportanceType;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import io.minhos.engines.trees.FlatTrees;
import java.nio.charset.StandardCharsets;

/** Trees in LightGBM's memory. */
final class LightGbmTrees implements NativeTrees {

  private final String name;
  private final int features;
  private final LGBMBooster booster;

  /** The booster points to it as long as it lives. */
  private final LGBMDataset dataset;

  private boolean closed;

  private LightGbmTrees(String name, int features, LGBMBooster booster, LGBMDataset dataset) {
    this.name = name;
    this.features = features;
    this.booster = booster;
    this.dataset = dataset;
  }

  static LightGbmTrees fit(
      String name, String parameters, int rounds, TabularRows rows, TrainingProgress progress)
      throws InterruptedException {
    LightGbmLibrary.load();
    try {
      LGBMDataset dataset =
          LGBMDataset.createFromMat(
              rows.values(), rows.rows(), rows.features(), true, parameters, null);
      LGBMBooster booster;
      try {
        dataset.setField("label", rows.floatLabels());
        booster = LGBMBooster.create(dataset, parameters);
      } catch (LGBMException e) {
        dataset.close();
        throw e;
      }
      LightGbmTrees trees = new LightGbmTrees(name, rows.features(), booster, dataset);
      boolean trained = false;
      try {
        boolean finished = false;
        for (int round = 0; round < rounds && !finished; round++) {
          Interruption.check();
          // True once no leaf can be split any more: further rounds add nothing.
          finished = booster.updateOneIter();
          progress.round(name, round + 1, rounds, booster.getEval(0)[0]);
        }
        Interruption.check();
        trained = true;
        return trees;
      } finally {
        if (!trained) {
          trees.close();
        }
      }
    } catch (LGBMException e) {
      throw TrainingException.of("TRAINING_FAILED", name, e);
    }
  }

  @Override
  public double[] predict(TabularRows rows) {
    try {
      return booster.predictForMat(
          rows.values(),
          rows.rows(),
          rows.features(),
          true,
          PredictionType.C_API_PREDICT_NORMAL,
          "num_threads=1");
    } catch (LGBMException e) {
      throw TrainingException.of("PREDICTION_FAILED", name, e);
    }
  }

  @Override
  public FlatTrees export() {
    return LightGbmExport.flatTrees(text(), features);
  }

  @Override
  public byte[] toLibraryFormat() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  private String text() {
    try {
      return booster.saveModelToString(0, 0, FeatureImportanceType.GAIN);
    } catch (LGBMException e) {
      throw TrainingException.of("EXPORT_FAILED", name, e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      try {
        booster.close();
      } finally {
        dataset.close();
      }
    } catch (LGBMException e) {
      throw TrainingException.of("CLOSE_FAILED", name, e);
    }
  }
}
