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
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the gate judge candidates on what they answered out of sample, and publishes and promotes
 * what it releases. What it refuses leaves the release in force as it is.
 *
 * @param training how strictly it judges
 * @param publication where releases go
 * @param candidates how many this run judges
 */
record ModelGate(RetrainingConfig training, Publication publication, int candidates)
    implements Serializable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelGate.class);

  /** A store that refuses one model may take the next. */
  TrainingVerdict verdict(Candidate candidate, ScoreCounts scores) {
    try {
      return judge(candidate, scores);
    } catch (StoreRefusal e) {
      LOG.error("NOT_PUBLISHED: model={}", candidate.model(), e);
      return publication.failed(candidate.model(), "NOT_PUBLISHED: " + e.getMessage());
    }
  }

  private TrainingVerdict judge(Candidate candidate, ScoreCounts scores) throws StoreRefusal {
    if (candidate.failure() != null) {
      return publication.failed(candidate.model(), candidate.failure());
    }
    Candidate.Trained trained = candidate.trained();
    Trials trials = publication.trials(candidate.model(), trained.from(), trained.to(), candidates);
    // Variants are compared by what they answer themselves: where the linear model stood in for the
    // worst of them, they would be as good as it.
    List<GateRow> rows =
        publication.assesses()
            ? candidate.rows().stream().map(GateRow::withoutLinear).toList()
            : candidate.rows();
    Verdict verdict =
        new ReleaseGate(training.gate())
            .judge(candidate.model(), rows, trials, !candidate.linear().isEmpty());
    List<String> reasons = publication.reasons(verdict.released(), verdict.reasons());
    int version =
        publication.publishes(verdict.released())
            ? publish(candidate, scores, verdict, reasons)
            : 0;
    return TrainingVerdict.of(verdict, reasons, version);
  }

  /** What the model answered, if live signals will have a part of it. */
  Optional<SignalModel> signalModel(Candidate candidate) {
    String model = candidate.model();
    try {
      Optional<LoadedRelease> champion = publication.champion(model);
      if (champion.isEmpty()) {
        return Optional.empty();
      }
      LoadedRelease live = champion.get();
      return Optional.of(
          SignalModel.of(
              candidate, live.manifest().kind() == ModelKind.LINEAR, StoreModels.confidence(live)));
    } catch (StoreRefusal | ReleaseRefusedException e) {
      LOG.error("STORE: model={}", model, e);
      return Optional.of(SignalModel.failed(model, "STORE: " + e.getMessage()));
    }
  }

  private static Map<String, Double> metrics(
      Candidate candidate, ScoreCounts scores, Verdict verdict, boolean linear) {
    BinaryClassification measures = BinaryClassification.of(scores);
    Map<String, Double> metrics = new TreeMap<>(verdict.figures());
    metrics.put(
        StoreModels.ONE_SIDED_BARS,
        (double)
            AnswerHealth.longestOneSidedRun(
                candidate.rows(), linear ? GateRow::linear : GateRow::value));
    if (linear) {
      metrics.putAll(candidate.linearMetrics());
    } else {
      // These are of the candidate's own answers.
      metrics.put("areaUnderROC", measures.areaUnderROC());
      metrics.put("areaUnderPR", measures.areaUnderPR());
      metrics.put("ks", measures.ks());
      metrics.put("areaUnderLorenz", measures.areaUnderLorenz());
      metrics.putAll(candidate.metrics());
    }
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  private int publish(
      Candidate candidate, ScoreCounts scores, Verdict verdict, List<String> reasons)
      throws StoreRefusal {
    boolean lstm = candidate.model().equals(SignalFusion.LSTM);
    boolean linear = verdict.linear();
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
            metrics(candidate, scores, verdict, linear),
            new io.minhos.store.Verdict(true, reasons),
            publication.codeVersion(),
            publication.at()),
        artifacts(candidate, linear),
        verdict.released());
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
