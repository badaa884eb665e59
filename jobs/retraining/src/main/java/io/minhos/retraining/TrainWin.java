package io.minhos.retraining;

import io.minhos.domain.evaluation.ChanceGate;
import io.minhos.domain.evaluation.Verdict;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.domain.signals.WinFeatures;
import io.minhos.store.ModelKind;
import io.minhos.store.ReleaseDraft;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.output.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Trains the win-probability model on trades that are simulated on what the champions answered out
 * of sample, judges it, and publishes it if it is released. For parallelism 1.
 */
final class TrainWin extends AbstractStreamOperator<Void>
    implements TwoInputStreamOperator<TrainingBar, SignalModel, Void>, BoundedMultiInput {

  private static final long serialVersionUID = 1L;

  /** Trades below which nothing is trained. */
  private static final int MIN_TRADES = 500;

  private final WinConfig win;
  private final Publication publication;

  private transient List<TrainingBar> bars;
  private transient List<SignalModel> models;
  private transient int ended;

  TrainWin(WinConfig config, Publication publication) {
    this.win = config;
    this.publication = publication;
  }

  @Override
  public void open() throws Exception {
    super.open();
    bars = new ArrayList<>();
    models = new ArrayList<>();
  }

  @Override
  public void processElement1(StreamRecord<TrainingBar> element) {
    bars.add(element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<SignalModel> element) {
    models.add(element.getValue());
  }

  @Override
  public void endInput(int input) throws InterruptedException {
    if (++ended < 2) {
      return;
    }
    LatestText progress = new LatestText();
    getRuntimeContext().addAccumulator(LatestText.PROGRESS + SignalFusion.WIN, progress);
    TrainingVerdict verdict;
    try {
      verdict = verdict(progress);
    } catch (StoreRefusal e) {
      LOG.error("NOT_PUBLISHED: model={}", SignalFusion.WIN, e);
      verdict = TrainingVerdict.failed(SignalFusion.WIN, "NOT_PUBLISHED: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      LOG.error("TRAINER_FAILED: trainer={}", SignalFusion.WIN, e);
      verdict = TrainingVerdict.failed(SignalFusion.WIN, "TRAINER_FAILED: " + e.getMessage());
    }
    bars = null;
    progress.add(verdict.metrics() != null ? "done" : verdict.reasons().get(0));
    ListAccumulator<String> verdicts = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(JudgeModels.VERDICTS, verdicts);
    verdicts.add(Json.line(verdict));
  }

  private TrainingVerdict verdict(LatestText progress) throws StoreRefusal, InterruptedException {
    models.sort(Comparator.comparing(SignalModel::model));
    for (SignalModel model : models) {
      if (model.failure() != null) {
        return TrainingVerdict.failed(SignalFusion.WIN, model.model() + ": " + model.failure());
      }
    }
    TrainingSet set = TrainingSet.of(bars);
    List<WinTrade> trades = new TradeSimulation(win).trades(set, models);
    if (trades.size() < MIN_TRADES) {
      return TrainingVerdict.failed(
          SignalFusion.WIN,
          "TOO_FEW_TRADES: trades=%d minimum=%d signalsOf=%s"
              .formatted(
                  trades.size(), MIN_TRADES, models.stream().map(SignalModel::model).toList()));
    }
    WinTrainer.Trained trained = new WinTrainer(win).train(trades, set.times(), progress::add);
    Verdict verdict = new ChanceGate(win.gate()).judge(SignalFusion.WIN, trained.rows());
    List<String> reasons = publication.reasons(verdict.released(), verdict.reasons());
    int version =
        verdict.released() || publication.forced() ? publish(trained, trades, verdict, reasons) : 0;
    return TrainingVerdict.of(verdict, reasons, version);
  }

  private int publish(
      WinTrainer.Trained trained, List<WinTrade> trades, Verdict verdict, List<String> reasons)
      throws StoreRefusal {
    Map<String, Double> metrics = new TreeMap<>(trained.metrics());
    metrics.putAll(verdict.figures());
    metrics.values().removeIf(value -> !Double.isFinite(value));
    Candidate.Trained on =
        new Candidate.Trained(
            trades.get(0).time(),
            trades.stream().mapToLong(WinTrade::endTime).max().orElseThrow(),
            trades.size(),
            trades.stream().map(WinTrade::symbol).distinct().sorted().toList());
    return publication.publish(
        new ReleaseDraft(
            SignalFusion.WIN,
            ModelKind.WIN_PROBABILITY,
            WinFeatures.ID,
            WinFeatures.VERSION,
            WinFeatures.hash(),
            0,
            null,
            on.manifest(win.barriers().horizonBars(), win.seed()),
            metrics,
            new io.minhos.store.Verdict(true, reasons),
            publication.codeVersion(),
            publication.at()),
        trained.artifacts(),
        verdict.released());
  }
}
