package io.minhos.retraining;

import io.minhos.domain.evaluation.GateRow;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.InputDistribution;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.engines.ensemble.LinearEnsemble;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.retraining.trees.StackTrainer;
import io.minhos.retraining.trees.StackTrainer.BaseModel;
import io.minhos.retraining.trees.TrainedStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stacks base models and puts what a candidate answered out of sample beside what became of the
 * rows, and as signals are made of it.
 *
 * @param set what the models were trained on
 * @param models by the names of their trainers
 * @param explaining whether the ensemble's metrics say on which features its answers hang, which
 *     takes as long as to train small trees
 */
record Stacking(TrainingSet set, Map<String, TrainedModel> models, boolean explaining) {

  private static final Logger LOG = LoggerFactory.getLogger(Stacking.class);
  private static final int INPUT_BINS = 10;
  private static final List<String> BASES = List.of("forest", "xgboost", "lightgbm");

  static Stacking of(TrainingSet set, List<TrainedModel> models, boolean explaining) {
    return new Stacking(
        set,
        models.stream().collect(Collectors.toMap(TrainedModel::name, Function.identity())),
        explaining);
  }

  /** The candidate, or why there is none. */
  Candidate candidate(String model) {
    try {
      return stacked(model);
    } catch (RuntimeException e) {
      LOG.error("STACK_FAILED: model={}", model, e);
      return Candidate.failed(model, "STACK_FAILED: " + e.getMessage());
    }
  }

  private Candidate stacked(String candidate) {
    boolean lstm = candidate.equals(SignalFusion.LSTM);
    List<String> parts = new ArrayList<>(lstm ? List.of("lstm") : BASES);
    // The gate compares with it.
    parts.add(LinearModelTrainer.NAME);
    for (String part : parts) {
      String failure = models.containsKey(part) ? models.get(part).failure() : "TRAINER_FAILED";
      if (failure != null) {
        return Candidate.failed(candidate, part + ": " + failure);
      }
    }
    return lstm ? lstm() : ensemble();
  }

  private Candidate lstm() {
    TrainedModel lstm = models.get("lstm");
    double[] noBases = new double[0];
    return new Candidate(
        SignalFusion.LSTM,
        null,
        rows(lstm.plan(), lstm.outOfFold()),
        Arrays.stream(lstm.outOfFold())
            .filter(value -> !Double.isNaN(value))
            .mapToObj(value -> new EnsembleAnswer(value, 1, noBases))
            .toList(),
        lstm.artifacts(),
        // The linear model has no sequence to be asked with: it can stand in for the ensemble
        // alone.
        Map.of(),
        lstm.scalerMin(),
        lstm.scalerMax(),
        inputs(TrainingBar::sequence),
        lstm.metrics(),
        Map.of(),
        trained(lstm.knownUntil()));
  }

  private Candidate ensemble() {
    SplitPlan plan = models.get("forest").plan();
    TrainedStack stack =
        new StackTrainer(set.tabular(), TreeModelTrainer.folds(set, plan))
            .stack(base("forest"), base("xgboost"), base("lightgbm"));
    double[] values =
        stack.outOfFold().answers().stream().mapToDouble(EnsembleAnswer::value).toArray();
    Map<String, byte[]> artifacts = new TreeMap<>();
    Map<String, Double> metrics = new TreeMap<>();
    for (String part : BASES) {
      artifacts.putAll(models.get(part).artifacts());
      metrics.putAll(models.get(part).metrics());
    }
    artifacts.put("stack.json", stack.ensemble().stack().toJson());
    TrainedModel linear = models.get(LinearModelTrainer.NAME);
    Map<String, Double> linearMetrics = Map.of();
    if (explaining) {
      metrics.putAll(reliance(stack.ensemble()));
      linearMetrics =
          reliance(LinearEnsemble.fromJson(linear.artifacts().get(LinearModelTrainer.ARTIFACT)));
    }
    double[] none = new double[0];
    return new Candidate(
        SignalFusion.ENSEMBLE,
        null,
        rows(plan, values),
        stack.outOfFold().answers(),
        artifacts,
        linear.artifacts(),
        none,
        none,
        inputs(TrainingBar::tabular),
        metrics,
        linearMetrics,
        trained(0));
  }

  /** The share of each feature in what moves the answers. */
  private Map<String, Double> reliance(EnsembleModel ensemble) {
    return FeatureReliance.metrics(
        FeatureSchema.TABULAR.names(),
        set.size(),
        row -> set.row(row).tabular().values(),
        asked -> ensemble.answer(asked).stream().mapToDouble(EnsembleAnswer::value).toArray());
  }

  /** In bins of a tenth of the rows. */
  private InputDistribution inputs(Function<TrainingBar, FeatureVector> vector) {
    List<double[]> rows = new ArrayList<>(set.size());
    for (int i = 0; i < set.size(); i++) {
      rows.add(vector.apply(set.row(i)).values());
    }
    return InputDistribution.of(rows, INPUT_BINS);
  }

  private BaseModel base(String name) {
    TrainedModel model = models.get(name);
    return new BaseModel(
        FlatTrees.fromBytes(model.artifacts().get(name + ".trees")), model.outOfFold());
  }

  /** The answers beside what became of the rows; those without answer are left out. */
  private List<GateRow> rows(SplitPlan plan, double[] values) {
    double[] linear = models.get(LinearModelTrainer.NAME).outOfFold();
    int[] tested = set.tested(plan);
    List<GateRow> rows = new ArrayList<>();
    for (int i = 0; i < tested.length; i++) {
      if (!Double.isNaN(values[i])) {
        TrainingBar bar = set.row(tested[i]);
        rows.add(
            new GateRow(
                bar.time(), bar.symbol(), values[i], linear[i], bar.realised(), bar.last()));
      }
    }
    return rows;
  }

  private Candidate.Trained trained(long knownUntil) {
    return new Candidate.Trained(
        set.row(0).time(), Math.max(set.lastLabelEnd(), knownUntil), set.size(), set.symbols());
  }
}
