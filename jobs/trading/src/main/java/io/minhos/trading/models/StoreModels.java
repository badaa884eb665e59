package io.minhos.trading.models;

import io.minhos.domain.features.FeatureSchema;
import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.signals.SignalFusion;
import io.minhos.engines.ensemble.LinearEnsemble;
import io.minhos.engines.ensemble.StackWeights;
import io.minhos.engines.ensemble.StackedEnsemble;
import io.minhos.engines.lstm.LstmArtifacts;
import io.minhos.engines.lstm.LstmEngine;
import io.minhos.engines.lstm.LstmException;
import io.minhos.engines.lstm.LstmModel;
import io.minhos.engines.trees.FlatTrees;
import io.minhos.store.LoadedRelease;
import io.minhos.store.Manifest;
import io.minhos.store.ModelKind;
import io.minhos.store.RefusalCode;
import io.minhos.store.ReleaseReader;
import io.minhos.store.Scaling;
import io.minhos.store.StoreRefusal;
import io.minhos.trading.Models;
import io.minhos.trading.config.InferenceConfig;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads releases from model stores: checks every byte, the feature schema and the dimensions, and
 * warms what compiles on its first rows.
 */
public final class StoreModels {

  /** Answers after which the JIT has the loops. */
  private static final int WARM_UP = 200;

  /** A store that does not answer is asked again so often before its release is refused. */
  private static final int TRIES = 3;

  private static final long BETWEEN_TRIES_NANOS = TimeUnit.SECONDS.toNanos(1);

  private StoreModels() {}

  /** Models of whatever store a release names. */
  public static Models of(InferenceConfig config) {
    return new Models(
        release -> lstm(release, config), StoreModels::ensemble, release -> check(release, config));
  }

  /** A release of the LSTM. */
  static ScaledSequenceModel lstm(ModelRelease release, InferenceConfig config)
      throws ReleaseRefusedException, IOException {
    LoadedRelease loaded = open(release, FeatureSchema.SEQUENCE_8);
    Manifest manifest = loaded.manifest();
    require(manifest.kind() == ModelKind.LSTM, Code.CORRUPT, "kind=" + manifest.kind());
    require(manifest.scaler() != null, Code.CORRUPT, "scaler=null");
    require(
        manifest.sequenceLength() == config.sequenceLength(),
        Code.WRONG_SHAPE,
        "sequenceLength=%d expected=%d"
            .formatted(manifest.sequenceLength(), config.sequenceLength()));
    LstmModel model = null;
    try {
      model =
          LstmEngine.byId(config.lstmEngine())
              .load(
                  new LstmArtifacts(
                      loaded.artifact(LstmArtifacts.ONNX_FILE),
                      loaded.artifact(LstmArtifacts.WEIGHTS_FILE)));
      require(
          model.steps() == config.sequenceLength()
              && model.features() == FeatureSchema.SEQUENCE_8.size(),
          Code.WRONG_SHAPE,
          "steps=%d features=%d".formatted(model.steps(), model.features()));
      Scaling scaler = manifest.scaler();
      ScaledSequenceModel scaled = new ScaledSequenceModel(model, scaler.minima(), scaler.maxima());
      model = null;
      return scaled;
    } catch (LstmException | IllegalArgumentException | StoreRefusal e) {
      throw new ReleaseRefusedException(Code.CORRUPT, String.valueOf(e.getMessage()));
    } finally {
      if (model != null) {
        model.close();
      }
    }
  }

  /** A release of the ensemble: a stack, or the linear model that stands in for it. */
  static EnsembleModel ensemble(ModelRelease release) throws ReleaseRefusedException, IOException {
    LoadedRelease loaded = open(release, FeatureSchema.TABULAR);
    int features = FeatureSchema.TABULAR.size();
    EnsembleModel model;
    int expected;
    try {
      if (loaded.manifest().kind() == ModelKind.STACK) {
        StackedEnsemble stack =
            new StackedEnsemble(
                FlatTrees.fromBytes(loaded.artifact("forest.trees")),
                FlatTrees.fromBytes(loaded.artifact("xgboost.trees")),
                FlatTrees.fromBytes(loaded.artifact("lightgbm.trees")),
                StackWeights.fromJson(loaded.artifact("stack.json")));
        expected = stack.features();
        model = stack;
      } else if (loaded.manifest().kind() == ModelKind.LINEAR) {
        LinearEnsemble linear = LinearEnsemble.fromJson(loaded.artifact("linear.json"));
        expected = linear.features();
        model = linear;
      } else {
        throw new ReleaseRefusedException(Code.CORRUPT, "kind=" + loaded.manifest().kind());
      }
    } catch (IllegalArgumentException | StoreRefusal e) {
      throw new ReleaseRefusedException(Code.CORRUPT, String.valueOf(e.getMessage()));
    }
    require(
        expected == features,
        Code.WRONG_SHAPE,
        "features=%d expected=%d".formatted(expected, features));
    double[] row = new double[features];
    for (int i = 0; i < WARM_UP; i++) {
      row[i % features] = i;
      model.answer(row);
    }
    return model;
  }

  private static void check(ModelRelease release, InferenceConfig config)
      throws ReleaseRefusedException {
    for (int tries = 1; ; tries++) {
      try {
        switch (release.model()) {
          case SignalFusion.LSTM -> lstm(release, config).close();
          case SignalFusion.ENSEMBLE -> ensemble(release);
          default -> throw new ReleaseRefusedException(Code.MISSING, "model=" + release.model());
        }
        return;
      } catch (IOException e) {
        if (tries == TRIES) {
          throw new ReleaseRefusedException(Code.UNREACHABLE, String.valueOf(e.getMessage()));
        }
        LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
      }
    }
  }

  private static LoadedRelease open(ModelRelease release, FeatureSchema schema)
      throws ReleaseRefusedException, IOException {
    LoadedRelease loaded;
    try {
      loaded = ReleaseReader.open(release);
    } catch (StoreRefusal e) {
      if (e.code() == RefusalCode.UNREACHABLE) {
        throw new IOException(e.getMessage(), e);
      }
      Code code = e.code() == RefusalCode.MISSING ? Code.MISSING : Code.CORRUPT;
      throw new ReleaseRefusedException(code, e.getMessage());
    }
    Manifest manifest = loaded.manifest();
    require(
        manifest.featureSchema().equals(schema.id())
            && manifest.featureSchemaVersion() == schema.version()
            && manifest.featureSchemaHash().equals(schema.hash()),
        Code.WRONG_SCHEMA,
        "schema=%s.%d hash=%s expected=%s.%d %s"
            .formatted(
                manifest.featureSchema(),
                manifest.featureSchemaVersion(),
                manifest.featureSchemaHash(),
                schema.id(),
                schema.version(),
                schema.hash()));
    return loaded;
  }

  private static void require(boolean holds, Code code, String detail)
      throws ReleaseRefusedException {
    if (!holds) {
      throw new ReleaseRefusedException(code, detail);
    }
  }
}
