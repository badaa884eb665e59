package io.minhos.domain.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * What a call would bring if each were traded by itself, in and out: sign(call)·realised −
 * |sign(call)|·costs, the mean over the symbols of a time and over the times of a block, those at
 * which the price stayed where it was included. That is a strict account: who keeps a position
 * while calls agree pays less.
 *
 * @param mean of the blocks, as a part of the price
 * @param low lower end of its interval
 * @param high upper end of its interval
 * @param blocks by block, in the order of time; empty where there are too few to say anything
 */
public record Edge(double mean, double low, double high, List<Double> blocks) {

  public Edge {
    blocks = List.copyOf(blocks);
  }

  /** Of nothing that could be traded, or too little of it. */
  public static Edge none() {
    return new Edge(Double.NaN, Double.NaN, Double.NaN, List.of());
  }

  /** With Student's interval of that confidence; at least two blocks. */
  static Edge of(double[] blocks, double confidence) {
    MeanInterval mean = MeanInterval.of(blocks, confidence);
    return new Edge(mean.mean(), mean.low(), mean.high(), Arrays.stream(blocks).boxed().toList());
  }

  /** How sure its Sharpe ratio is, a block being a period. */
  public SharpeEstimate sharpe() {
    return SharpeEstimate.of(blocks.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
