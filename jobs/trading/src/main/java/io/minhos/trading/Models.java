package io.minhos.trading;

import io.minhos.domain.inference.EnsembleModel;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ReleaseRefusedException;
import io.minhos.domain.inference.ReleaseRefusedException.Code;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.WinModel;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.flink.control.ReleaseCheck;

/**
 * Where the topology's models come from.
 *
 * @param lstm loads releases of the sequence model
 * @param ensemble loads releases of the ensemble
 * @param win loads releases of the win-probability model
 * @param profiles reads what a release says of how it is when it is well
 * @param check tells which release can serve
 */
public record Models(
    ModelLoader<ScaledSequenceModel> lstm,
    ModelLoader<EnsembleModel> ensemble,
    ModelLoader<WinModel> win,
    ModelLoader<ReleaseProfile> profiles,
    ReleaseCheck check) {

  /** For runs on technical analysis alone: every release is refused. */
  public static Models none() {
    return new Models(
        release -> {
          throw refusal();
        },
        release -> {
          throw refusal();
        },
        release -> {
          throw refusal();
        },
        release -> {
          throw refusal();
        },
        release -> {
          throw refusal();
        });
  }

  private static ReleaseRefusedException refusal() {
    return new ReleaseRefusedException(Code.MISSING, "store=none");
  }
}
