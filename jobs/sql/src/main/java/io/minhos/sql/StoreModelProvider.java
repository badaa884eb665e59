package io.minhos.sql;

import java.util.function.Supplier;
import org.apache.flink.table.functions.PredictFunction;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.ml.PredictRuntimeProvider;

/** A release that answers in queries. */
record StoreModelProvider(Supplier<PredictFunction> asking) implements PredictRuntimeProvider {

  @Override
  public PredictFunction createPredictFunction(ModelProvider.Context context) {
    return asking.get();
  }

  @Override
  public ModelProvider copy() {
    return this;
  }
}
