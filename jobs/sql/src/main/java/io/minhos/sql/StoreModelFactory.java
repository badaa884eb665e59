package io.minhos.sql;

import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.store.Alias;
import io.minhos.store.ModelStore;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.Models;
import io.minhos.trading.config.InferenceConfig;
import io.minhos.trading.models.StoreModels;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;

/**
 * Models of a store in SQL, {@code 'provider' = 'minhos'}. A query asks the release that has the
 * alias when the query is planned, and that one to its end.
 */
public final class StoreModelFactory implements ModelProviderFactory {

  @Override
  public String factoryIdentifier() {
    return "minhos";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(SqlOptions.STORE);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(SqlOptions.MODEL, SqlOptions.ALIAS, SqlOptions.CONFIG, SqlOptions.SET);
  }

  /**
   * @throws ValidationException MISSING without store, model or release; WRONG_OPTION of another
   *     model or alias; UNKNOWN_COLUMN, WRONG_TYPE, MISSING_FEATURE of INPUT and OUTPUT; and what
   *     keeps a release from serving, such as WRONG_SCHEMA
   */
  @Override
  public ModelProvider createModelProvider(Context context) {
    FactoryUtil.ModelProviderFactoryHelper helper =
        FactoryUtil.createModelProviderFactoryHelper(this, context);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    String model =
        options.getOptional(SqlOptions.MODEL).orElse(context.getObjectIdentifier().getObjectName());
    ResolvedSchema input = context.getCatalogModel().getResolvedInputSchema();
    RowWriter<Prediction> output =
        RowWriter.of(
            context.getCatalogModel().getResolvedOutputSchema().toPhysicalRowDataType(),
            SqlColumns.ANSWERS,
            "OUTPUT");
    InferenceConfig inference = SqlOptions.config(options).inference();
    Models models = StoreModels.of(inference);
    return switch (model) {
      case SignalFusion.ENSEMBLE -> {
        EnsembleInput read = EnsembleInput.of(input);
        ModelRelease release = release(options, model, models);
        yield new StoreModelProvider(
            () ->
                new AskInSql<>(
                    release, models.ensemble(), read, inference.ensembleThreshold(), output));
      }
      case SignalFusion.LSTM -> {
        SequenceInput read = SequenceInput.of(input);
        ModelRelease release = release(options, model, models);
        yield new StoreModelProvider(
            () -> new AskInSql<>(release, models.lstm(), read, inference.lstmThreshold(), output));
      }
      default ->
          throw SqlRefusal.of(
              SqlRefusal.Code.WRONG_OPTION,
              "model=%s expected=%s or %s"
                  .formatted(model, SignalFusion.ENSEMBLE, SignalFusion.LSTM));
    };
  }

  /** The release that has the alias, once it is known that it can serve. */
  private static ModelRelease release(ReadableConfig options, String model, Models models) {
    String name = options.get(SqlOptions.ALIAS);
    Alias alias =
        Stream.of(Alias.values())
            .filter(a -> a.label().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    SqlRefusal.of(
                        SqlRefusal.Code.WRONG_OPTION,
                        "alias=%s expected=champion or challenger".formatted(name)));
    try {
      ModelStore store = ModelStore.existing(options.get(SqlOptions.STORE));
      store.requireModel(model);
      ModelRelease release =
          store
              .find(model, alias)
              .orElseThrow(
                  () ->
                      SqlRefusal.of(
                          SqlRefusal.Code.MISSING, "%s of model=%s".formatted(name, model)));
      models.check().check(release);
      return release;
    } catch (StoreRefusal | ReleaseRefusedException e) {
      throw new ValidationException(e.getMessage(), e);
    }
  }
}
