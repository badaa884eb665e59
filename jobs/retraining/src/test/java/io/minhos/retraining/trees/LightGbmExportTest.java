package io.minhos.retraining.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMBooster.FeatureImportanceType;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import io.minhos.engines.trees.FlatTrees;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Model strings that training does not write, read by the library and by the export. */
class LightGbmExportTest {

  /** One tree with one split of one feature. */
  private static String stump;

  @BeforeAll
  static void train() throws LGBMException {
    LightGbmLibrary.load();
    String parameters =
        "objective=regression num_leaves=2 min_data_in_leaf=1 num_threads=1 verbosity=-1";
    double[] values = new double[100];
    float[] labels = new float[100];
    for (int i = 0; i < 100; i++) {
      values[i] = i;
      labels[i] = i < 50 ? -1 : 1;
    }
    LGBMDataset dataset = LGBMDataset.createFromMat(values, 100, 1, true, parameters, null);
    dataset.setField("label", labels);
    LGBMBooster booster = LGBMBooster.create(dataset, parameters);
    booster.updateOneIter();
    // Without the sizes in bytes, which a changed tree would not have.
    stump =
        booster
            .saveModelToString(0, 0, FeatureImportanceType.GAIN)
            .replaceFirst("(?m)^tree_sizes=.*\n", "");
    booster.close();
    dataset.close();
    assertThat(stump).containsPattern("(?m)^num_leaves=2$");
  }

  private static String with(String threshold, int decision) {
    return stump
        .replaceFirst("(?m)^threshold=.*$", "threshold=" + threshold)
        .replaceFirst("(?m)^decision_type=.*$", "decision_type=" + decision);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "4.9406564584124654e-324",
        "5e-36",
        "-5e-36",
        "1.0000000180025095e-35",
        "-1.0000000180025095e-35",
        "1.0000000180025097e-35",
        "-1.0000000180025097e-35",
        "1e300",
        "inf"
      })
  void everyThresholdMeansWhatItMeansToTheLibrary(String threshold) throws LGBMException {
    double edge = 1e-35f;
    double[] asked = {
      0.0,
      -0.0,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      1e-36,
      -1e-36,
      5e-36,
      -5e-36,
      edge,
      -edge,
      Math.nextUp(edge),
      -Math.nextUp(edge),
      Math.nextDown(edge),
      -Math.nextDown(edge),
      1,
      -1,
      1e300,
      1.1e300,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN
    };
    // Nothing missing, and NaN missing to the right and to the left.
    for (int decision : new int[] {0, 2, 8, 10}) {
      String model = with(threshold, decision);
      LGBMBooster library = LGBMBooster.loadModelFromString(model);
      double[] expected =
          library.predictForMat(
              asked, asked.length, 1, true, PredictionType.C_API_PREDICT_NORMAL, "num_threads=1");
      library.close();
      FlatTrees trees = LightGbmExport.flatTrees(model, 1);
      for (int i = 0; i < asked.length; i++) {
        assertThat(trees.predict(new double[] {asked[i]}))
            .as("x=%s threshold=%s decision_type=%d", asked[i], threshold, decision)
            .isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void whatFlatTreesCannotSayIsRefused() {
    // Categorical, and zero as missing.
    for (int decision : new int[] {1, 4, 6, 9}) {
      assertThatThrownBy(() -> LightGbmExport.flatTrees(with("0", decision), 1))
          .isInstanceOf(TrainingException.class)
          .hasMessage("EXPORT_FAILED: decision_type=" + decision);
    }
    assertRefused("objective=regression", "objective=binary", "expected=regression got=binary");
    assertRefused("num_class=1", "num_class=3", "expected=1 got=3");
    assertRefused("is_linear=0", "is_linear=1", "expected=0 got=1");
    assertRefused("version=v4", "version=v5", "expected=v4 got=v5");
    assertRefused("\nend of trees\n", "\n", "the model string has no end");
    assertRefused("leaf_value=", "other=", "missing=leaf_value");
    assertThatThrownBy(() -> LightGbmExport.flatTrees(stump, 2))
        .hasMessage("EXPORT_FAILED: features=2 of the model=1");
  }

  private static void assertRefused(String part, String other, String reason) {
    assertThat(stump).contains(part);
    assertThatThrownBy(() -> LightGbmExport.flatTrees(stump.replace(part, other), 1))
        .isInstanceOf(TrainingException.class)
        .hasMessage("EXPORT_FAILED: " + reason);
  }
}
