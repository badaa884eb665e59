package io.minhos.retraining.trees;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minhos.engines.trees.Arithmetic;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.engines.trees.FlatTreesBuilder;
import io.minhos.retraining.trees.XGBoostTrees.Objective;
import java.io.IOException;

/**
 * Reads XGBoost's model JSON, whose floats are written so that they come back exactly (the text
 * dump's are not).
 *
 * <p>A node i of a tree goes to {@code left_children[i]} where {@code (float) x <
 * split_conditions[i]}, and NaN goes there if {@code default_left[i]}. Where there is no left
 * child, {@code split_conditions[i]} is the leaf's value. The sum starts at {@code base_score};
 * what the objective makes of the sum is not in the trees.
 */
final class XGBoostExport {

  /** Decimals stay as they are written until they become floats: one rounding, not two. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // In statistics of the nodes, which nobody reads.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private XGBoostExport() {}

  static FlatTrees flatTrees(byte[] json, Objective objective, int features) {
    try {
      JsonNode learner = required(JSON.readTree(json), "learner");
      JsonNode parameters = required(learner, "learner_model_param");
      expect(objective.id(), required(required(learner, "objective"), "name").asText());
      int modelFeatures = Integer.parseInt(required(parameters, "num_feature").asText());
      if (modelFeatures != features) {
        throw new TrainingException(
            "EXPORT_FAILED: features=" + features + " of the model=" + modelFeatures);
      }
      JsonNode booster = required(learner, "gradient_booster");
      expect("gbtree", required(booster, "name").asText());
      FlatTreesBuilder out =
          new FlatTreesBuilder(Arithmetic.FLOAT32, features, base(objective, parameters));
      for (JsonNode tree : required(required(booster, "model"), "trees")) {
        new Tree(tree).write(0, out);
      }
      return out.build();
    } catch (IOException | IllegalArgumentException e) {
      throw new TrainingException("EXPORT_FAILED: " + e.getMessage(), e);
    }
  }

  /** "5E-1"; "[5E-1]" from version 3.1 on. Of the logistic objective a chance, not a margin. */
  private static float base(Objective objective, JsonNode parameters) {
    String text = required(parameters, "base_score").asText();
    float score = Float.parseFloat(text.replace("[", "").replace("]", ""));
    if (objective == Objective.SQUARED_ERROR) {
      return score;
    }
    expect("0.5", "" + score);
    return 0;
  }

  private record Tree(
      JsonNode left, JsonNode right, JsonNode feature, JsonNode condition, JsonNode defaultLeft) {

    Tree(JsonNode tree) {
      this(
          required(tree, "left_children"),
          required(tree, "right_children"),
          required(tree, "split_indices"),
          required(tree, "split_conditions"),
          required(tree, "default_left"));
      for (JsonNode type : required(tree, "split_type")) {
        // 1: a set of categories.
        expect("0", type.asText());
      }
    }

    /** The node and all below it; trees are at most 16 deep. */
    void write(int node, FlatTreesBuilder out) {
      int toLeft = required(left, node).asInt();
      float value = Float.parseFloat(required(condition, node).asText());
      if (toLeft == -1) {
        out.leaf(value);
      } else {
        boolean nanToLeft = required(defaultLeft, node).asInt() == 1;
        out.split(required(feature, node).asInt(), value, nanToLeft);
        write(toLeft, out);
        write(required(right, node).asInt(), out);
      }
    }
  }

  private static void expect(String expected, String got) {
    if (!expected.equals(got)) {
      throw new TrainingException("EXPORT_FAILED: expected=" + expected + " got=" + got);
    }
  }

  private static JsonNode required(JsonNode parent, String key) {
    JsonNode node = parent.get(key);
    if (node == null) {
      throw new TrainingException("EXPORT_FAILED: missing=" + key);
    }
    return node;
  }

  private static JsonNode required(JsonNode array, int index) {
    JsonNode node = array.get(index);
    if (node == null) {
      throw new TrainingException("EXPORT_FAILED: missing node=" + index);
    }
    return node;
  }
}
