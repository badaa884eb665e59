package io.minhos.cli;

import io.minhos.domain.inference.EnsembleAnswer;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.ReleaseFacts;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.SequenceModel;
import io.minhos.domain.inference.WinModel;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.trading.Models;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What models compute in a job inside this JVM: processor time of the thread that asks, within the
 * call, and the rows that were asked. They answer as they would without it.
 *
 * <p>A job gets copies of its models' loaders, which find what they count for by its number.
 */
final class InferenceTimes implements AutoCloseable {

  private static final Map<Long, InferenceTimes> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long number = NUMBERS.incrementAndGet();
  private final Map<String, Meter> meters =
      new TreeMap<>(
          Map.of(
              SignalFusion.LSTM, new Meter(),
              SignalFusion.ENSEMBLE, new Meter(),
              SignalFusion.WIN, new Meter()));

  /** What was counted of one model. */
  record Use(long calls, long rows, double cpuSeconds) {}

  private static final class Meter {
    private final LongAdder calls = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** A call that began when the thread had computed for {@code began} nanoseconds. */
    void called(int asked, long began) {
      nanos.add(threadNanos() - began);
      calls.increment();
      rows.add(asked);
    }
  }

  InferenceTimes() {
    OPEN.put(number, this);
  }

  /** {@code models}, whose calls are counted here. */
  Models timed(Models models) {
    return new Models(
        new LstmLoader(models.lstm(), number),
        new EnsembleLoader(models.ensemble(), number),
        new WinLoader(models.win(), number),
        models.profiles(),
        models.check());
  }

  /** By model id. */
  Map<String, Use> uses() {
    Map<String, Use> uses = new TreeMap<>();
    meters.forEach(
        (model, m) -> uses.put(model, new Use(m.calls.sum(), m.rows.sum(), m.nanos.sum() / 1e9)));
    return uses;
  }

  @Override
  public void close() {
    OPEN.remove(number);
  }

  private static Meter meter(long number, String model) {
    return OPEN.get(number).meters.get(model);
  }

  /** What the thread that asks has computed so far. */
  static long threadNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private record LstmLoader(ModelLoader<ScaledSequenceModel> loader, long number)
      implements ModelLoader<ScaledSequenceModel> {
    @Override
    public ScaledSequenceModel load(ModelRelease release)
        throws ReleaseRefusedException, IOException {
      Meter meter = meter(number, SignalFusion.LSTM);
      return loader.load(release).around(model -> new TimedSequence(model, meter));
    }

    @Override
    public ModelLoader<ScaledSequenceModel> onGpu(int index) {
      return new LstmLoader(loader.onGpu(index), number);
    }
  }

  private record TimedSequence(SequenceModel model, Meter meter) implements SequenceModel {
    @Override
    public int steps() {
      return model.steps();
    }

    @Override
    public int features() {
      return model.features();
    }

    @Override
    public void predict(float[] sequences, int rows, float[] out) {
      long began = threadNanos();
      model.predict(sequences, rows, out);
      meter.called(rows, began);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private record EnsembleLoader(ModelLoader<EnsembleModel> loader, long number)
      implements ModelLoader<EnsembleModel> {
    @Override
    public EnsembleModel load(ModelRelease release) throws ReleaseRefusedException, IOException {
      return new TimedEnsemble(loader.load(release), meter(number, SignalFusion.ENSEMBLE));
    }
  }

  private record TimedEnsemble(EnsembleModel model, Meter meter) implements EnsembleModel {
    @Override
    public EnsembleAnswer answer(double[] features) {
      return model.answer(features);
    }

    @Override
    public List<Prediction> predict(ModelRelease release, double threshold, double[][] rows) {
      long began = threadNanos();
      List<Prediction> predictions = model.predict(release, threshold, rows);
      meter.called(rows.length, began);
      return predictions;
    }

    @Override
    public ReleaseFacts facts() {
      return model.facts();
    }
  }

  private record WinLoader(ModelLoader<WinModel> loader, long number)
      implements ModelLoader<WinModel> {
    @Override
    public WinModel load(ModelRelease release) throws ReleaseRefusedException, IOException {
      return new TimedWin(loader.load(release), meter(number, SignalFusion.WIN));
    }
  }

  private record TimedWin(WinModel model, Meter meter) implements WinModel {
    @Override
    public double probability(double[] features) {
      long began = threadNanos();
      double probability = model.probability(features);
      meter.called(1, began);
      return probability;
    }

    @Override
    public double fixedFraction() {
      return model.fixedFraction();
    }

    @Override
    public double confidence(double fused) {
      return model.confidence(fused);
    }

    @Override
    public double technicalConfidence(double raw) {
      return model.technicalConfidence(raw);
    }
  }
}
