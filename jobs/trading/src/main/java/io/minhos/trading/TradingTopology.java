package io.minhos.trading;

import static org.apache.flink.streaming.api.datastream.DataStreamUtils.reinterpretAsKeyedStream;

import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.Safeguards;
import io.minhos.domain.safeguards.Standing;
import io.minhos.domain.signals.Signal;
import io.minhos.flink.control.AcknowledgeCommands;
import io.minhos.flink.control.AdmitControls;
import io.minhos.flink.control.AdmittedControl;
import io.minhos.flink.control.AttachControls;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.control.EmitHeartbeats;
import io.minhos.flink.control.HeldAcknowledgement;
import io.minhos.flink.features.BarFeatures;
import io.minhos.flink.features.ComputeFeatures;
import io.minhos.flink.inference.PredictEnsemble;
import io.minhos.flink.inference.PredictLstm;
import io.minhos.flink.inference.PredictWin;
import io.minhos.flink.inference.PredictedBar;
import io.minhos.flink.market.BuildBars;
import io.minhos.flink.market.CountRejects;
import io.minhos.flink.market.Rejects;
import io.minhos.flink.risk.FanOutSignals;
import io.minhos.flink.risk.PortfolioSignal;
import io.minhos.flink.risk.SizePositions;
import io.minhos.flink.risk.VenueReport;
import io.minhos.flink.safeguards.ScoreAnswers;
import io.minhos.flink.safeguards.TrackAccuracy;
import io.minhos.flink.signals.FuseSignals;
import io.minhos.flink.technical.AnalyzeTechnicals;
import io.minhos.flink.technical.AnalyzedBar;
import io.minhos.trading.config.InferenceConfig;
import io.minhos.trading.config.TradingConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** The dataflow, from admitted market data to orders, whatever is at its two ends. */
public final class TradingTopology {

  /** An input that brings nothing, with the orders' time. */
  private static final OutputTag<HeldAcknowledgement> NO_ACKNOWLEDGEMENTS =
      new OutputTag<>("no-acknowledgements", TypeInformation.of(HeldAcknowledgement.class));

  /**
   * Admitted trades and bars, what was refused before, what an external venue reports, and the
   * control log in its order.
   */
  public record Inputs(
      DataStream<MarketRecord> market,
      DataStream<Rejection> rejects,
      DataStream<VenueReport> reports,
      DataStream<ControlArrival> control) {}

  /** All that comes out. */
  public record Outputs(
      DataStream<ControlEntry> heartbeats,
      DataStream<Alert> alerts,
      DataStream<Acknowledgement> acknowledgements,
      DataStream<Rejection> rejects,
      DataStream<Signal> signals,
      DataStream<Decision> decisions,
      DataStream<Order> orders,
      DataStream<Execution> executions,
      DataStream<PortfolioSnapshot> portfolio,
      DataStream<BookPerformance> performance,
      DataStream<AccuracyReport> accuracy) {}

  /** Bars of all symbols, each in order, what was refused on the way, and how good the data are. */
  public record Bars(
      DataStream<Bar> bars, DataStream<Rejection> rejects, DataStream<Alert> alerts) {}

  /** Models are compared over all symbols: one key. */
  private static final String ALL = "all";

  private TradingTopology() {}

  /** Trades and bars of a source to the bars that features are computed from, live and in batch. */
  public static Bars bars(DataStream<MarketRecord> market, TradingConfig config) {
    SingleOutputStreamOperator<Bar> built =
        market
            .keyBy(MarketRecord::symbol)
            .process(
                new BuildBars(
                    config.bars().clock(),
                    config.jump(),
                    config.admission().duplicateWindow().millis(),
                    config.quality()))
            .uid("build-bars")
            .name("BuildBars");
    return new Bars(built, built.getSideOutput(Rejects.TAG), built.getSideOutput(BuildBars.ALERTS));
  }

