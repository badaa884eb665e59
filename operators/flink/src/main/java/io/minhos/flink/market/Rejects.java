package io.minhos.flink.market;

import io.minhos.domain.market.Rejection;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** The side output that every operator sends refused records to. */
public final class Rejects {

  public static final OutputTag<Rejection> TAG =
      new OutputTag<>("rejects", TypeInformation.of(Rejection.class));

  private Rejects() {}
}
