package io.minhos.retraining;

import io.minhos.domain.evaluation.BinaryClassification;
import io.minhos.domain.evaluation.GateRow;
import io.minhos.domain.evaluation.ReleaseGate;
import io.minhos.domain.evaluation.ScoreCounts;
import io.minhos.domain.evaluation.Verdict;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.retraining.trees.StackTrainer;
import io.minhos.retraining.trees.StackTrainer.BaseModel;
import io.minhos.retraining.trees.TrainedStack;
import io.minhos.store.Alias;
import io.minhos.store.Change;
import io.minhos.store.ModelKind;
import io.minhos.store.ModelStore;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.Scaling;
import io.minhos.store.StoreRefusal;
import io.minhos.store.Training;
import io.minhos.trading.output.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Stacks the base models, lets the gate judge the candidates on what they answered out of sample,
 * and publishes and promotes what it releases. What it refuses leaves the release in force as it
 * is. For parallelism 1.
 */
final class JudgeModels extends AbstractStreamOperator<Void>
    implements TwoInputStreamOperator<TrainingBar, TrainedModel, Void>, BoundedMultiInput {

  /** Accumulator of {@link TrainingVerdict}s as JSON. */
  static final String VERDICTS = "verdicts";

  private static final long serialVersionUID = 1L;

  private final RetrainingConfig training;
  private final Publication publication;
  private final List<String> candidates;

  private transient List<TrainingBar> bars;
  private transient Map<String, TrainedModel> models;
  private transient int ended;

  /**
   * @param candidates model ids that this run set out to judge
   */
  JudgeModels(RetrainingConfig training, Publication publication, List<String> candidates) {
    this.training = training;
    this.publication = publication;
    this.candidates = List.copyOf(candidates);
  }

  @Override
  public void open() throws Exception {
    super.open();
    bars = new ArrayList<>();
    models = new HashMap<>();
  }

  @Override
  public void processElement1(StreamRecord<TrainingBar> element) {
    bars.add(element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<TrainedModel> element) {
    TrainedModel model = element.getValue();
    models.put(model.name(), model);
  }

  @Override
  public void endInput(int input) throws StoreRefusal {
    if (++ended < 2) {
      return;
    }
    ListAccumulator<String> verdicts = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(VERDICTS, verdicts);
    TrainingSet set = TrainingSet.of(bars);
    for (String candidate : candidates) {
      verdicts.add(Json.line(judge(candidate, set)));
    }
  }

  private TrainingVerdict judge(String candidate, TrainingSet set) throws StoreRefusal {
    boolean lstm = candidate.equals(SignalFusion.LSTM);
    for (String part : lstm ? List.of("lstm") : List.of("forest", "xgboost", "lightgbm")) {
      String failure = models.containsKey(part) ? models.get(part).failure() : "TRAINER_FAILED";
      if (failure != null) {
        return TrainingVerdict.failed(candidate, part + ": " + failure);
      }
    }
    return lstm ? judgeLstm(set) : judgeEnsemble(set);
  }

  private TrainingVerdict judgeLstm(TrainingSet set) throws StoreRefusal {
    TrainedModel lstm = models.get("lstm");
    Verdict verdict = verdict(SignalFusion.LSTM, set, lstm.plan(), lstm.outOfFold());
    Map<String, Double> metrics = metrics(verdict, set, lstm.plan(), lstm.outOfFold());
    metrics.putAll(lstm.metrics());
    // The linear model has no sequence to be asked with: it can stand in for the ensemble alone.
    int version =
        verdict.released() && !verdict.linear()
            ? publish(
                verdict,
                ModelKind.LSTM,
                FeatureSchema.SEQUENCE_8,
                Scaling.of(lstm.scalerMin(), lstm.scalerMax()),
                set,
                metrics,
                lstm.artifacts())
            : 0;
    return TrainingVerdict.of(verdict, verdict.released() && !verdict.linear(), version);
  }

  private TrainingVerdict judgeEnsemble(TrainingSet set) throws StoreRefusal {
    TrainedModel forest = models.get("forest");
    TrainedStack stack =
        new StackTrainer(set.tabular(), TreeModelTrainer.folds(set, forest.plan()))
            .stack(base("forest"), base("xgboost"), base("lightgbm"));
    double[] values =
        stack.outOfFold().answers().stream().mapToDouble(EnsembleAnswer::value).toArray();
    Verdict verdict = verdict(SignalFusion.ENSEMBLE, set, forest.plan(), values);
    Map<String, Double> metrics = metrics(verdict, set, forest.plan(), values);
    int version = 0;
    if (verdict.released() && verdict.linear()) {
      version =
          publish(
              verdict,
              ModelKind.LINEAR,
              FeatureSchema.TABULAR,
              null,
              set,
              metrics,
              models.get(LinearModelTrainer.NAME).artifacts());
    } else if (verdict.released()) {
      Map<String, byte[]> artifacts = new TreeMap<>();
      for (String part : List.of("forest", "xgboost", "lightgbm")) {
        artifacts.putAll(models.get(part).artifacts());
        metrics.putAll(models.get(part).metrics());
      }
      artifacts.put("stack.json", stack.ensemble().stack().toJson());
      version =
          publish(verdict, ModelKind.STACK, FeatureSchema.TABULAR, null, set, metrics, artifacts);
    }
    return TrainingVerdict.of(verdict, verdict.released(), version);
  }

  private BaseModel base(String name) {
    TrainedModel model = models.get(name);
    return new BaseModel(
        FlatTrees.fromBytes(model.artifacts().get(name + ".trees")), model.outOfFold());
  }

  /** The gate's verdict on those answers; rows without answer are not judged. */
  private Verdict verdict(String model, TrainingSet set, SplitPlan plan, double[] values) {
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
    return new ReleaseGate(training.gate()).judge(model, rows, candidates.size());
  }

  private static Map<String, Double> metrics(
      Verdict verdict, TrainingSet set, SplitPlan plan, double[] values) {
    int[] tested = set.tested(plan);
    int[] judged =
        IntStream.range(0, tested.length)
            .filter(i -> !Double.isNaN(values[i]) && set.row(tested[i]).realised() != 0)
            .toArray();
    boolean[] up = new boolean[judged.length];
    for (int i = 0; i < judged.length; i++) {
      up[i] = set.row(tested[judged[i]]).realised() > 0;
    }
    BinaryClassification measures =
        BinaryClassification.of(
            ScoreCounts.of(Arrays.stream(judged).mapToDouble(i -> values[i]).toArray(), up));
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("samples", (double) verdict.samples());
    metrics.put("accuracy", verdict.accuracy());
    metrics.put("accuracyLow", verdict.accuracyLow());
    metrics.put("accuracyHigh", verdict.accuracyHigh());
    metrics.put("areaUnderROC", measures.areaUnderROC());
    metrics.put("areaUnderPR", measures.areaUnderPR());
    metrics.put("ks", measures.ks());
    metrics.put("areaUnderLorenz", measures.areaUnderLorenz());
    verdict.baselines().forEach((name, value) -> metrics.put("baseline." + name, value));
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  private int publish(
      Verdict verdict,
      ModelKind kind,
      FeatureSchema schema,
      Scaling scaler,
      TrainingSet set,
      Map<String, Double> metrics,
      Map<String, byte[]> artifacts)
      throws StoreRefusal {
    Training of =
        new Training(
            Instant.ofEpochMilli(set.row(0).time()),
            Instant.ofEpochMilli(set.lastLabelEnd()),
            set.size(),
            set.symbols(),
            training.labels().horizonBars(),
            training.seed());
    ModelStore store = ModelStore.at(publication.store());
    ModelRelease release =
        store.publish(
            new ReleaseDraft(
                verdict.model(),
                kind,
                schema.id(),
                schema.version(),
                schema.hash(),
                kind == ModelKind.LSTM ? training.lstm().architecture().steps() : 0,
                scaler,
                of,
                metrics,
                new io.minhos.store.Verdict(true, verdict.reasons()),
                publication.codeVersion(),
                publication.at()),
            artifacts);
    store.promote(
        verdict.model(),
        release.version(),
        Alias.CHAMPION,
        new Change("train", "released by the gate", publication.at()));
    return release.version();
  }
}
