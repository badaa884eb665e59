package io.minhos.sql;

import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.Status;
import java.util.Collection;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.PredictFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one release about each row, as the topology's operators do: what is not known well enough is
 * INSUFFICIENT_DATA, what fails is FAILED, for that row alone.
 *
 * @param <M> what answers
 */
public final class AskInSql<M> extends PredictFunction {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(AskInSql.class);

  private final ModelRelease release;
  private final ModelLoader<M> loader;
  private final ModelInput<M> input;
  private final double threshold;
  private final RowWriter<Prediction> output;

  private transient M model;

  AskInSql(
      ModelRelease release,
      ModelLoader<M> loader,
      ModelInput<M> input,
      double threshold,
      RowWriter<Prediction> output) {
    this.release = release;
    this.loader = loader;
    this.input = input;
    this.threshold = threshold;
    this.output = output;
  }

  @Override
  public void open(FunctionContext context) throws Exception {
    model = loader.load(release);
  }

  @Override
  public Collection<RowData> predict(RowData row) {
    return List.of(output.map(answer(row)));
  }

  private Prediction answer(RowData row) {
    if (!input.isReady(model, row)) {
      return none(Status.INSUFFICIENT_DATA);
    }
    try {
      return input.ask(model, release, threshold, row);
    } catch (RuntimeException e) {
      LOG.warn("FAILED: model={} version={}", release.model(), release.version(), e);
      return none(Status.FAILED);
    }
  }

  private Prediction none(Status reason) {
    return Prediction.none(release.model(), release.version(), reason);
  }

  @Override
  public void close() throws Exception {
    if (model instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
