package io.minhos.retraining;

import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.features.BarFeatures;
import io.minhos.flink.features.ComputeFeatures;
import io.minhos.flink.technical.AnalyzeTechnicals;
import io.minhos.retraining.TreeModelTrainer.Kind;
import io.minhos.trading.TradingTopology;
import io.minhos.trading.config.TradingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * History in, verdicts and releases out:
 *
 * <pre>
 * bars ─► ComputeFeatures ─► LabelBars ─┬─► PlanSplits ─┬─► SumRows ─► MergeSums ─┐
 *         ─► AnalyzeTechnicals          ├───────────────┘                         │
 *         (the live job's own)                                       ├─► TrainModel × 5, beside each other ◄───┤
 *                                       ├─► StackModels ◄── trained models ◄──────┘
 *                                       │     └─► CountScores ─► JudgeModels ─► releases
 *                                       └─► TrainWin ◄── the champions' answers ◄──┘
 * </pre>
 *
 * <p>A search has the same as far as the sums, and behind it {@link AssessVariant} for each
 * variant.
 */
public final class RetrainingTopology {

  private static final List<String> COMPONENTS = List.of(SignalFusion.LSTM, SignalFusion.ENSEMBLE);

  private RetrainingTopology() {}

  /**
   * What all models of a run are trained on.
   *
   * @param bars labelled, with and without a row
   * @param fits the plan of the folds, and the sums over each
   */
  private record Rows(
      SingleOutputStreamOperator<TrainingBar> bars, SingleOutputStreamOperator<Fits> fits) {}

  /**
   * Adds the job to the environment of its inputs.
   *
   * @param candidates model ids to train and judge: lstm, ensemble, winprob; for the last the
   *     champions among the others are trained too, for their answers alone
   */
  public static void build(
      DataStream<MarketRecord> market,
      TradingConfig config,
      Publication publication,
      List<String> candidates,
      OptionalLong shuffle) {
    train(rows(market, config, shuffle), config, publication, candidates);
  }

  /** From the market to what is trained on. */
  private static Rows rows(
      DataStream<MarketRecord> market, TradingConfig config, OptionalLong shuffle) {
    RetrainingConfig training = RetrainingConfig.of(config);
    // In batch a keyed input is sorted by the timestamps of its records.
    SingleOutputStreamOperator<Bar> inTime =
        TradingTopology.bars(market, config)
            .bars()
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Bar>noWatermarks()
                    .withTimestampAssigner((bar, timestamp) -> bar.time()))
            .uid("stamp-bars")
            .name("StampBars");
    SingleOutputStreamOperator<BarFeatures> features =
        inTime
            .keyBy(Bar::symbol)
            .process(new ComputeFeatures())
            .uid("compute-features")
            .name("ComputeFeatures");
    SingleOutputStreamOperator<TrainingBar> labelled =
        features
            .keyBy(f -> f.bar().symbol())
            .process(new AnalyzeTechnicals(config.technical(), config.regime()))
            .uid("analyze-technicals")
            .name("AnalyzeTechnicals")
            .keyBy(a -> a.bar().symbol())
            .process(new LabelBars(training.labels()))
            .uid("label-bars")
            .name("LabelBars");
    SingleOutputStreamOperator<TrainingBar> rows =
        shuffle.isEmpty()
            ? labelled
            : labelled
                .keyBy(TrainingBar::symbol)
                .process(new ShuffleLabels(shuffle.getAsLong()))
                .uid("shuffle-labels")
                .name("ShuffleLabels");

    SingleOutputStreamOperator<SplitPlan> plan =
        rows.filter(TrainingBar::isRow)
            .uid("select-rows")
            .map(bar -> new LabelSpan(bar.time(), bar.labelEnd()))
            .returns(LabelSpan.class)
            .uid("span-labels")
            .transform(
                "PlanSplits",
                TypeInformation.of(SplitPlan.class),
                new PlanSplits(training.splits(), training.lstm().validationShare()))
            .uid("plan-splits")
            .setParallelism(1);
    SingleOutputStreamOperator<Fits> fits =
        rows.connect(plan.broadcast())
            .transform("SumRows", TypeInformation.of(FitSums.class), new SumRows())
            .uid("sum-rows")
            .connect(plan)
            .transform("MergeSums", TypeInformation.of(Fits.class), new MergeSums())
            .uid("merge-sums")
            .setParallelism(1);

    return new Rows(rows, fits);
  }

  /** From rows to verdicts and releases. */
  private static void train(
      Rows rows, TradingConfig config, Publication publication, List<String> candidates) {
    RetrainingConfig training = RetrainingConfig.of(config);
    boolean win = candidates.contains(SignalFusion.WIN);
    List<String> judged =
        candidates.stream().filter(model -> !model.equals(SignalFusion.WIN)).toList();
    List<String> asked = asked(candidates, publication);
    DataStream<TrainedModel> models = null;
    for (ModelTrainer trainer : trainers(training, publication, asked)) {
      DataStream<TrainedModel> trained =
          rows.bars()
              .connect(rows.fits())
              .transform(
                  "TrainModel " + trainer.name(),
                  TypeInformation.of(TrainedModel.class),
                  new TrainModel(trainer))
              .uid("train-model-" + trainer.name())
              .setParallelism(1);
      models = models == null ? trained : models.union(trained);
    }
    SingleOutputStreamOperator<Candidate> stacked =
        rows.bars()
            .connect(models)
            .transform("StackModels", TypeInformation.of(Candidate.class), new StackModels(asked))
            .uid("stack-models")
            .setParallelism(1);
    SingleOutputStreamOperator<ModelScores> scores =
        stacked
            .<Score>flatMap((candidate, out) -> Score.of(candidate).forEach(out::collect))
            .returns(Score.class)
            .uid("list-scores")
            .name("ListScores")
            .setParallelism(1)
            .rebalance()
            .transform("CountScores", TypeInformation.of(ModelScores.class), new CountScores())
            .uid("count-scores");
    SingleOutputStreamOperator<SignalModel> champions =
        stacked
            .connect(scores)
            .transform(
                "JudgeModels",
                TypeInformation.of(SignalModel.class),
                new JudgeModels(training, publication, judged))
            .uid("judge-models")
            .setParallelism(1);
    if (win) {
      rows.bars()
          .connect(champions)
          .transform("TrainWin", Types.VOID, new TrainWin(WinConfig.of(config), publication))
          .uid("train-win")
          .setParallelism(1);
    }
  }

  /**
   * Adds a job that tells what each of several settings makes of one model, and publishes nothing;
   * before it tells the first, the search is in the ledger of trials. The rows, the folds and the
   * sums over them are made once.
   *
   * @param model model id: lstm, ensemble, winprob
   */
  static void search(
      DataStream<MarketRecord> market,
      List<TradingConfig> variants,
      Publication publication,
      String model) {
    List<RetrainingConfig> trainings = variants.stream().map(RetrainingConfig::of).toList();
    RetrainingConfig first = trainings.get(0);
    for (RetrainingConfig training : trainings) {
      if (!training.labels().equals(first.labels())
          || !training.splits().equals(first.splits())
          || training.lstm().validationShare() != first.lstm().validationShare()) {
        throw new IllegalArgumentException("variants must have labels and folds in common");
      }
    }
    Rows rows = rows(market, variants.get(0), OptionalLong.empty());
    Publication assessing = publication.bestOf(variants.size()).assessing();
    List<String> asked = asked(List.of(model), publication);
    for (int i = 0; i < variants.size(); i++) {
      int number = i + 1;
      rows.bars()
          .connect(rows.fits())
          .transform(
              "AssessVariant " + number,
              Types.VOID,
              new AssessVariant(
                  number,
                  model,
                  asked,
                  trainers(trainings.get(i), assessing, asked),
                  new ModelGate(trainings.get(i), assessing, 1),
                  WinConfig.of(variants.get(i))))
          .uid("assess-variant-" + number)
          .setParallelism(1);
    }
  }

  /** The candidates that answer bars; for winprob the champions too, for their answers alone. */
  private static List<String> asked(List<String> candidates, Publication publication) {
    List<String> asked = new ArrayList<>(candidates);
    if (asked.remove(SignalFusion.WIN)) {
      List<String> others = new ArrayList<>(COMPONENTS);
      others.removeAll(asked);
      asked.addAll(publication.champions(others));
    }
    return asked;
  }

  private static List<ModelTrainer> trainers(
      RetrainingConfig config, Publication publication, List<String> candidates) {
    List<ModelTrainer> trainers = new ArrayList<>();
    trainers.add(new LinearModelTrainer());
    if (candidates.contains(SignalFusion.ENSEMBLE)) {
      for (Kind kind : Kind.values()) {
        trainers.add(new TreeModelTrainer(kind, config));
      }
    }
    if (candidates.contains(SignalFusion.LSTM)) {
      trainers.add(new LstmModelTrainer(config, publication.store()));
    }
    return trainers;
  }
}
