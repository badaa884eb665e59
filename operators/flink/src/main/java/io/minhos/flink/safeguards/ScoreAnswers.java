package io.minhos.flink.safeguards;

import io.minhos.domain.control.Challenge;
import io.minhos.domain.control.Controls;
import io.minhos.domain.evaluation.LabelConfig;
import io.minhos.domain.inference.Direction;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.market.Bar;
import io.minhos.domain.safeguards.BarAnswers;
import io.minhos.domain.safeguards.Duel;
import io.minhos.domain.safeguards.OpenAnswers;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.flink.inference.PredictedBar;
import io.minhos.flink.technical.AnalyzedBar;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Holds each symbol's answers until their horizon is over, and scores them. */
public final class ScoreAnswers extends KeyedProcessFunction<String, PredictedBar, BarAnswers> {

  static final ValueStateDescriptor<OpenAnswers> OPEN =
      new ValueStateDescriptor<>("open-answers", OpenAnswers.class);

  private final LabelConfig labels;

  private transient ValueState<OpenAnswers> open;

  /**
   * @param labels what an answer is held against
   */
  public ScoreAnswers(LabelConfig labels) {
    this.labels = labels;
  }

  @Override
  public void open(OpenContext context) {
    open = getRuntimeContext().getState(OPEN);
  }

  @Override
  public void processElement(PredictedBar predicted, Context context, Collector<BarAnswers> out)
      throws Exception {
    AnalyzedBar analyzed = predicted.bar().analyzed();
    Bar bar = analyzed.bar();
    OpenAnswers known = open.value();
    OpenAnswers waiting = known == null ? OpenAnswers.empty() : known;
    List<Prediction> answers = new ArrayList<>(predicted.predictions().size() + 1);
    // Its direction is not scored, and hangs on fusion's band.
    answers.add(SignalFusion.technical(analyzed.technical(), Direction.NEUTRAL));
    predicted.predictions().forEach(answer -> answers.add(answer.withoutBases()));
    out.collect(
        new BarAnswers(
            bar.symbol(),
            bar.time(),
            List.copyOf(answers),
            waiting.scores(bar, labels),
            duels(predicted.bar().controls())));
    answers.replaceAll(Prediction::withoutInputs);
    open.update(waiting.plus(bar, analyzed.volatility(), answers, labels));
  }

  private static List<Duel> duels(Controls controls) {
    List<Duel> duels = new ArrayList<>(controls.challenges().size());
    for (Challenge challenge : controls.challenges()) {
      ModelRelease champion = controls.release(challenge.release().model());
      if (champion != null) {
        duels.add(new Duel(champion.model(), champion.version(), challenge.release().version()));
      }
    }
    return duels;
  }
}