  public static Outputs build(Inputs in, Models models, TradingConfig config) {
    SlotGroups.register(in.market().getExecutionEnvironment(), config.inference());
    Bars bars = bars(in.market(), config);
    SingleOutputStreamOperator<BarFeatures> features =
        bars.bars()
            .keyBy(Bar::symbol)
            .process(new ComputeFeatures())
            .uid("compute-features")
            .name("ComputeFeatures");
    // Still keyed by symbol: the same key, the same subtask, no shuffle.
    SingleOutputStreamOperator<AnalyzedBar> analyzed =
        reinterpretAsKeyedStream(features, f -> f.bar().symbol())
            .process(new AnalyzeTechnicals(config.technical(), config.regime()))
            .uid("analyze-technicals")
            .name("AnalyzeTechnicals");
    SingleOutputStreamOperator<AdmittedControl> controls =
        in.control()
            .transform(
                "AdmitControls",
                TypeInformation.of(AdmittedControl.class),
                new AdmitControls(models.check(), config.commandTargets()))
            .uid("admit-controls")
            // It loads what it checks, so it runs where the LSTM does.
            .slotSharingGroup(config.inference().slotSharingGroup())
            .setParallelism(1);
    SingleOutputStreamOperator<ControlledBar> controlled =
        reinterpretAsKeyedStream(analyzed, a -> a.bar().symbol())
            .connect(
                controls.broadcast(
                    AttachControls.RELEASES, AttachControls.CHALLENGERS, AttachControls.COMMANDS))
            .process(new AttachControls(config.safeguards().standby()))
            .uid("attach-controls")
            .name("AttachControls");
    SingleOutputStreamOperator<PredictedBar> predicted =
        reinterpretAsKeyedStream(controlled, ControlledBar::symbol)
            .transform(
                "PredictLstm",
                TypeInformation.of(PredictedBar.class),
                new PredictLstm(
                    models.lstm(),
                    config.inference().sequenceLength(),
                    config.inference().batchSize(),
                    config.inference().lstmThreshold(),
                    config.inference().gpus()))
            .uid("predict-lstm")
            .slotSharingGroup(config.inference().slotSharingGroup())
            .transform(
                "PredictEnsemble",
                TypeInformation.of(PredictedBar.class),
                new PredictEnsemble(
                    models.ensemble(),
                    config.inference().batchSize(),
                    config.inference().ensembleThreshold()))
            .uid("predict-ensemble")
            .slotSharingGroup(InferenceConfig.DEFAULT_GROUP);
    Safeguards safeguards = new Safeguards(config.safeguards(), config.labels().horizonBars());
    SingleOutputStreamOperator<Standing> standings =
        reinterpretAsKeyedStream(predicted, p -> p.bar().symbol())
            .process(new ScoreAnswers(config.labelling(), config.safeguards().tracking()))
            .uid("score-answers")
            .name("ScoreAnswers")
            .keyBy(answers -> ALL)
            .connect(controls.broadcast(TrackAccuracy.RELEASES, TrackAccuracy.COMMANDS))
            .process(new TrackAccuracy(safeguards, models.profiles(), config.metrics().watched()))
            .uid("track-accuracy")
            .name("TrackAccuracy")
            .setParallelism(1);
    SingleOutputStreamOperator<Signal> signals =
        reinterpretAsKeyedStream(predicted, p -> p.bar().symbol())
            .connect(standings.broadcast(FuseSignals.STANDINGS))
            .process(new FuseSignals(config.fusion(), safeguards, config.metrics().watched()))
            .uid("fuse-signals")
            .name("FuseSignals")
            .map(new PredictWin(models.win()))
            .uid("predict-win")
            .name("PredictWin");

    SingleOutputStreamOperator<Order> orders =
        signals
            .flatMap(new FanOutSignals(config.portfolios()))
            .uid("fan-out-signals")
            .name("FanOutSignals")
            .keyBy(PortfolioSignal::portfolio)
            .connect(in.reports().keyBy(VenueReport::portfolio))
            .process(
                new SizePositions(
                    config.engines(),
                    config.execution().venue(),
                    config.performance().interval().millis(),
                    config.metrics().watched()))
            .uid("size-positions")
            .name("SizePositions");

    // Market records are accounted for: read = accepted + rejected. Control entries are none.
    DataStream<Rejection> rejects =
        in.rejects()
            .union(bars.rejects())
            .map(new CountRejects())
            .uid("count-rejects")
            .name("CountRejects")
            .union(controls.getSideOutput(Rejects.TAG));
    return new Outputs(
        heartbeats(analyzed),
        controls
            .getSideOutput(AdmitControls.ALERTS)
            .union(
                bars.alerts(),
                standings.getSideOutput(TrackAccuracy.ALERTS),
                orders.getSideOutput(SizePositions.ALERTS)),
        acknowledgements(controls, orders),
        rejects,
        signals,
        orders.getSideOutput(SizePositions.DECISIONS),
        orders,
        orders.getSideOutput(SizePositions.EXECUTIONS),
        orders.getSideOutput(SizePositions.SNAPSHOTS),
        orders.getSideOutput(SizePositions.PERFORMANCE),
        standings.getSideOutput(TrackAccuracy.REPORTS));
  }

  /** The answers to commands, each once what was decided before the command has left. */
  private static DataStream<Acknowledgement> acknowledgements(
      SingleOutputStreamOperator<?> controls, SingleOutputStreamOperator<Order> orders) {
    return controls
        .getSideOutput(AdmitControls.ACKNOWLEDGEMENTS)
        .union(orders.getSideOutput(NO_ACKNOWLEDGEMENTS))
        .transform(
            "AcknowledgeCommands",
            TypeInformation.of(Acknowledgement.class),
            new AcknowledgeCommands())
        .uid("acknowledge-commands")
        .setParallelism(1);
  }

  /** How far the market has come, for the control log; the rows themselves stay where they are. */
  private static DataStream<ControlEntry> heartbeats(DataStream<AnalyzedBar> bars) {
    return bars.filter(bar -> false)
        .uid("drop-bars")
        .name("DropBars")
        .transform(
            "EmitHeartbeats",
            TypeInformation.of(ControlEntry.class),
            new EmitHeartbeats<AnalyzedBar>())
        .uid("emit-heartbeats")
        .setParallelism(1);
  }
}
