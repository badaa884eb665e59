package io.minhos.retraining;

import io.minhos.domain.evaluation.BinaryClassification;
import io.minhos.domain.evaluation.GateRow;
import io.minhos.domain.evaluation.ReleaseGate;
import io.minhos.domain.evaluation.ScoreCounts;
import io.minhos.domain.evaluation.Trials;
import io.minhos.domain.evaluation.Verdict;
import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.safeguards.AnswerHealth;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.engines.ensemble.ReleaseFactsJson;
import io.minhos.store.LoadedRelease;
import io.minhos.store.ModelKind;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.Scaling;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.models.StoreModels;
import io.minhos.trading.output.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Lets the gate judge the candidates on what they answered out of sample, and publishes and
 * promotes what it releases. What it refuses leaves the release in force as it is. Then tells what
 * the models answered that are champions now. For parallelism 1.
 */
final class JudgeModels extends AbstractStreamOperator<SignalModel>
    implements TwoInputStreamOperator<Candidate, ModelScores, SignalModel>, BoundedMultiInput {

  /** Accumulator of {@link TrainingVerdict}s as JSON. */
  static final String VERDICTS = "verdicts";

  private static final long serialVersionUID = 1L;

  private final RetrainingConfig training;
  private final Publication publication;
  private final List<String> order;

  private transient TreeMap<String, Candidate> candidates;
  private transient Map<String, ScoreCounts> scores;
  private transient int ended;

  /**
   * @param order model ids that this run set out to judge, in the order of their verdicts; of other
   *     candidates it tells the answers alone
   */
  JudgeModels(RetrainingConfig training, Publication publication, List<String> order) {
    this.training = training;
    this.publication = publication;
    this.order = List.copyOf(order);
  }

  @Override
  public void open() throws Exception {
    super.open();
    candidates = new TreeMap<>();
    scores = new HashMap<>();
  }

  @Override
  public void processElement1(StreamRecord<Candidate> element) {
    candidates.put(element.getValue().model(), element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<ModelScores> element) {
    scores.merge(element.getValue().model(), element.getValue().counts(), ScoreCounts::plus);
  }

  @Override
  public void endInput(int input) {
    if (++ended < 2) {
      return;
    }
    ListAccumulator<String> verdicts = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(VERDICTS, verdicts);
    for (String model : order) {
      verdicts.add(Json.line(verdict(candidates.get(model))));
    }
    for (String model : candidates.keySet()) {
      signalModel(model).ifPresent(heard -> output.collect(new StreamRecord<>(heard)));
    }
  }

  /** A store that refuses one model may take the next. */
  private TrainingVerdict verdict(Candidate candidate) {
    try {
      return judge(candidate);
    } catch (StoreRefusal e) {
      LOG.error("NOT_PUBLISHED: model={}", candidate.model(), e);
      return TrainingVerdict.failed(candidate.model(), "NOT_PUBLISHED: " + e.getMessage());
    }
  }

  private TrainingVerdict judge(Candidate candidate) throws StoreRefusal {
    if (candidate.failure() != null) {
      return TrainingVerdict.failed(candidate.model(), candidate.failure());
    }
    Trials trials = publication.trials(candidate.model(), candidate.trained(), order.size());
    Verdict verdict =
        new ReleaseGate(training.gate()).judge(candidate.model(), candidate.rows(), trials);
    boolean cannotStandIn = verdict.released() && verdict.linear() && candidate.linear().isEmpty();
    boolean released = verdict.released() && !cannotStandIn;
    List<String> reasons =
        publication.reasons(
            released,
            cannotStandIn
                ? Stream.concat(
                        Stream.of("LINEAR_CANNOT_STAND_IN: model=" + candidate.model()),
                        verdict.reasons().stream())
                    .toList()
                : verdict.reasons());
    int version =
        publication.publishes(released) ? publish(candidate, verdict, reasons, released) : 0;
    return TrainingVerdict.of(verdict, reasons, version);
  }

  /** What the model answered, if live signals will have a part of it. */
  private Optional<SignalModel> signalModel(String model) {
    try {
      Optional<LoadedRelease> champion = publication.champion(model);
      if (champion.isEmpty()) {
        return Optional.empty();
      }
      LoadedRelease live = champion.get();
      return Optional.of(
          SignalModel.of(
              candidates.get(model),
              live.manifest().kind() == ModelKind.LINEAR,
              StoreModels.confidence(live)));
    } catch (StoreRefusal | ReleaseRefusedException e) {
      LOG.error("STORE: model={}", model, e);
      return Optional.of(SignalModel.failed(model, "STORE: " + e.getMessage()));
    }
  }

  private Map<String, Double> metrics(Candidate candidate, Verdict verdict, boolean linear) {
    BinaryClassification measures =
        BinaryClassification.of(scores.getOrDefault(candidate.model(), ScoreCounts.empty()));
    Map<String, Double> metrics = new TreeMap<>(verdict.figures());
    metrics.put(
        StoreModels.ONE_SIDED_BARS,
        (double)
            AnswerHealth.longestOneSidedRun(
                candidate.rows(), linear ? GateRow::linear : GateRow::value));
    // These are of the candidate's own answers.
    if (!linear) {
      metrics.put("areaUnderROC", measures.areaUnderROC());
      metrics.put("areaUnderPR", measures.areaUnderPR());
      metrics.put("ks", measures.ks());
      metrics.put("areaUnderLorenz", measures.areaUnderLorenz());
      metrics.putAll(candidate.metrics());
    }
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  private int publish(Candidate candidate, Verdict verdict, List<String> reasons, boolean released)
      throws StoreRefusal {
    boolean lstm = candidate.model().equals(SignalFusion.LSTM);
    boolean linear = verdict.linear() && !candidate.linear().isEmpty();
    ModelKind kind = lstm ? ModelKind.LSTM : linear ? ModelKind.LINEAR : ModelKind.STACK;
    FeatureSchema schema = lstm ? FeatureSchema.SEQUENCE_8 : FeatureSchema.TABULAR;
    Candidate.Trained trained = candidate.trained();
    return publication.publish(
        new ReleaseDraft(
            candidate.model(),
            kind,
            schema.id(),
            schema.version(),
            schema.hash(),
            lstm ? training.lstm().architecture().steps() : 0,
            lstm ? Scaling.of(candidate.scalerMin(), candidate.scalerMax()) : null,
            trained.manifest(training.labels().horizonBars(), training.seed()),
            metrics(candidate, verdict, linear),
            new io.minhos.store.Verdict(true, reasons),
            publication.codeVersion(),
            publication.at()),
        artifacts(candidate, linear),
        released);
  }

  private static Map<String, byte[]> artifacts(Candidate candidate, boolean linear) {
    Map<String, byte[]> artifacts =
        new TreeMap<>(linear ? candidate.linear() : candidate.artifacts());
    artifacts.put(ReleaseFactsJson.INPUTS_FILE, ReleaseFactsJson.toJson(candidate.inputs()));
    artifacts.put(
        ReleaseFactsJson.CONFIDENCE_FILE,
        ReleaseFactsJson.toJson(SignalModel.calibration(candidate, linear)));
    return artifacts;
  }
}
